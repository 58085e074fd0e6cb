package lib.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An error for the user. Its message states what happened, to what, and what to do about it, in one or two lines; the
 * commands of this tool that follow are named apart from it, because only the error handler knows how the user spells
 * them.
 */
public final class UserException extends RuntimeException {
    /**
     * A command of this tool that follows.
     *
     * @param when its condition or purpose, for example {@code to remove it}
     * @param words of a command for the same app, for example {@code restore --clean-up}
     */
    public record FollowUp(String when, List<String> words) {}

    private final ExitCode exitCode;
    private final transient List<FollowUp> next = new ArrayList<>();
    private transient Set<String> done = Set.of();

    public UserException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** An error in usage or settings; the message is a format for {@link String#format}. */
    public static UserException badSettings(String message, Object... arguments) {
        return new UserException(ExitCode.BAD_SETTINGS, String.format(Locale.ROOT, message, arguments), null);
    }

    /** Adds another command than the one that has failed; see {@link FollowUp}. */
    public UserException next(String when, String... words) {
        next.add(new FollowUp(when, List.of(words)));
        return this;
    }

    /**
     * Adds the command that prints the IAM policy, because AWS has denied a permission.
     *
     * @param command the words of the command that needs it; none for the migration
     */
    public UserException needsPolicy(String... command) {
        return next(
                "for the permissions that it needs",
                Stream.concat(Stream.of("iam-policy"), Stream.of(command)).toArray(String[]::new));
    }

    /** Keeps options out of the command that repeats this one, because what they ask for is done. */
    public UserException withoutRepeating(String... options) {
        done = Set.of(options);
        return this;
    }

    /** The options that the command that repeats this one lacks. */
    public Set<String> done() {
        return done;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** The other commands that follow, the most useful first. */
    public List<FollowUp> next() {
        return List.copyOf(next);
    }
}
