package lib;

/**
 * A task as ECS shows it.
 *
 * @param lastStatus PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED, or MISSING where
 *        ECS does not know the task (not visible yet, or stopped more than an hour ago)
 * @param stopCode for example EssentialContainerExited or TaskFailedToStart; empty while it lives
 * @param stoppedReason ECS's own words, or empty
 * @param exitCode of the embedding container, or null where it never ran
 */
public record TaskState(String taskId, String lastStatus, String stopCode, String stoppedReason, Integer exitCode) {
    static TaskState missing(String taskId) {
        return new TaskState(taskId, "MISSING", "", "", null);
    }

    public boolean isMissing() {
        return lastStatus.equals("MISSING");
    }

    public boolean isAlive() {
        return !isMissing() && !lastStatus.equals("STOPPED");
    }

    /** How it ended, in words. */
    public String ending() {
        if (isMissing()) {
            return "ECS no longer knows the task";
        }
        return exitCode == null ? stopCode + ": " + Text.oneLine(stoppedReason, 300)
                : "exit code " + exitCode + (stoppedReason.isEmpty() ? "" : " (" + Text.oneLine(stoppedReason, 200) + ")");
    }
}
