package lib.common;

/** The exit codes of every command, each with its meaning and remedy. The README's table consists of these. */
public enum ExitCode {
    OK(
            0,
            "everything that was requested succeeded; with `--status`: all bots are done",
            "what the last lines name, if anything"),
    INCOMPLETE(
            1,
            "some bots failed, are incomplete or unproved, were not started, or could not be searched for; or an"
                    + " unexpected error",
            "what stands below each reason, then the command below `Next:`"),
    BAD_SETTINGS(2, "bad usage or settings; nothing was started", "fix what the message names"),
    AWS_ERROR(
            3,
            "AWS rejected the whole run",
            "fix the permission or setting that the message names, then the command below `Next:`"),
    /** 128 + SIGINT, as in a shell. */
    INTERRUPTED(
            130,
            "interrupted by Ctrl-C (143: by SIGTERM); no task was stopped",
            "the command that the last lines name");

    private final int number;
    private final String meaning;
    private final String remedy;

    ExitCode(int number, String meaning, String remedy) {
        this.number = number;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }

    /** What it means, as Markdown. */
    public String meaning() {
        return meaning;
    }

    /** What to do next, as Markdown. */
    public String remedy() {
        return remedy;
    }
}
