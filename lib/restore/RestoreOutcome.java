package lib.restore;

/** What became of a bot. */
enum RestoreOutcome {
    RESTORED("restored", "restored", "copied from the snapshot, and equal to it"),
    HAD_ROWS("left alone", "leftAlone", "rows exist already"),
    EMBEDDING("being embedded", "beingEmbedded", "an embedding task works on it, or is about to"),
    EMBEDDED_MEANWHILE("embedded meanwhile", "embeddedMeanwhile", "an embedding task has replaced the copied rows"),
    NOT_IN_SNAPSHOT("not in snapshot", "notInSnapshot", "the snapshot has no rows of it"),
    NO_KNOWLEDGE("no knowledge", "noKnowledge", "no sources"),
    DELETED("deleted", "deleted", "it was deleted in the app"),
    FAILED("failed", "failed", "");

    private final String label;
    private final String jsonName;
    private final String reason;

    RestoreOutcome(String label, String jsonName, String reason) {
        this.label = label;
        this.jsonName = jsonName;
        this.reason = reason;
    }

    /** The label on the screen. */
    String label() {
        return label;
    }

    /** The name in the JSON report. */
    String jsonName() {
        return jsonName;
    }

    /** The reason that all bots with this outcome share; may be empty. */
    String reason() {
        return reason;
    }
}
