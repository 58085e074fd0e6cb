package lib.embed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import lib.common.Clock;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.report.RunListener;
import lib.retry.ConcurrencyLimit;
import lib.retry.ExponentialBackoff;
import lib.retry.ServiceError;
import lib.retry.StartBackoff;

/**
 * The bots that wait for their start, and the rules for the next one: how many tasks may run at once, how long to pause
 * after an error, and whether recent tasks have failed for a cause that concerns every bot. Belongs to the run's
 * thread.
 */
final class StartQueue {
    private final Deque<BotAttempt> waiting = new ArrayDeque<>();
    private final ConcurrencyLimit concurrency;
    private final StartBackoff backoff;
    private final CommonFailures commonFailures;
    private final Clock clock;

    StartQueue(RunLimits limits, Clock clock, RunListener listener) {
        this.concurrency = new ConcurrencyLimit(limits.parallel());
        this.backoff = new StartBackoff(clock, ExponentialBackoff.RANDOM_JITTER, listener::pausing);
        this.commonFailures = new CommonFailures(limits.keepGoing(), listener);
        this.clock = clock;
    }

    int size() {
        return waiting.size();
    }

    void forEach(Consumer<BotAttempt> action) {
        waiting.forEach(action);
    }

    void add(BotAttempt attempt) {
        waiting.addLast(attempt);
    }

    /** Puts a bot back whose start was not tried. */
    void putBack(BotAttempt attempt) {
        waiting.addFirst(attempt);
    }

    /** Takes the next bot; empty if none waits, or none may be started while this number of tasks is running. */
    Optional<BotAttempt> next(int running) {
        if (waiting.isEmpty() || !backoff.isOver()) {
            return Optional.empty();
        }
        concurrency.probeIfDue(running, clock.now());
        if (!concurrency.hasRoom(running) || !commonFailures.allowsStart(running)) {
            return Optional.empty();
        }
        commonFailures.onStart();
        return Optional.of(waiting.poll());
    }

    /** Tasks of an earlier run are still running. */
    void onResumed(int running) {
        concurrency.onResumed(running);
    }

    /** A start was accepted. */
    void onAccepted(int running) {
        backoff.onAccepted();
        concurrency.onAccepted(running, clock.now());
    }

    /** Whether a start that was rejected with this error may succeed later. */
    boolean mayRetry(ServiceError error) {
        boolean overdue = error instanceof ServiceError.NotPropagated notPropagated && backoff.isOverdue(notPropagated);
        return error.isRetryable() && !overdue;
    }

    /** A start was rejected with a retryable error: the bot waits again, and all starts pause. */
    void onRejected(BotAttempt attempt, ServiceError error, int running) {
        if (error instanceof ServiceError.NoCapacity) {
            concurrency.onRejected(running, clock.now());
        }
        tryLater(attempt, error);
        backoff.onError(error);
    }

    /**
     * Lets the next bot try first, so that a bot whose start never succeeds does not block the others. A request that
     * may have taken effect is repeated right after it, while its token is trusted.
     */
    private void tryLater(BotAttempt attempt, ServiceError error) {
        if (error instanceof ServiceError.NoCapacity && !(attempt.request() instanceof BotAttempt.Unconfirmed)) {
            waiting.addLast(attempt);
            return;
        }
        BotAttempt next = waiting.poll();
        waiting.addFirst(attempt);
        if (next != null) {
            waiting.addFirst(next);
        }
    }

    /** A task has ended, so capacity is free. */
    void onTaskEnded() {
        backoff.onCapacityFreed();
    }

    /**
     * A task's outcome is known.
     *
     * @param running the number of other running tasks
     * @return if starts make no sense any more: what happened, and what to do
     */
    Optional<String> onOutcome(Outcome outcome, int running) {
        if (outcome instanceof Outcome.Failed
                && TaskOutcome.THROTTLED.matcher(outcome.reason()).find()) {
            concurrency.onOverload(running + 1, clock.now());
        }
        return commonFailures.onEnd(outcome);
    }

    /** Allows starts again after common failures, at the user's request. */
    void forgetFailures() {
        commonFailures.reset();
    }
}
