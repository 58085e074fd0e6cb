package lib.embed;

import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;

/** What a poll has shown of a task. The attempt holds the bot as it is now. */
sealed interface TaskEnd {
    BotAttempt attempt();

    TaskState task();

    /** It has ended, and is no longer watched. */
    record Ended(BotAttempt attempt, TaskState task, TaskOutcome judgement) implements TaskEnd {}

    /** It has ended, and is watched on, because the app may start its own task for the bot, which was edited. */
    record Edited(BotAttempt attempt, TaskState task) implements TaskEnd {}

    /** It exceeded the time limit, and is no longer watched. */
    record TimedOut(BotAttempt attempt, TaskState task, Outcome outcome, boolean wasStopped) implements TaskEnd {}

    /** It has run for {@link TaskWatcher#LONG}, and is watched on. */
    record TakesLong(BotAttempt attempt, TaskState task) implements TaskEnd {}
}
