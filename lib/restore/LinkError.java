package lib.restore;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the error of a connection from the new database to the temporary one means, and what to do about it. */
public enum LinkError {
    UNKNOWN_HOST(
            "could not translate host name",
            "The new database cannot resolve the temporary one's host name %1$s.%n"
                    + "Enable DNS resolution and DNS host names of the VPC."),
    UNREACHABLE(
            "timeout expired|timed out|connection refused|no route to host|network is unreachable",
            "The new database cannot connect to the temporary one, %1$s, port %2$s.%n"
                    + "The security group of the temporary database must let in %3$s on port %2$s, and %3$s must be a"
                    + " group of the new database and allow outgoing connections; network ACLs too."),
    NOT_ADMITTED(
            "no pg_hba\\.conf entry",
            "The temporary database does not admit the new one.%n"
                    + "Its parameter group must allow encrypted connections with a password: use the default one."),
    WRONG_PASSWORD(
            "password authentication failed",
            "The temporary database rejected the one-time password, which is valid for a day.%n"
                    + "The same command generates a new one."),
    NO_TLS(
            "\\bssl\\b|\\btls\\b|certificate",
            "No encrypted connection from the new database to the temporary one is possible.%n"
                    + "Enable TLS on the temporary database (default parameter group).");

    private static final String CONNECTION_FAILED = "could not connect to server";

    private final Pattern text;
    private final String explanation;

    LinkError(String text, String explanation) {
        this.text = Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        this.explanation = explanation;
    }

    /** The kind of an error with that text of postgres_fdw; empty if it is about something else. */
    public static Optional<LinkError> of(String error) {
        if (!error.contains(CONNECTION_FAILED)) {
            return Optional.empty();
        }
        for (LinkError kind : values()) {
            if (kind.text.matcher(error).find()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /**
     * The cause and the remedy, for the user.
     *
     * @param host of the temporary database
     * @param securityGroup of the new database
     */
    public String explanation(String host, String port, String securityGroup) {
        return String.format(Locale.ROOT, explanation, host, port, securityGroup);
    }
}
