package lib.report;

import java.time.Duration;
import java.time.Instant;
import lib.cli.Session;

/**
 * Where and when a command ran.
 *
 * @param account the AWS account; empty if unknown
 * @param endpoint the URL if it is not AWS, else null
 */
public record RunContext(
        String account, String region, String endpoint, boolean rehearsal, Instant started, Duration elapsed) {
    /** The context of a command that ends now. */
    public static RunContext of(Session session, String account) {
        return new RunContext(
                account,
                session.aws().region(),
                session.aws().endpoint(),
                session.isRehearsal(),
                session.events().start(),
                session.events().elapsed());
    }
}
