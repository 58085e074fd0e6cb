package lib.embed;

import java.util.List;
import java.util.Optional;
import lib.retry.ServiceError;

/** What other threads hand to the run's. */
sealed interface Message {
    /** The user has chosen bots. */
    record Offered(BotSearch.Chosen chosen, boolean isLast) implements Message {}

    /** A bot's start is over. */
    record StartEnded(Step step) implements Message {}

    /**
     * The rows of these bots have been counted, unless there was an error.
     *
     * @param isLast whether nothing else was left to do, so that they are not counted again
     */
    record Counted(List<RowCounter.Request> bots, Optional<ServiceError> error, boolean isLast) implements Message {}

    /**
     * The user has answered whether to try single bots although tasks in a row have failed.
     *
     * @param why the starts were held when the question was asked
     */
    record TryOn(boolean isConfirmed, String why) implements Message {}

    /** The user has pressed Ctrl-C. */
    record Interrupted() implements Message {}

    /** A thread has met an error of this program, which ends the run visibly. */
    record Broken(RuntimeException bug) implements Message {}
}
