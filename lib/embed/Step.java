package lib.embed;

import java.io.UncheckedIOException;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.retry.ServiceError;

/**
 * What happens to a bot next. Each step is followed by another one, until its outcome is settled or reported:
 *
 * <pre>
 * step       what follows when                                  it is
 * ---------  -------------------------------------------------  --------------------------------------------------
 * Queue      its turn has come, and a starter has tried it      Started, Watch, Rejected, NotJournalled, Judge,
 *                                                               Settle, Report or, after Ctrl-C, Queue
 * Rejected   its error is known                                 Queue or Settle
 * Watch      ECS has shown the end of its task                  Ended or TimedOut
 * Ended      at once                                            what AfterAttempt says, as after Judge
 * CountRows  the rows have been counted                         what AfterAttempt says, as after Ended
 * AwaitApp   the app's task has ended, or never appeared        Ended
 * MarkAgain  its mark has been taken                            Queue
 * TryAgain   the end of this attempt is journalled              Queue
 * </pre>
 */
public sealed interface Step {
    BotAttempt attempt();

    /** It waits for its turn: behind the others, or first. */
    record Queue(BotAttempt attempt, boolean isFirst) implements Step {}

    /** AWS rejected its start, or did not respond. The attempt contains the request to repeat, if there is one. */
    record Rejected(BotAttempt attempt, ServiceError error) implements Step {}

    /** The journal could not be written, so the run ends; the next one continues from what the journal has. */
    record NotJournalled(BotAttempt attempt, UncheckedIOException cause) implements Step {}

    /** Its request has started a task, or its token had already started one that is still running. */
    record Started(BotAttempt attempt, TaskState task, String execIdBefore) implements Step {}

    /**
     * An existing task is watched to its end.
     *
     * @param execIdBefore the bot's LastExecId before this task wrote it
     * @param isMissing whether ECS does not know the task at the moment
     */
    record Watch(BotAttempt attempt, String taskId, String execIdBefore, boolean isMissing, String why)
            implements Step {}

    /** Its task has run for {@link TaskWatcher#LONG}, and is watched on. */
    record TakesLong(BotAttempt attempt, TaskState task) implements Step {}

    /** Its task exceeded the time limit, and is no longer watched. */
    record TimedOut(BotAttempt attempt, TaskState task, Outcome outcome, boolean wasStopped) implements Step {}

    /** Its task has ended. The attempt contains the bot as it is now. */
    record Ended(BotAttempt attempt, TaskState task, TaskOutcome judgement) implements Step {}

    /** {@link AfterAttempt} says what follows this outcome, which is based on a status. */
    record Judge(BotAttempt attempt, Outcome byStatus) implements Step {}

    /** Its rows are counted: they confirm or change this outcome. */
    record CountRows(BotAttempt attempt, Outcome byStatus) implements Step {}

    /** It was edited while its task ran, and its rows do not settle it: the app may start a task of its own for it. */
    record AwaitApp(BotAttempt attempt, Outcome outcome) implements Step {}

    /** Its mark was taken while tasks were running, which have ended: it is taken again, and the bot is started. */
    record MarkAgain(BotAttempt attempt) implements Step {}

    /** This attempt ends with an outcome that is not the bot's: another one follows, behind the others or at once. */
    record TryAgain(BotAttempt attempt, Outcome outcome, boolean isAtOnce) implements Step {}

    /** The attempt ends with the bot's outcome: it is journalled and reported. */
    record Settle(BotAttempt attempt, Outcome outcome) implements Step {}

    /** The outcome is reported only: for the journal the attempt has not ended, so the next run continues it. */
    record Report(BotAttempt attempt, Outcome outcome) implements Step {}
}
