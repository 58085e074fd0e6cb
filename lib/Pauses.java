package lib;

import java.time.Duration;
import java.time.Instant;

/** When the next start may go out, after refusals that time can heal. Belongs to one thread. */
final class Pauses {
    /** What is new in IAM becomes known everywhere within minutes; later, it is wrong. */
    private static final Duration BECOMES_KNOWN = Duration.ofMinutes(5);

    private final Time time;
    private final Launcher.Listener listener;
    private final Patience forPlace = Patience.ofMinutes();
    private final Patience forAnswer = Patience.ofSeconds();
    private Instant until;
    private Refusal by;
    private Instant notYetSince;

    Pauses(Time time, Launcher.Listener listener) {
        this.time = time;
        this.listener = listener;
        this.until = time.now();
    }

    boolean isOver() {
        return !time.now().isBefore(until);
    }

    /** A start was accepted: whatever was in its way is gone. */
    void accepted() {
        forPlace.reset();
        forAnswer.reset();
        notYetSince = null;
    }

    /** Waits a while after a refusal. Several starts may have been under way: one pause answers them all. */
    void after(Refusal refusal) {
        if (isOver()) {
            Duration pause = (refusal instanceof Refusal.NoCapacity ? forPlace : forAnswer).afterRefusal();
            until = time.now().plus(pause);
            by = refusal;
            listener.pausing(refusal, pause);
        }
    }

    /** Whether what ought to become known soon has been unknown for too long. */
    boolean isTooLate(Refusal.NotYet refusal) {
        notYetSince = notYetSince == null ? time.now() : notYetSince;
        return Duration.between(notYetSince, time.now()).compareTo(BECOMES_KNOWN) > 0;
    }

    /** A task has ended: what was waiting for capacity need not wait any longer. */
    void placeIsFree() {
        if (by instanceof Refusal.NoCapacity) {
            until = time.now();
        }
    }
}
