package lib.retry;

/**
 * Stops the starts after several failures in a row that concern every bot, so that hundreds of tasks do not fail for
 * the same reason (<a href="https://martinfowler.com/bliki/CircuitBreaker.html">circuit breaker</a>):
 *
 * <pre>
 * state    starts                               success    failure
 * -------  -----------------------------------  ---------  ------------------------------
 * CLOSED   all                                  -          the third in a row: OPEN
 * OPEN     one, when no task is running: PROBE  CLOSED     -
 * PROBE    one, when no task is running         CLOSED     TRIPPED
 * TRIPPED  none                                 -          -
 * </pre>
 *
 * Ends of tasks that are neither are not reported to it. Belongs to one thread.
 */
public final class CircuitBreaker {
    private enum State {
        CLOSED,
        OPEN,
        PROBE,
        TRIPPED
    }

    private static final int THRESHOLD = 3;

    private State state = State.CLOSED;
    private int failures;

    /** Whether a task may be started while this number of tasks is running. */
    public boolean allowsStart(int running) {
        return switch (state) {
            case CLOSED -> true;
            case OPEN, PROBE -> running == 0;
            case TRIPPED -> false;
        };
    }

    /** A task is started. */
    public void onStart() {
        if (state == State.OPEN) {
            state = State.PROBE;
        }
    }

    /** A task has succeeded. */
    public void onSuccess() {
        reset();
    }

    /** A task has failed for a reason that concerns every bot. */
    public void onFailure() {
        failures++;
        if (state == State.PROBE) {
            state = State.TRIPPED;
        } else if (state == State.CLOSED && failures >= THRESHOLD) {
            state = State.OPEN;
        }
    }

    /** Allows all starts again. */
    public void reset() {
        state = State.CLOSED;
        failures = 0;
    }

    /** How many tasks have failed since the last success. */
    public int failures() {
        return failures;
    }

    /** Whether tasks have failed in a row, and the probe has not succeeded. */
    public boolean isOpen() {
        return state != State.CLOSED;
    }

    /** Whether the probe has failed too. */
    public boolean isTripped() {
        return state == State.TRIPPED;
    }
}
