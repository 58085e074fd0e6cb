package lib.common;

/** The exit codes of every command. */
public enum ExitCode {
    /** Everything that was requested succeeded. */
    OK(0),
    /** Some bots failed, are incomplete or unproved, or were not started; or the search for bots did not finish. */
    INCOMPLETE(1),
    /** Bad usage or settings; nothing was started. */
    BAD_SETTINGS(2),
    /** AWS rejected the whole run. */
    AWS_ERROR(3),
    /** Ctrl-C: 128 + SIGINT, as in a shell. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }
}
