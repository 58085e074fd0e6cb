package lib.report;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Estimates how long a run still takes, from how long its tasks have taken so far. */
public final class RemainingTime {
    /** Before this number of tasks has ended, their times say too little about the others. */
    private static final int ENOUGH = 3;

    private Duration total = Duration.ZERO;
    private int ended;

    /** A task has ended after this time. */
    public void ended(Duration after) {
        total = total.plus(after);
        ended++;
    }

    /**
     * The time until all tasks have ended, if as many run at once as now. Empty if none runs, or if too few have ended.
     *
     * @param ages how long each running task has run
     * @param waiting the number of tasks that are not started yet
     */
    public Optional<Duration> estimate(List<Duration> ages, int waiting) {
        if (ended < ENOUGH || ages.isEmpty()) {
            return Optional.empty();
        }
        Duration each = total.dividedBy(ended);
        List<Duration> rests = ages.stream()
                .map(age -> age.compareTo(each) > 0 ? Duration.ZERO : each.minus(age))
                .toList();
        Duration work = rests.stream().reduce(each.multipliedBy(waiting), Duration::plus);
        Duration longest = rests.stream().max(Comparator.naturalOrder()).orElseThrow();
        Duration shared = work.dividedBy(ages.size());
        return Optional.of(shared.compareTo(longest) > 0 ? shared : longest);
    }
}
