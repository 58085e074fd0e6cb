package lib.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lib.common.Text;

/**
 * The outcome that follows from the end of a task and the state of its bot after it. The rules are those of "Outcomes"
 * in lib/docs/reference.md.
 */
public sealed interface TaskOutcome {
    /** The bot has an outcome. */
    record Over(Outcome outcome) implements TaskOutcome {}

    /** Another task has written the status since, and determines the outcome. */
    record Superseded(String byTaskId) implements TaskOutcome {}

    /**
     * The container's own text after success (upstream {@code backend/embedding/main.py}). Editing a bot in the app
     * clears the reason.
     */
    Set<String> PROOF = Set.of("Successfully inserted to vector store.", "No contents to embed.");
    /**
     * AWS's errors for too many requests, as botocore words them for the container. The words alone prove nothing:
     * names of files stand in reasons, and YouTube counts requests, too.
     */
    Pattern THROTTLED = Pattern.compile("^An error occurred \\((?:Throttl\\w*|TooManyRequests\\w*"
            + "|ServiceUnavailable\\w*|ModelNotReady\\w*|ModelTimeout\\w*|SlowDown|429|503)\\)"
            + " when calling the \\w+ operation");
    /** The reason of a failure for which the container wrote none. */
    String NO_REASON = "SyncStatus is FAILED, without a reason";
    /** The text that the container writes if it could not read its own task id. */
    String UNREADABLE_ID = "FAILED_TO_GET_ECS_EXEC_ID";

    /**
     * Judges an ended task.
     *
     * @param task as ECS shows it: STOPPED, or MISSING if it is known to have ended
     * @param execIdBefore the bot's LastExecId before the task was started
     * @param bot as it is now; empty if it was deleted
     */
    static TaskOutcome of(TaskState task, String execIdBefore, Optional<Bot> bot) {
        if (bot.isEmpty()) {
            return over(new Outcome.DeletedMeanwhile("the bot was deleted while its task ran", task.taskId()));
        }
        if (bot.get().isLeftover()) {
            return over(new Outcome.DeletedMeanwhile(
                    "the bot was deleted while its task ran;"
                            + " the task's status update left an item without knowledge",
                    task.taskId()));
        }
        String writer = bot.get().lastExecId();
        if (writer.equals(task.taskId())) {
            return over(byOwnStatus(task, bot.get()));
        }
        if (TaskState.isTaskId(writer) && !writer.equals(execIdBefore)) {
            return new Superseded(writer);
        }
        return over(withoutOwnStatus(task, bot.get()));
    }

    /** Whether the embedding model was throttled. */
    static boolean isThrottled(Outcome outcome) {
        return outcome instanceof Outcome.Failed && THROTTLED.matcher(outcome.reason()).find();
    }

    private static TaskOutcome over(Outcome outcome) {
        return new Over(outcome);
    }

    /** The task wrote the status last, or the app did after it. */
    private static Outcome byOwnStatus(TaskState task, Bot bot) {
        String reason = reason(bot);
        return switch (bot.status()) {
            case "SUCCEEDED" ->
                PROOF.contains(reason)
                        ? new Outcome.Succeeded(reason, task.taskId())
                        : edited(
                                task,
                                bot,
                                ", which is not the container's own text: the bot was edited in the meantime");
            case "FAILED" ->
                new Outcome.Failed(
                        reason.isEmpty() ? NO_REASON : reason,
                        task.taskId(),
                        THROTTLED.matcher(reason).find());
            case "RUNNING" ->
                new Outcome.Failed(
                        "the task ended without a result: SyncStatus is still RUNNING; " + task.ending(),
                        task.taskId(),
                        task.isWorthRetrying());
            case "QUEUED" -> savedAgain(task, shownStatus(bot) + ": its knowledge was changed in the app");
            default -> edited(task, bot, ": the bot was edited in the meantime");
        };
    }

    /**
     * The outcome if the bot's knowledge was changed in the app while its task ran: the task may have embedded it as it
     * was before.
     */
    static Outcome afterChange(TaskState task, Outcome outcome) {
        return outcome instanceof Outcome.Succeeded
                ? savedAgain(task, "its knowledge was changed in the app while its task ran")
                : outcome;
    }

    private static Outcome savedAgain(TaskState task, String reason) {
        return task.endedWithError() ? failed(task) : new Outcome.Unproved(reason, task.taskId(), true);
    }

    private static Outcome edited(TaskState task, Bot bot, String remark) {
        return task.endedWithError() ? failed(task) : new Outcome.Unproved(shownStatus(bot) + remark, task.taskId());
    }

    /** The task wrote no status, or one without its id. */
    private static Outcome withoutOwnStatus(TaskState task, Bot bot) {
        if (task.endedWithError()) {
            return failed(task);
        }
        if (bot.lastExecId().equals(UNREADABLE_ID)) {
            return new Outcome.Unproved(
                    "the container could not read its own task id, so this status may not be its own: "
                            + shownStatus(bot),
                    task.taskId());
        }
        return task.isMissing()
                ? new Outcome.Failed(
                        "ECS no longer lists the task, and it wrote no status: " + shownStatus(bot),
                        task.taskId(),
                        true)
                : new Outcome.Unproved("the task wrote no status of its own: " + shownStatus(bot), task.taskId());
    }

    private static Outcome failed(TaskState task) {
        return new Outcome.Failed(task.ending(), task.taskId(), task.isWorthRetrying());
    }

    private static String reason(Bot bot) {
        return Text.oneLine(bot.statusReason(), 400);
    }

    private static String shownStatus(Bot bot) {
        String reason = reason(bot);
        return "SyncStatus is " + bot.shownStatus() + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
