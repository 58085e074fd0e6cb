package lib.model;

import java.util.Set;

/** What the status of the app's CloudFormation stack means for the database that its outputs name. */
public enum StackState {
    READY(""),
    /** The new database is there. CloudFormation deletes the one that it replaced, and takes its snapshot. */
    CLEANING_UP(""),
    CHANGING("a deploy is under way, which may replace the database cluster"),
    DELETED("it is deleted, or about to be"),
    /** CloudFormation deletes what a deploy replaces last, so everything that a rolled-back deploy found exists. */
    ROLLED_BACK("its last deploy was rolled back, so the database and the files from before it are still there"),
    FAILED("its last deploy failed, so its database is probably still the old one");

    private static final String IN_PROGRESS = "_IN_PROGRESS";
    private static final Set<String> READY_STATUSES =
            Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE");
    private static final Set<String> ROLLED_BACK_STATUSES =
            Set.of("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");

    private final String meaning;

    StackState(String meaning) {
        this.meaning = meaning;
    }

    /** The state of a stack with that StackStatus (CloudFormation API reference). */
    public static StackState of(String status) {
        if (READY_STATUSES.contains(status)) {
            return READY;
        }
        if (status.equals("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")) {
            return CLEANING_UP;
        }
        if (status.startsWith("DELETE_")) {
            return DELETED;
        }
        if (ROLLED_BACK_STATUSES.contains(status)) {
            return ROLLED_BACK;
        }
        return status.endsWith(IN_PROGRESS) ? CHANGING : FAILED;
    }

    /** Whether the database that the outputs name is the one to fill. */
    public boolean isReady() {
        return this == READY || this == CLEANING_UP;
    }

    /** For messages; empty if the stack is ready. */
    public String meaning() {
        return meaning;
    }

    /** Whether nothing should be started now. */
    public boolean forbidsStarts() {
        return this == CHANGING || this == DELETED;
    }
}
