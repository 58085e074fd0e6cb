package lib.model;

import lib.common.Tone;

/**
 * The kinds of outcomes, in the order of reports, each with its meaning and remedy. The reference's table of outcomes
 * consists of these.
 */
public enum OutcomeKind implements Category {
    SUCCEEDED(
            Tone.GOOD,
            "succeeded",
            "proved by the status that the bot's own task wrote, and by rows for every source of its knowledge",
            "nothing"),
    INCOMPLETE(
            Tone.WARNING,
            "incomplete",
            "the task reported success, but some of the bot's knowledge has no rows; or a sitemap URL keeps its files"
                    + " and URLs from being embedded; the report lists these sources",
            "fix the bot's knowledge in the app, start it again with `--fresh --bot ID`, or accept the missing"
                    + " sources with `--accept-missing`"),
    FAILED(
            Tone.BAD,
            "failed",
            "the task set `SyncStatus` to FAILED, did not start, ended with an exit code other than 0, or ended while"
                    + " `SyncStatus` was still RUNNING",
            "fix the cause, which the reason or the task's log shows, and run again"),
    UNPROVED(
            Tone.WARNING,
            "unproved",
            "the task ended with exit code 0, but the status is not its own (the bot was edited in the meantime, or"
                + " the container could not read its own task id), or the run ended before the task; and the bot's"
                + " rows are incomplete or cannot be read",
            "run again, or ask the bot a question that only its knowledge can answer"),
    DELETED_MEANWHILE(
            Tone.DIM,
            "deleted meanwhile",
            "the bot was deleted; at most the leftover item exists that a status update restored",
            "nothing"),
    NOT_STARTED(
            Tone.DIM,
            "not started",
            "the run ended before the bot was started, or its task could only fail: files of its knowledge are not in"
                    + " the bucket, or its item lacks an attribute that every version of the embedding task needs",
            "run again; the report says what else a bot needs, and `--accept-missing` accepts that it"
                    + " is not embedded"),
    SKIPPED(
            Tone.DIM,
            "skipped",
            "no knowledge, only sitemap URLs, a Bedrock knowledge base, leftover item of a deleted bot, answered No or"
                    + " Quit, or not selected",
            "nothing, or start it with `--all`");

    private final Tone tone;
    private final String label;
    private final String meaning;
    private final String remedy;

    OutcomeKind(Tone tone, String label, String meaning, String remedy) {
        this.tone = tone;
        this.label = label;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public Tone tone() {
        return tone;
    }

    /** The label on the screen and in the journal. */
    @Override
    public String label() {
        return label;
    }

    /** What it means, as Markdown. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it, as Markdown. */
    public String remedy() {
        return remedy;
    }
}
