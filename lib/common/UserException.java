package lib.common;

import java.util.Locale;

/** An error for the user. Its message states what happened, to what, and what to do next, in one or two lines. */
public final class UserException extends RuntimeException {
    private final ExitCode exitCode;

    public UserException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** An error in usage or settings; the message is a format for {@link String#format}. */
    public static UserException badSettings(String message, Object... arguments) {
        return new UserException(ExitCode.BAD_SETTINGS, String.format(Locale.ROOT, message, arguments), null);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
