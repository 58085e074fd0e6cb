package lib.model;

/**
 * The kinds of outcomes, in the order of reports, each with its meaning and remedy. The README's table of outcomes is
 * made of these.
 */
public enum OutcomeKind {
    SUCCEEDED(
            "succeeded",
            "succeeded",
            "proved by the status that our task wrote itself, and by rows of every source of its knowledge",
            "nothing"),
    INCOMPLETE(
            "incomplete",
            "incomplete",
            "the task reports success, but some of the bot's knowledge has no rows; or a sitemap URL keeps its files"
                    + " and URLs from being embedded; the sources are named",
            "fix its knowledge in the app (remove the sitemap URL), or `--retry-incomplete`, or `--accept-missing`"),
    FAILED(
            "failed",
            "failed",
            "`SyncStatus` FAILED by our task; or it did not start, ended with an exit code, or ended leaving RUNNING",
            "read the reason and the log stream. `AccessDenied` or `ValidationException`: enable access to the"
                    + " embedding model in Bedrock. `Throttling`: run again with a smaller `--parallel`. Out of memory"
                    + " (exit code 137): give the task definition more. Then run again"),
    UNPROVED(
            "unproved",
            "unproved",
            "the task ended well, but the status is not its own (the bot was edited meanwhile, or the container could"
                + " not read its own id), or it was not waited for; and its rows are not complete, or cannot be read",
            "ask the bot something that only its knowledge can answer, or run again with `--bot ID`"),
    DELETED_MEANWHILE(
            "deleted meanwhile",
            "deletedMeanwhile",
            "the bot is gone, or only the remains are left that a status update brought back",
            "nothing"),
    NOT_STARTED("not started", "notStarted", "the run ended before its turn", "run again"),
    SKIPPED(
            "skipped",
            "skipped",
            "no knowledge, only sitemap URLs, remains of a deleted bot, answered No, not asked for",
            "nothing, or `--all`");

    private final String label;
    private final String jsonName;
    private final String meaning;
    private final String remedy;

    OutcomeKind(String label, String jsonName, String meaning, String remedy) {
        this.label = label;
        this.jsonName = jsonName;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** As the screen shows it and the journal keeps it. */
    public String label() {
        return label;
    }

    /** As the JSON report has it, as key and as value. */
    public String jsonName() {
        return jsonName;
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
