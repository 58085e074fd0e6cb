package lib.embed;

import java.util.Optional;
import lib.model.Outcome;

/** What is left to do for a bot. */
sealed interface BotState {
    /** Whether another task may succeed. */
    default boolean mayBeStarted() {
        return false;
    }

    /** Nothing: it is neither started nor watched in this run. */
    sealed interface Settled extends BotState {
        Outcome outcome();
    }

    /** Its success is proved. */
    record Done(Outcome outcome) implements Settled {}

    /** Its task could only fail. */
    record Hopeless(Outcome.NotStarted outcome) implements Settled {}

    record Skipped(Outcome.Skipped outcome) implements Settled {}

    /** It is not among the bots that the user has named. */
    record NotSelected(Outcome.Skipped outcome) implements Settled {}

    /**
     * Its task is done, and some of its knowledge has no rows. The user decides, on a line of its own, whether to start
     * it again.
     *
     * @param isBlocked whether another task would only fail: because of a sitemap URL, or a missing file
     */
    record Incomplete(Outcome.Incomplete outcome, boolean isBlocked) implements Settled {
        @Override
        public boolean mayBeStarted() {
            return !isBlocked && !outcome.isAccepted();
        }
    }

    /** It has a task that is running, or that has ended and is not judged yet. */
    record UnderWay(String taskId, String execIdBefore) implements BotState {}

    /** A start was requested and the response is unknown: it is settled without another question. */
    record Unconfirmed() implements BotState {}

    /**
     * The user decides whether to start it.
     *
     * @param before the outcome of the last attempt; empty if there was none
     * @param rowsRemark a remark on its rows, or empty
     */
    record ToDecide(Optional<Outcome> before, String rowsRemark) implements BotState {
        @Override
        public boolean mayBeStarted() {
            return true;
        }

        boolean isNew() {
            return before.isEmpty() && rowsRemark.isEmpty();
        }

        /** Why it is offered. */
        String note() {
            if (isNew()) {
                return "new";
            }
            return before.map(outcome -> outcome.kind().label() + " before: " + outcome.reason())
                    .orElse(rowsRemark);
        }
    }
}
