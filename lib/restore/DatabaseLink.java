package lib.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import lib.aws.RestoreDatabase;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/** Lets the new database read the temporary one by itself, through postgres_fdw. */
final class DatabaseLink {
    private static final Pattern UNKNOWN_HOST = Pattern.compile("(?i)could not translate host name");
    private static final Pattern UNREACHABLE =
            Pattern.compile("(?i)timeout expired|timed out|connection refused|no route to host|network is unreachable");
    private static final Pattern NOT_ADMITTED = Pattern.compile("(?i)no pg_hba\\.conf entry");
    private static final Pattern BAD_PASSWORD = Pattern.compile("(?i)password authentication failed");
    private static final Pattern TLS = Pattern.compile("(?i)\\bssl\\b|\\btls\\b|certificate");

    /** A new host name and new rules of a security group take a moment to be known everywhere. */
    private static final Duration PROPAGATION_LIMIT = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final RestoreDatabase source;
    private final RestoreDatabase target;
    private final Session session;

    DatabaseLink(RestoreDatabase source, RestoreDatabase target, Session session) {
        this.source = source;
        this.target = target;
        this.session = session;
    }

    /** Makes the link anew, with a new password. */
    void make(String run, String port, String securityGroup) throws InterruptedException {
        source.createLease();
        source.createFunctions();
        String namespace = NewDatabase.checkShape(source, "The snapshot").namespace();
        target.createExtension();
        source.allowReader(target.link(run, source.location(), port, namespace));
        check(port, securityGroup);
        session.events().say("the new database can read the temporary one");
    }

    private void check(String port, String securityGroup) throws InterruptedException {
        Instant deadline = session.clock().now().plus(PROPAGATION_LIMIT);
        while (true) {
            try {
                target.checkReach();
                return;
            } catch (ServiceException e) {
                boolean rejected = e.error() instanceof ServiceError.BotRejected;
                if (!rejected || session.clock().now().isAfter(deadline)) {
                    throw explained(e, source.location().host(), port, securityGroup);
                }
            }
            session.clock().sleep(PAUSE);
        }
    }

    /** The error with what it means and what to do. */
    static RuntimeException explained(ServiceException e, String host, String port, String securityGroup) {
        String text = e.error().text();
        String explanation;
        if (UNKNOWN_HOST.matcher(text).find()) {
            explanation = "The new database cannot resolve the temporary one's host name " + host
                    + ".\nEnable DNS resolution and DNS host names of the VPC, and run the same command again.";
        } else if (UNREACHABLE.matcher(text).find()) {
            explanation = "The new database cannot connect to the temporary one, " + host + ", port " + port
                    + ".\nThe security group of the temporary database must let in " + securityGroup + " on port "
                    + port
                    + ", and " + securityGroup
                    + " must be a group of the new database and allow outgoing connections; network ACLs too.";
        } else if (NOT_ADMITTED.matcher(text).find()) {
            explanation = "The temporary database does not admit the new one (" + text
                    + ").\nIts parameter group must allow encrypted connections with a password; use the default"
                    + " parameter group.";
        } else if (BAD_PASSWORD.matcher(text).find()) {
            explanation = "The temporary database rejected the one-time password, which is valid for a day.\n"
                    + "Run the same command again: it makes a new one.";
        } else if (TLS.matcher(text).find()) {
            explanation = "No encrypted connection from the new database to the temporary one is possible (" + text
                    + ").\nEnable TLS on the temporary database (default parameter group), and run the same command"
                    + " again.";
        } else {
            return e;
        }
        return new UserException(ExitCode.AWS_ERROR, explanation, e);
    }
}
