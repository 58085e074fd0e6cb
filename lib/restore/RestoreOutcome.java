package lib.restore;

import lib.common.Tone;

/** What became of a bot. */
public enum RestoreOutcome {
    RESTORED(Tone.GOOD, "restored", "copied from the snapshot, and equal to it"),
    LEFT_ALONE(Tone.DIM, "left alone", "rows exist already"),
    BEING_EMBEDDED(Tone.RUNNING, "being embedded", "an embedding task works on it, or is about to"),
    EMBEDDED_MEANWHILE(Tone.GOOD, "embedded meanwhile", "an embedding task has replaced the copied rows"),
    NOT_IN_SNAPSHOT(Tone.WARNING, "not in snapshot", "the snapshot has no rows of it"),
    NO_KNOWLEDGE(Tone.DIM, "no knowledge", "no sources"),
    DELETED(Tone.DIM, "deleted", "it was deleted in the app"),
    FAILED(Tone.BAD, "failed", "");

    private final Tone tone;
    private final String label;
    private final String reason;

    RestoreOutcome(Tone tone, String label, String reason) {
        this.tone = tone;
        this.label = label;
        this.reason = reason;
    }

    Tone tone() {
        return tone;
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
