package lib.embed;

import java.time.Duration;
import lib.model.Outcome;
import lib.retry.ServiceError;

/** What other threads hand to the run's. */
sealed interface Message {
    /** The user has chosen bots. */
    record Offered(BotSearch.Chosen chosen, boolean isLast) implements Message {}

    /** A starter has dealt with a bot. */
    record StartEnded(Step step) implements Message {}

    /** The rows of a bot have been counted. */
    record RowsCounted(BotAttempt attempt, Outcome byStatus, Outcome outcome) implements Message {}

    /** Rows cannot be counted now, and are counted again after this pause. */
    record CountDelayed(ServiceError error, Duration pause) implements Message {}

    /** The rows of a bot could not be counted until the end of the run. */
    record CountGivenUp(BotAttempt attempt, ServiceError error) implements Message {}

    /** The user has answered whether to try single bots although tasks in a row have failed. */
    record TryOn(boolean isConfirmed, EarlyEnd otherwise) implements Message {}

    /** The user has pressed Ctrl-C. */
    record Interrupted() implements Message {}

    /** A thread has met an error of this program, which ends the run visibly. */
    record Broken(RuntimeException bug) implements Message {}
}
