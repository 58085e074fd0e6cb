package lib.model;

import java.time.Instant;
import lib.aws.EmbeddingTasks;
import lib.common.Text;

/**
 * A task as ECS shows it.
 *
 * @param arn its bare id where MISSING
 * @param bot whose embedding it is, read from its command; null where the command names none, or the task is MISSING
 * @param lastStatus PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED, or MISSING where
 *        ECS does not know the task (not visible yet, or stopped more than an hour ago)
 * @param stopCode for example EssentialContainerExited or TaskFailedToStart; empty while it lives
 * @param stoppedReason ECS's own words, or empty
 * @param exitCode of the embedding container, or null where it never ran
 * @param containerReason what ECS says of the container, for example that it ran out of memory; or empty
 * @param createdAt by ECS's clock; null where MISSING
 * @param billedFrom when its image was begun to be pulled, from which on it is billed; null where it was not yet
 * @param stoppedAt null while it lives
 */
public record TaskState(String arn, BotKey bot, String startedBy, String lastStatus, String stopCode, String stoppedReason, Integer exitCode, String containerReason,
        Instant createdAt, Instant billedFrom, Instant stoppedAt) {
    public static TaskState missing(String taskId) {
        return new TaskState(taskId, null, "", "MISSING", "", "", null, "", null, null, null);
    }

    public String taskId() {
        return EmbeddingTasks.taskId(arn);
    }

    public boolean isMissing() {
        return lastStatus.equals("MISSING");
    }

    public boolean isAlive() {
        return !isMissing() && !lastStatus.equals("STOPPED");
    }

    /** Whether it ended otherwise than with exit code 0. */
    public boolean endedBadly() {
        return !isMissing() && (exitCode == null || exitCode != 0);
    }

    /** Whether it ended for a reason that another attempt need not meet. */
    public boolean mayDoBetterNextTime() {
        return isMissing() || stopCode.equals("SpotInterruption") || stopCode.equals("TerminationNotice") || stopCode.equals("InfrastructureHealth")
                || stoppedReason.contains("ResourceInitializationError") || stoppedReason.contains("CannotPullContainerError");
    }

    /** How it ended, in words. */
    public String ending() {
        if (isMissing()) {
            return "ECS no longer knows the task";
        }
        String words = Text.oneLine(containerReason.isEmpty() ? stoppedReason : containerReason, 300);
        return exitCode == null ? stopCode + ": " + words : "exit code " + exitCode + (words.isEmpty() ? "" : " (" + words + ")");
    }
}
