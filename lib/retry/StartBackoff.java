package lib.retry;

import java.time.Duration;
import java.time.Instant;
import lib.common.Clock;
import lib.embed.EmbeddingRun;

/** When the next start may go out, after refusals that time can heal. Belongs to one thread. */
public final class StartBackoff {
    /** What is new in IAM becomes known everywhere within minutes; later, it is wrong. */
    private static final Duration BECOMES_KNOWN = Duration.ofMinutes(5);

    private final Clock time;
    private final EmbeddingRun.Listener listener;
    private final ExponentialBackoff forPlace = ExponentialBackoff.ofMinutes();
    private final ExponentialBackoff forAnswer = ExponentialBackoff.ofSeconds();
    private Instant until;
    private ServiceError by;
    private Instant notYetSince;

    public StartBackoff(Clock time, EmbeddingRun.Listener listener) {
        this.time = time;
        this.listener = listener;
        this.until = time.now();
    }

    public boolean isOver() {
        return !time.now().isBefore(until);
    }

    /** A start was accepted: whatever was in its way is gone. */
    public void accepted() {
        forPlace.reset();
        forAnswer.reset();
        notYetSince = null;
    }

    /** Waits a while after a refusal. Several starts may have been under way: one pause answers them all. */
    public void after(ServiceError error) {
        if (isOver()) {
            Duration pause = (error instanceof ServiceError.NoCapacity ? forPlace : forAnswer).nextDelay();
            until = time.now().plus(pause);
            by = error;
            listener.pausing(error, pause);
        }
    }

    /** Whether what ought to become known soon has been unknown for too long. */
    public boolean isTooLate(ServiceError.NotPropagated error) {
        notYetSince = notYetSince == null ? time.now() : notYetSince;
        return Duration.between(notYetSince, time.now()).compareTo(BECOMES_KNOWN) > 0;
    }

    /** A task has ended: what was waiting for capacity need not wait any longer. */
    public void capacityFreed() {
        if (by instanceof ServiceError.NoCapacity) {
            until = time.now();
        }
    }
}
