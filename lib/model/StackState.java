package lib.model;

import java.util.Set;

/** What the status of the app's CloudFormation stack means for the database that its outputs name. */
public enum StackState {
    /** The database is there. CloudFormation deletes what was replaced only in the clean-up after an update. */
    READY(""),
    CHANGING("a deploy is under way, which may replace the database cluster"),
    DELETED("it is deleted, or about to be"),
    ROLLED_BACK("its last deploy failed, so its database is probably still the old one");

    private static final String IN_PROGRESS = "_IN_PROGRESS";
    private static final Set<String> READY_STATUSES = Set.of(
            "CREATE_COMPLETE",
            "UPDATE_COMPLETE",
            "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "IMPORT_COMPLETE",
            "IMPORT_ROLLBACK_COMPLETE");
    private static final String ROLLBACK_CLEANUP = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS";

    private final String meaning;

    StackState(String meaning) {
        this.meaning = meaning;
    }

    /** The state of a stack with that StackStatus (CloudFormation API reference). */
    public static StackState of(String status) {
        if (READY_STATUSES.contains(status)) {
            return READY;
        }
        if (status.startsWith("DELETE_")) {
            return DELETED;
        }
        return status.endsWith(IN_PROGRESS) && !status.equals(ROLLBACK_CLEANUP) ? CHANGING : ROLLED_BACK;
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
