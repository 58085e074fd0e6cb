package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lib.common.Clock;
import lib.common.Mark;
import lib.retry.ExponentialBackoff;

/**
 * The bots whose rows are to be counted, many in one statement: those that arrive during a statement share the next
 * one. Belongs to the run's thread.
 */
final class RowCounter {
    /** Polls find ended tasks in groups: the first bot waits this long for others. */
    private static final Duration BATCHING_DELAY = Duration.ofSeconds(2);

    private final Clock clock;
    private final ExponentialBackoff backoff;
    private final List<Step.CountRows> waiting = new ArrayList<>();
    private List<Step.CountRows> underWay = List.of();
    private Mark due;

    RowCounter(Clock clock) {
        this.clock = clock;
        this.backoff = ExponentialBackoff.ofMinutes(clock::jitter);
    }

    /** Adds a bot, which ends a pause. */
    void add(Step.CountRows request) {
        Mark soon = clock.now().plus(BATCHING_DELAY);
        due = waiting.isEmpty() || soon.isBefore(due) ? soon : due;
        waiting.add(request);
    }

    /** The bots whose rows have not been counted. */
    List<BotAttempt> all() {
        return Stream.concat(underWay.stream(), waiting.stream())
                .map(Step.CountRows::attempt)
                .toList();
    }

    /** Whether the bots that are counted now are the only ones. */
    boolean isLast() {
        return waiting.isEmpty();
    }

    /** Takes the bots to count now; none while a statement is under way, or until it is time. */
    List<Step.CountRows> next() {
        if (!underWay.isEmpty() || waiting.isEmpty() || clock.now().isBefore(due)) {
            return List.of();
        }
        underWay = List.copyOf(waiting);
        waiting.clear();
        return underWay;
    }

    /** The statement is over, and its bots go on. */
    void done() {
        underWay = List.of();
        backoff.reset();
    }

    /** The rows cannot be counted now: the bots wait for the next statement. Returns how long. */
    Duration delayed() {
        Duration pause = backoff.nextDelay();
        due = clock.now().plus(pause);
        waiting.addAll(0, underWay);
        underWay = List.of();
        return pause;
    }
}
