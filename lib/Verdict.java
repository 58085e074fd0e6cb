package lib;

import java.util.Optional;

/** What a task's end, and the bot's state after it, say about the bot. The rules are those of the README, "Outcomes". */
public sealed interface Verdict {
    record Over(Outcome outcome) implements Verdict {
    }

    /** Another task has written the status since: that one decides. */
    record Superseded(String byTaskId) implements Verdict {
    }

    /** The container's own words at success (upstream {@code backend/embedding/main.py}). Editing a bot in the app leaves the reason empty. */
    java.util.Set<String> PROOF = java.util.Set.of("Successfully inserted to vector store.", "No contents to embed.");
    /** What the container writes where it could not learn its own task id. */
    String UNREADABLE_ID = "FAILED_TO_GET_ECS_EXEC_ID";

    /**
     * Judges an ended task.
     *
     * @param task as ECS shows it: STOPPED, or MISSING when it is known to be over
     * @param execIdBefore the bot's LastExecId before the task was started
     * @param bot as it is now, or empty where it is gone
     */
    static Verdict of(TaskState task, String execIdBefore, Optional<Bot> bot) {
        String id = task.taskId();
        if (bot.isEmpty() || bot.get().remains()) {
            return over(new Outcome.DeletedMeanwhile(bot.isEmpty() ? "the bot was deleted while its task ran"
                    : "the bot was deleted while its task ran; the task's status update left remains without knowledge", id));
        }
        String status = bot.get().status();
        String reason = Text.oneLine(bot.get().statusReason(), 400);
        String writer = bot.get().lastExecId();
        boolean endedBadly = task.stopCode().equals("TaskFailedToStart") || task.exitCode() == null && !task.isMissing()
                || task.exitCode() != null && task.exitCode() != 0;
        if (writer.equals(id)) {
            return over(switch (status) {
                case "SUCCEEDED" -> PROOF.contains(reason) ? new Outcome.Succeeded(reason, id)
                        : endedBadly ? new Outcome.Failed(task.ending(), id)
                        : new Outcome.Unproved("SyncStatus is SUCCEEDED, but not in the container's words (\"" + reason + "\"): the bot was edited meanwhile", id);
                case "FAILED" -> new Outcome.Failed(reason.isEmpty() ? "SyncStatus is FAILED, without a reason" : reason, id);
                case "RUNNING" -> new Outcome.Failed("the task ended without a result, SyncStatus is still RUNNING; " + task.ending(), id);
                default -> endedBadly ? new Outcome.Failed(task.ending(), id)
                        : new Outcome.Unproved("SyncStatus is " + (status.isEmpty() ? "empty" : status) + ": the bot was edited meanwhile", id);
            });
        }
        if (!writer.isEmpty() && !writer.equals(execIdBefore) && !writer.equals(UNREADABLE_ID)) {
            return new Superseded(writer);
        }
        if (endedBadly) {
            return over(new Outcome.Failed(task.ending(), id));
        }
        String shown = "SyncStatus is " + (status.isEmpty() ? "empty" : status) + (reason.isEmpty() ? "" : " (" + reason + ")");
        return over(new Outcome.Unproved(writer.equals(UNREADABLE_ID)
                ? "the container could not read its own task id, so this status may not be its own: " + shown
                : "the task left no status of its own: " + shown, id));
    }

    private static Verdict over(Outcome outcome) {
        return new Over(outcome);
    }
}
