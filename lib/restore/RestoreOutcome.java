package lib.restore;

/** What became of a bot. */
public enum RestoreOutcome {
    RESTORED("restored", "copied from the snapshot, and equal to it"),
    LEFT_ALONE("left alone", "rows exist already"),
    BEING_EMBEDDED("being embedded", "an embedding task works on it, or is about to"),
    EMBEDDED_MEANWHILE("embedded meanwhile", "an embedding task has replaced the copied rows"),
    NOT_IN_SNAPSHOT("not in snapshot", "the snapshot has no rows of it"),
    NO_KNOWLEDGE("no knowledge", "no sources"),
    DELETED("deleted", "it was deleted in the app"),
    FAILED("failed", "");

    private final String label;
    private final String reason;

    RestoreOutcome(String label, String reason) {
        this.label = label;
        this.reason = reason;
    }

    /** The label on the screen. */
    String label() {
        return label;
    }

    /** The reason that all bots with this outcome share; may be empty. */
    String reason() {
        return reason;
    }
}
