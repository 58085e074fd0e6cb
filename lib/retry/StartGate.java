package lib.retry;

import java.time.Duration;
import java.util.Optional;
import lib.common.Clock;
import lib.common.Mark;

/**
 * Says whether the next start may be sent: a {@link ConcurrencyLimit} counts the tasks, a {@link CircuitBreaker} holds
 * the starts when tasks fail in a row, and a retryable error pauses them. Belongs to one thread.
 */
public final class StartGate {
    /** RunTask accepts 20 calls per second for Fargate (AWS, ECS request throttling). */
    private static final Duration START_INTERVAL = Duration.ofMillis(50);
    /** New IAM entries propagate within minutes; after that the error is real. */
    private static final Duration PROPAGATION_LIMIT = Duration.ofMinutes(5);

    private final Clock clock;
    private final ConcurrencyLimit limit;
    private final CircuitBreaker breaker;
    private final ExponentialBackoff forCapacity;
    private final ExponentialBackoff forOthers;
    private Mark nextStart;
    private Mark pausedUntil;
    private ServiceError pausedFor;
    private Mark notPropagatedSince;

    /** @param parallel the maximum number of tasks at once; 0 for an adaptive limit */
    public StartGate(int parallel, Clock clock) {
        this.clock = clock;
        this.limit = new ConcurrencyLimit(parallel);
        this.breaker = new CircuitBreaker(clock, clock::jitter);
        this.forCapacity = ExponentialBackoff.ofMinutes(clock::jitter);
        this.forOthers = ExponentialBackoff.ofSeconds(clock::jitter);
        this.nextStart = clock.now();
        this.pausedUntil = clock.now();
    }

    /** What may be started while this number of tasks is running. */
    public CircuitBreaker.Starts allowed(int running) {
        if (isPaused() || !untilNextStart().isZero()) {
            return CircuitBreaker.Starts.NONE;
        }
        limit.probeIfDue(running, clock.now());
        return limit.hasRoom(running) ? breaker.allowed(running) : CircuitBreaker.Starts.NONE;
    }

    private boolean isPaused() {
        return clock.now().isBefore(pausedUntil);
    }

    /** A start is sent; the next one may follow after a moment. */
    public void onStart() {
        nextStart = clock.now().plus(START_INTERVAL);
        breaker.onStart();
    }

    /** How long the next start has to wait for the one before; zero if that is long ago. */
    public Duration untilNextStart() {
        Mark now = clock.now();
        return now.isBefore(nextStart) ? now.until(nextStart) : Duration.ZERO;
    }

    /** The user is asked whether to try single bots. */
    public void onAsked() {
        breaker.onAsked();
    }

    /** Single bots may be tried until starts are held again. */
    public void onConsent() {
        breaker.onConsent();
    }

    /** Tasks of an earlier run are still running. */
    public void onResumed(int running) {
        limit.onResumed(running);
    }

    /** A start was accepted: the pauses begin anew with the shortest. */
    public void onAccepted(int running) {
        forCapacity.reset();
        forOthers.reset();
        notPropagatedSince = null;
        limit.onAccepted(running, clock.now());
    }

    /** Whether a start that was rejected with this error may succeed later. */
    public boolean mayRetry(ServiceError error) {
        return error.isRetryable() && !(error instanceof ServiceError.NotPropagated && isOverdue());
    }

    private boolean isOverdue() {
        if (notPropagatedSince == null) {
            notPropagatedSince = clock.now();
        }
        return clock.isOlder(notPropagatedSince, PROPAGATION_LIMIT);
    }

    /**
     * A start was rejected with a retryable error: all starts pause. Several may have been in flight: their errors
     * share one pause.
     *
     * @return how long; empty if they pause already
     */
    public Optional<Duration> onRejected(ServiceError error, int running) {
        boolean isCapacity = error instanceof ServiceError.NoCapacity;
        if (isCapacity) {
            limit.onRejected(running, clock.now());
        }
        if (isPaused()) {
            return Optional.empty();
        }
        Duration pause = (isCapacity ? forCapacity : forOthers).nextDelay();
        pausedUntil = clock.now().plus(pause);
        pausedFor = error;
        return Optional.of(pause);
    }

    /** A task has ended: a pause for capacity is over. */
    public void onTaskEnded() {
        if (pausedFor instanceof ServiceError.NoCapacity) {
            pausedUntil = clock.now();
        }
    }

    /** The embedding model was throttled while this number of tasks was running. */
    public void onOverload(int running) {
        limit.onOverload(running, clock.now());
    }

    /** A task has succeeded: starts are no longer held. */
    public void onSuccess() {
        breaker.onSuccess();
    }

    /** A task has ended without a success; returns how long starts are held, if this end holds them, or zero. */
    public Duration onFailure() {
        return breaker.onFailure();
    }

    /** How many tasks have ended without a success since the last success. */
    public int failuresInARow() {
        return breaker.ends();
    }
}
