package lib.restore;

import lib.common.Tone;
import lib.model.Category;

/** What became of a bot: a family of its own, because a copy ends in other ways than a task. */
public enum RestoreOutcome implements Category {
    RESTORED(Tone.GOOD, "restored", "copied from the snapshot, and equal to it"),
    EMBEDDED_MEANWHILE(Tone.GOOD, "embedded meanwhile", "an embedding task has replaced the copied rows"),
    NOT_IN_SNAPSHOT(Tone.WARNING, "not in snapshot", "the snapshot has no rows of it"),
    FAILED(Tone.BAD, "failed", ""),
    BEING_EMBEDDED(Tone.RUNNING, "being embedded", "an embedding task works on it, or is about to"),
    DELETED(Tone.DIM, "deleted meanwhile", "it was deleted in the app"),
    LEFT_ALONE(Tone.DIM, "left alone", "rows exist already"),
    NO_KNOWLEDGE(Tone.DIM, "no knowledge", "no sources");

    private final Tone tone;
    private final String label;
    private final String reason;

    RestoreOutcome(Tone tone, String label, String reason) {
        this.tone = tone;
        this.label = label;
        this.reason = reason;
    }

    @Override
    public Tone tone() {
        return tone;
    }

    @Override
    public String label() {
        return label;
    }

    /** The reason that all bots with this outcome share; may be empty. */
    String reason() {
        return reason;
    }
}
