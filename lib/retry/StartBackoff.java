package lib.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import lib.common.Clock;
import lib.common.Mark;

/** Decides when the next start may be sent after retryable errors. Belongs to one thread. */
public final class StartBackoff {
    /** New IAM entries propagate within minutes; after that the error is real. */
    private static final Duration PROPAGATION_LIMIT = Duration.ofMinutes(5);

    private final Clock clock;
    private final ExponentialBackoff forCapacity;
    private final ExponentialBackoff forOthers;
    private Mark until;
    private ServiceError reason;
    private Mark notPropagatedSince;

    /** @param jitter of the pauses, see {@link ExponentialBackoff} */
    public StartBackoff(Clock clock, DoubleSupplier jitter) {
        this.clock = clock;
        this.forCapacity = ExponentialBackoff.ofMinutes(jitter);
        this.forOthers = ExponentialBackoff.ofSeconds(jitter);
        this.until = clock.now();
    }

    /** Whether a start may be sent now. */
    public boolean isOver() {
        return !clock.now().isBefore(until);
    }

    /** A start was accepted: the delays start again from the beginning. */
    public void onAccepted() {
        forCapacity.reset();
        forOthers.reset();
        notPropagatedSince = null;
    }

    /**
     * Pauses the starts, and returns for how long. Several may have been in flight: their errors share one pause, which
     * the first returns; empty for the others.
     */
    public Optional<Duration> onError(ServiceError error) {
        if (!isOver()) {
            return Optional.empty();
        }
        Duration pause = (error instanceof ServiceError.NoCapacity ? forCapacity : forOthers).nextDelay();
        until = clock.now().plus(pause);
        reason = error;
        return Optional.of(pause);
    }

    /** Whether an IAM entry has not propagated for too long. */
    public boolean isOverdue(ServiceError.NotPropagated error) {
        if (notPropagatedSince == null) {
            notPropagatedSince = clock.now();
        }
        return clock.isOlder(notPropagatedSince, PROPAGATION_LIMIT);
    }

    /** A task has ended: a pause for capacity is over. */
    public void onCapacityFreed() {
        if (reason instanceof ServiceError.NoCapacity) {
            until = clock.now();
        }
    }
}
