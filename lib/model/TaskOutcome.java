package lib.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lib.common.Text;

/** What a task's end, and the bot's state after it, say about the bot. The rules are those of the README, "Outcomes". */
public sealed interface TaskOutcome {
    record Over(Outcome outcome) implements TaskOutcome {
    }

    /** Another task has written the status since: that one decides. */
    record Superseded(String byTaskId) implements TaskOutcome {
    }

    /** The container's own words at success (upstream {@code backend/embedding/main.py}). Editing a bot in the app leaves the reason empty. */
    Set<String> PROOF = Set.of("Successfully inserted to vector store.", "No contents to embed.");
    /** Bedrock's words for too many requests at once, as the container hands them on. */
    Pattern THROTTLED = Pattern.compile("(?i)throttl|too many requests|TooManyRequests|ServiceUnavailable|ModelNotReady|ModelTimeout");
    /** What the container writes where it could not learn its own task id. */
    String UNREADABLE_ID = "FAILED_TO_GET_ECS_EXEC_ID";

    /**
     * Judges an ended task.
     *
     * @param task as ECS shows it: STOPPED, or MISSING when it is known to be over
     * @param execIdBefore the bot's LastExecId before the task was started
     * @param bot as it is now, or empty where it is gone
     */
    static TaskOutcome of(TaskState task, String execIdBefore, Optional<Bot> bot) {
        String id = task.taskId();
        if (bot.isEmpty() || bot.get().remains()) {
            return over(new Outcome.DeletedMeanwhile(bot.isEmpty() ? "the bot was deleted while its task ran"
                    : "the bot was deleted while its task ran; the task's status update left remains without knowledge", id));
        }
        String status = bot.get().status();
        String reason = Text.oneLine(bot.get().statusReason(), 400);
        String writer = bot.get().lastExecId();
        String shown = "SyncStatus is " + (status.isEmpty() ? "empty" : status) + (reason.isEmpty() ? "" : " (" + reason + ")");
        Outcome failedToEnd = new Outcome.Failed(task.ending(), id, task.isWorthRetrying());
        if (writer.equals(id)) {
            return over(switch (status) {
                case "SUCCEEDED" -> PROOF.contains(reason) ? new Outcome.Succeeded(reason, id)
                        : task.endedBadly() ? failedToEnd
                        : new Outcome.Unproved(shown + ", which is not in the container's words: the bot was edited meanwhile", id);
                case "FAILED" -> new Outcome.Failed(reason.isEmpty() ? "SyncStatus is FAILED, without a reason" : reason, id, THROTTLED.matcher(reason).find());
                case "RUNNING" -> new Outcome.Failed("the task ended without a result, SyncStatus is still RUNNING; " + task.ending(), id, task.isWorthRetrying());
                default -> task.endedBadly() ? failedToEnd : new Outcome.Unproved(shown + ": the bot was edited meanwhile", id);
            });
        }
        if (TaskState.isTaskId(writer) && !writer.equals(execIdBefore)) {
            return new Superseded(writer);
        }
        if (task.endedBadly()) {
            return over(failedToEnd);
        }
        if (writer.equals(UNREADABLE_ID)) {
            return over(new Outcome.Unproved("the container could not read its own task id, so this status may not be its own: " + shown, id));
        }
        return over(task.isMissing() ? new Outcome.Failed("the task is gone without a trace: " + shown, id, true)
                : new Outcome.Unproved("the task left no status of its own: " + shown, id));
    }

    private static TaskOutcome over(Outcome outcome) {
        return new Over(outcome);
    }
}
