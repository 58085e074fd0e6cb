package lib.embed;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lib.common.Text;
import lib.common.TextWidth;
import lib.journal.Journal;
import lib.model.FargatePrice;
import lib.model.Outcome;
import lib.retry.ConcurrencyLimit;

/**
 * An estimate for the question: how many tasks, how long, how much.
 *
 * @param parallel the number of {@code --parallel}; 0 for an adaptive limit
 * @param price of a task
 * @param typical how long a task took before; empty if too few have succeeded to say
 */
public record Plan(int parallel, FargatePrice price, Optional<Duration> typical) {
    /** Of vCPUs for Fargate on demand (AWS, Fargate quotas). */
    private static final int DEFAULT_QUOTA = 6;
    /** Of the app's task definition (upstream {@code cdk.json}). */
    private static final double USUAL_VCPU = 2;
    /** The middle of the 3 to 5 minutes of an ordinary bot. */
    private static final Duration USUAL_TIME = Duration.ofMinutes(4);

    private static final int ENOUGH = 5;
    /** A run that was away judges a task when it is back; such a time is not the task's. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Returns the median duration of the tasks that have succeeded; empty if there are too few to say. */
    public static Optional<Duration> typical(Collection<Journal.Entry> entries) {
        List<Duration> lengths = entries.stream()
                .filter(entry -> entry.started() != null && entry.ended() != null)
                .filter(entry -> entry.ended().asOutcome() instanceof Outcome.Succeeded)
                .map(entry -> Duration.between(
                        entry.started().since(), entry.ended().since()))
                .filter(length -> !length.isNegative() && length.compareTo(LONGEST) < 0)
                .sorted()
                .toList();
        return lengths.size() < ENOUGH ? Optional.empty() : Optional.of(lengths.get(lengths.size() / 2));
    }

    /** The plan for that number of tasks: in one line if it fits, else in one for each part. */
    public List<String> lines(int tasks, int width) {
        String size = price.vcpu() == 0 ? "" : " of " + price.size();
        List<String> parts = List.of("Plan: " + Text.count(tasks, "task") + size, time(tasks), cost(tasks));
        String line = String.join("; ", parts);
        return TextWidth.of(line) <= width
                ? List.of(line)
                : List.of(parts.get(0), indented(1, parts), indented(2, parts));
    }

    private static String indented(int part, List<String> parts) {
        return "      " + parts.get(part);
    }

    private String time(int tasks) {
        long rounds = (tasks + atOnce() - 1L) / atOnce();
        return "about " + Text.about(each().multipliedBy(rounds)) + " with " + Math.min(tasks, atOnce()) + " at once ("
                + reason() + ")";
    }

    private String cost(int tasks) {
        return price.isKnown()
                ? price.rough(each().multipliedBy(tasks)) + " without Bedrock"
                : price.estimate(Duration.ZERO);
    }

    private Duration each() {
        return typical.orElse(USUAL_TIME);
    }

    /** As many as the default quota allows, because no request tells the account's, and as the user allows. */
    private int atOnce() {
        int maximum = parallel == 0 ? ConcurrencyLimit.MAX_AUTO : parallel;
        return Math.min(maximum, withinDefaultQuota());
    }

    private int withinDefaultQuota() {
        return Math.max(1, (int) (DEFAULT_QUOTA / (price.vcpu() == 0 ? USUAL_VCPU : price.vcpu())));
    }

    private String reason() {
        return parallel > 0 && parallel <= atOnce()
                ? "--parallel " + parallel
                : "default quota of " + DEFAULT_QUOTA + " vCPU";
    }
}
