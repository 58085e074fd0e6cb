package lib.embed;

import java.util.Optional;
import lib.journal.Journal;
import lib.model.Outcome;
import lib.model.TaskState;

/** The rule for what follows the end of a bot's task, and then the count of its rows. A pure function. */
public final class AfterAttempt {
    /** What the database says about the bot. */
    public enum Rows {
        /** They cannot be read, or the bot has no source that would leave any. */
        UNREADABLE,
        NOT_COUNTED,
        /** There is none, or none above the mark of {@code --fresh}. */
        NONE,
        SOME
    }

    /**
     * What is known when an outcome is judged.
     *
     * @param task that has just ended; empty when its rows have been counted
     * @param journal what the journal says about the bot
     */
    public record Known(Optional<TaskState> task, Journal.Entry journal, Rows rows) {
        /**
         * Whether the container has not found its bot in the request of an earlier version of this tool, which suits
         * containers up to v1.2.4 only.
         */
        private boolean wasNotUnderstood(BotAttempt attempt) {
            boolean isOfAnEarlierVersion = journal.intended() != null
                    && !journal.intended().request().suitsEveryVersion();
            return isOfAnEarlierVersion
                    && task.filter(ended -> ended.endedWithError()
                                    && ended.exitCode() != null
                                    && !attempt.bot().lastExecId().equals(ended.taskId()))
                            .isPresent();
        }

        /** Whether the outcome of a task that was waited for is the bot's after all. */
        private boolean counts(TaskState ended) {
            return !ended.isMissing()
                    && !ended.isStoppedByUser()
                    && !journal.tasksBeforeMark().contains(ended.taskId());
        }
    }

    private AfterAttempt() {}

    /**
     * Returns the next step.
     *
     * @param outcome by the bot's status, or by its rows once they have been counted
     */
    public static Step next(BotAttempt attempt, Outcome outcome, Known known) {
        if (known.wasNotUnderstood(attempt)) {
            return new Step.TryAgain(attempt, outcome, true);
        }
        if (attempt.waitsForOtherTask() && known.task().isPresent()) {
            TaskState other = known.task().get();
            return known.counts(other)
                    ? judged(attempt.watching(BotAttempt.Watched.OTHER), outcome, known)
                    : judged(attempt, new Outcome.Unproved("another task has ended", other.taskId()), known);
        }
        return judged(attempt, outcome, known);
    }

    private static Step judged(BotAttempt attempt, Outcome outcome, Known known) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.isTransient() ? againOrSettle(attempt, outcome) : new Step.Settle(attempt, outcome);
        }
        boolean canRowsTell = outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Unproved;
        if (known.rows() == Rows.NOT_COUNTED && canRowsTell) {
            return new Step.CountRows(attempt, outcome);
        }
        if (attempt.waitsForOtherTask()) {
            if (!known.journal().tasksBeforeMark().isEmpty()) {
                return new Step.MarkAgain(attempt.watching(BotAttempt.Watched.OWN));
            }
            return outcome instanceof Outcome.Succeeded
                    ? new Step.Settle(attempt, outcome)
                    : new Step.Queue(attempt.watching(BotAttempt.Watched.OWN), false);
        }
        if (wasEdited(outcome)) {
            return attempt.watches() == BotAttempt.Watched.AFTER_EDIT // and the app has not embedded it
                    ? againOrSettle(attempt, outcome)
                    : new Step.AwaitApp(attempt.watching(BotAttempt.Watched.AFTER_EDIT), outcome);
        }
        boolean hasLeftNone = attempt.watches() == BotAttempt.Watched.OTHER
                && known.rows() == Rows.NONE
                && (outcome instanceof Outcome.Incomplete || outcome instanceof Outcome.Unproved);
        return hasLeftNone // it may have embedded the bot for another database
                ? new Step.Queue(attempt.afterSpentToken(), false)
                : new Step.Settle(attempt, outcome);
    }

    /** Ends the attempt; for the bot, this is the end only if it has had all its tasks. */
    private static Step againOrSettle(BotAttempt attempt, Outcome outcome) {
        return attempt.tasksLeft() > 0
                ? new Step.TryAgain(attempt, outcome, false)
                : new Step.Settle(attempt, outcome);
    }

    /** Whether this end says something about other bots: they are held for a row of such ends without a success. */
    public static boolean concernsOthers(BotAttempt attempt, Outcome outcome, Known known) {
        boolean isOfThisBotAlone = attempt.waitsForOtherTask()
                || known.wasNotUnderstood(attempt)
                || known.task().filter(TaskState::isStoppedByUser).isPresent()
                || outcome instanceof Outcome.DeletedMeanwhile
                || wasEdited(outcome);
        return !isOfThisBotAlone;
    }

    static boolean wasEdited(Outcome outcome) {
        return outcome instanceof Outcome.Unproved unproved && unproved.wasEdited();
    }
}
