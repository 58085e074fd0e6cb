package lib.embed;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lib.journal.Journal;
import lib.model.Outcome;

/** What the journal knows of tasks that have succeeded. */
public final class TaskHistory {
    private static final int ENOUGH = 5;
    /** A run that was away judges a task when it is back; such a time is not the task's. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private TaskHistory() {}

    /** Returns the median of their durations; empty if there are too few to say. */
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
}
