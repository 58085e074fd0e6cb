package lib.embed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lib.common.Clock;
import lib.common.Text;
import lib.model.BotKey;
import lib.model.FailureCause;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.retry.CircuitBreaker;
import lib.retry.ConcurrencyLimit;
import lib.retry.ServiceError;
import lib.retry.StartBackoff;

/**
 * The bots that wait for their start, and the rules for the next one: how many tasks may run at once, how long to pause
 * after an error, and whether recent tasks have all ended without a success. Belongs to the run's thread.
 */
final class StartQueue {
    private static final int MAX_REASON = 200;

    private final Deque<BotAttempt> untried = new ArrayDeque<>();
    private final Deque<BotAttempt> failed = new ArrayDeque<>();
    /** The bots that come after all others, so that a few of them cannot keep the others from their turn. */
    private final Set<BotKey> haveFailed = new HashSet<>();
    /** Comes first; usually null. */
    private BotAttempt due;

    private final ConcurrencyLimit concurrency;
    private final StartBackoff backoff;
    private final CircuitBreaker breaker;
    private final Clock clock;
    private Outcome lastFailure;

    /** @param parallel maximum number of tasks at once; 0 for an adaptive limit */
    StartQueue(int parallel, Clock clock) {
        this.concurrency = new ConcurrencyLimit(parallel);
        this.backoff = new StartBackoff(clock, clock::jitter);
        this.breaker = new CircuitBreaker(clock, clock::jitter);
        this.clock = clock;
    }

    int size() {
        return untried.size() + failed.size() + (due == null ? 0 : 1);
    }

    /** The bots that wait, in the order of their turns. */
    List<BotAttempt> all() {
        List<BotAttempt> all = new ArrayList<>(untried);
        all.addAll(failed);
        if (due != null) {
            all.add(0, due);
        }
        return all;
    }

    /** Adds a bot behind the others, or first. */
    void add(BotAttempt attempt, boolean isFirst) {
        if (isFirst) {
            queue(attempt).addFirst(attempt);
        } else {
            queue(attempt).addLast(attempt);
        }
    }

    /** A task of the bot has ended without a success, in this run or an earlier one. */
    void noteFailure(BotKey bot) {
        haveFailed.add(bot);
    }

    private Deque<BotAttempt> queue(BotAttempt attempt) {
        boolean isRepetition = attempt.request() instanceof BotAttempt.Unconfirmed;
        return haveFailed.contains(attempt.bot().key()) && !isRepetition ? failed : untried;
    }

    private BotAttempt poll() {
        BotAttempt next = due != null ? due : untried.isEmpty() ? failed.poll() : untried.poll();
        due = null;
        return next;
    }

    /** What may be started while this number of tasks is running; nothing if no bot waits. */
    CircuitBreaker.Starts allowed(int running) {
        if (size() == 0 || !backoff.isOver()) {
            return CircuitBreaker.Starts.NONE;
        }
        concurrency.probeIfDue(running, clock.now());
        return concurrency.hasRoom(running) ? breaker.allowed(running) : CircuitBreaker.Starts.NONE;
    }

    /** Takes the next bot. */
    BotAttempt next() {
        breaker.onStart();
        return poll();
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

    /**
     * A start was rejected with a retryable error: the bot waits again, and all starts pause.
     *
     * @return how long; empty if they pause already
     */
    Optional<Duration> onRejected(BotAttempt attempt, ServiceError error, int running) {
        if (error instanceof ServiceError.NoCapacity) {
            concurrency.onRejected(running, clock.now());
        }
        tryLater(attempt, error);
        return backoff.onError(error);
    }

    /**
     * Lets the next bot try first, so that a bot whose start never succeeds does not block the others. A request that
     * may have taken effect is repeated right after it, while its token is trusted.
     */
    private void tryLater(BotAttempt attempt, ServiceError error) {
        if (error instanceof ServiceError.NoCapacity && !(attempt.request() instanceof BotAttempt.Unconfirmed)) {
            add(attempt, false);
            return;
        }
        due = poll();
        add(attempt, true);
    }

    /** A task has ended, so capacity is free. */
    void onTaskEnded() {
        backoff.onCapacityFreed();
    }

    /**
     * A task has ended with this outcome.
     *
     * @param running the number of other running tasks
     * @return how long starts are held, if this end holds them; else zero
     */
    Duration onOutcome(Outcome outcome, int running) {
        if (outcome instanceof Outcome.Succeeded) {
            onSuccess();
            return Duration.ZERO;
        }
        if (isThrottled(outcome)) {
            concurrency.onOverload(running + 1, clock.now());
            return Duration.ZERO;
        }
        lastFailure = outcome;
        return breaker.onFailure();
    }

    /** A task has succeeded: starts are no longer held. */
    void onSuccess() {
        breaker.onSuccess();
    }

    private static boolean isThrottled(Outcome outcome) {
        return outcome instanceof Outcome.Failed
                && TaskOutcome.THROTTLED.matcher(outcome.reason()).find();
    }

    /** Why starts are held: how many tasks have ended without a success, and the reason of the last one. */
    String failures() {
        return Text.count(breaker.ends(), "task") + " in a row ended without a success (the last one: "
                + Text.oneLine(lastFailure.reason(), MAX_REASON) + ")";
    }

    /** What to do about them. */
    String remedy() {
        return FailureCause.of(lastFailure)
                .map(FailureCause::remedy)
                .orElse("Look for the cause in the reasons and the tasks' logs, which are listed with the bots");
    }
}
