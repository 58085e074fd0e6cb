package lib.embed;

import java.util.Optional;
import lib.common.Text;
import lib.model.FailureCause;
import lib.model.Outcome;
import lib.report.RunListener;
import lib.retry.CircuitBreaker;

/**
 * Holds the starts back after several tasks in a row have failed for a cause that concerns every bot. Belongs to the
 * run's thread.
 */
final class CommonFailures {
    private static final int MAX_REASON = 200;

    private final boolean ignored;
    private final RunListener listener;
    private final CircuitBreaker breaker = new CircuitBreaker();

    /** @param ignored true for {@code --keep-going} */
    CommonFailures(boolean ignored, RunListener listener) {
        this.ignored = ignored;
        this.listener = listener;
    }

    /** Whether a task may be started while this number of tasks is running. */
    boolean allowsStart(int running) {
        return breaker.allowsStart(running);
    }

    /** A task is started. */
    void onStart() {
        breaker.onStart();
    }

    /**
     * A task has ended.
     *
     * @return if the task that was to show whether the cause persists has failed too: what happened, and what to do
     */
    Optional<String> onEnd(Outcome outcome) {
        if (outcome instanceof Outcome.Succeeded) {
            breaker.onSuccess();
        }
        return ignored
                ? Optional.empty()
                : FailureCause.of(outcome)
                        .filter(FailureCause::concernsEveryBot)
                        .flatMap(cause -> onFailure(outcome, cause));
    }

    private Optional<String> onFailure(Outcome outcome, FailureCause cause) {
        boolean wasOpen = breaker.isOpen();
        breaker.onFailure();
        String what = Text.count(breaker.failures(), "task") + " in a row failed for a reason that concerns every bot ("
                + Text.oneLine(outcome.reason(), MAX_REASON) + ")";
        if (breaker.isOpen() && !wasOpen) {
            listener.holdingStarts(what);
        }
        return breaker.isTripped() ? Optional.of(what + ".\n" + cause.remedy()) : Optional.empty();
    }

    /** Allows all starts again, at the user's request. */
    void reset() {
        breaker.reset();
    }
}
