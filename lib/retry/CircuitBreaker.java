package lib.retry;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import lib.common.Clock;
import lib.common.Mark;

/**
 * Keeps one cause from costing a task for every bot (<a
 * href="https://martinfowler.com/bliki/CircuitBreaker.html">circuit breaker</a>). It counts the tasks that have ended
 * without a success since the last success, whatever their reasons:
 *
 * <pre>
 * ends       running  starts
 * ---------  -------  -------------------------------------------------------------------
 * none       any      ALL
 * 1 or 2     any      ALL, unless running tasks and ends together are 6: NONE
 * 3 or more  some     NONE: the running tasks go on, and a success among them makes it ALL
 * 3 to 5     none     after a pause that doubles with each bot that is tried alone, ONE; but ASK first, and NONE
 *                     until there is an answer
 * 6 or more  none     NO_MORE; but ONE, if none was tried alone yet
 * </pre>
 *
 * So if every task fails, at most 7 are paid, or one more than ran at once before the first end.
 *
 * Ends that show nothing about a cause are not reported to it. Belongs to one thread.
 */
public final class CircuitBreaker {
    /** What may be started now. */
    public enum Starts {
        ALL,
        NONE,
        /** One alone, if the user agrees. */
        ASK,
        ONE,
        NO_MORE
    }

    private static final int HOLD = 3;
    private static final int TRIP = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(10);

    private final Clock clock;
    private final ExponentialBackoff pauses;
    private int ends;
    private boolean trying;
    private boolean tried;
    private boolean isAsked;
    private boolean isAgreed;
    private Mark pausedUntil;

    /** @param jitter of the pauses, see {@link ExponentialBackoff} */
    public CircuitBreaker(Clock clock, DoubleSupplier jitter) {
        this.clock = clock;
        this.pauses = new ExponentialBackoff(FIRST_PAUSE, MAX_PAUSE, jitter);
        this.pausedUntil = clock.now();
    }

    /** What may be started while this number of tasks is running. */
    public Starts allowed(int running) {
        if (ends == 0 || ends < HOLD && ends + running < TRIP) {
            return Starts.ALL;
        }
        if (ends < HOLD || running > 0) {
            return Starts.NONE;
        }
        if (isTripped()) {
            return Starts.NO_MORE;
        }
        if (clock.now().isBefore(pausedUntil)) {
            return Starts.NONE;
        }
        if (isAgreed) {
            return Starts.ONE;
        }
        return isAsked ? Starts.NONE : Starts.ASK;
    }

    /** The user is asked whether to try single bots, and not asked again before the answer. */
    public void onAsked() {
        isAsked = true;
    }

    /** The user agrees: single bots may be tried until the next success. */
    public void onConsent() {
        isAsked = false;
        isAgreed = true;
    }

    /** A task is started. */
    public void onStart() {
        trying = ends >= HOLD;
    }

    /** A task has succeeded: all starts are allowed again. */
    public void onSuccess() {
        ends = 0;
        trying = false;
        tried = false;
        isAgreed = false;
        pauses.reset();
    }

    /** A task has ended without a success; returns the pause that follows, which is usually zero. */
    public Duration onFailure() {
        ends++;
        tried = tried || trying;
        boolean isPause = (ends == HOLD || trying) && !isTripped();
        Duration pause = isPause ? pauses.nextDelay() : Duration.ZERO;
        if (isPause) {
            pausedUntil = clock.now().plus(pause);
        }
        return pause;
    }

    private boolean isTripped() {
        return ends >= TRIP && tried;
    }

    /** How many tasks have ended without a success since the last success. */
    public int ends() {
        return ends;
    }
}
