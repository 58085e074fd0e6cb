package lib.common;

/** The exit codes of every command. The README's table of exit codes consists of these. */
public enum ExitCode {
    OK(0, "everything that was requested succeeded; with `--status`: all bots are done"),
    INCOMPLETE(
            1,
            "some bots failed, are incomplete or unproved, were not started, or could not be searched for; or an"
                    + " unexpected error"),
    BAD_SETTINGS(2, "bad usage or settings; nothing was started"),
    AWS_ERROR(3, "AWS rejected the whole run"),
    /** 128 + SIGINT, as in a shell. */
    INTERRUPTED(130, "interrupted by Ctrl-C (143: by SIGTERM); no task was stopped");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }

    /** What it means for the main command, as Markdown. */
    public String meaning() {
        return meaning;
    }
}
