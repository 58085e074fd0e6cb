package lib.embed;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lib.journal.Journal;
import lib.model.Outcome;

/**
 * What the journal knows of tasks that have succeeded: how long they took, and how many ran at once.
 *
 * @param typical the median of their durations; empty if there are too few to say
 * @param mostAtOnce the largest number of them that ran at the same time
 */
public record TaskHistory(Optional<Duration> typical, int mostAtOnce) {
    private static final int ENOUGH = 5;
    /** A run that was away judges a task when it is back; such a time is not the task's. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private record Span(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }
    }

    /** Reads it from the records of every bot. */
    public static TaskHistory of(Collection<Journal.Entry> entries) {
        List<Span> spans = entries.stream()
                .filter(entry -> entry.started() != null && entry.ended() != null)
                .filter(entry -> entry.ended().asOutcome() instanceof Outcome.Succeeded)
                .map(entry -> new Span(entry.started().since(), entry.ended().since()))
                .filter(span -> !span.length().isNegative() && span.length().compareTo(LONGEST) < 0)
                .toList();
        List<Duration> lengths = spans.stream().map(Span::length).sorted().toList();
        return new TaskHistory(
                lengths.size() < ENOUGH ? Optional.empty() : Optional.of(lengths.get(lengths.size() / 2)),
                mostAtOnce(spans));
    }

    private static int mostAtOnce(List<Span> spans) {
        Map<Instant, Integer> changes = new TreeMap<>();
        spans.forEach(span -> {
            changes.merge(span.from(), 1, Integer::sum);
            changes.merge(span.to(), -1, Integer::sum);
        });
        int running = 0;
        int most = 0;
        for (int change : changes.values()) {
            running += change;
            most = Math.max(most, running);
        }
        return most;
    }
}
