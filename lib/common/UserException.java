package lib.common;

/** An error that a person can meet. Its message says what happened, to what, and what to do next, in one or two lines. */
public final class UserException extends RuntimeException {
    /** Everything that was asked for succeeded. */
    public static final int OK = 0;
    /** Some bots failed, are unproved, or could not be looked for. */
    public static final int INCOMPLETE = 1;
    /** Bad usage or settings; nothing was started. */
    public static final int SETTINGS = 2;
    /** AWS refused the whole run. */
    public static final int REFUSED = 3;
    /** Ctrl-C, as a shell counts it: 128 + SIGINT. */
    public static final int INTERRUPTED = 130;

    private final int exitCode;

    public UserException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public static UserException settings(String message, Object... arguments) {
        return new UserException(SETTINGS, String.format(message, arguments), null);
    }

    public int exitCode() {
        return exitCode;
    }
}
