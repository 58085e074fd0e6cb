package lib.report;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import lib.aws.ConfiguredEndpoint;
import lib.cli.Session;

/**
 * Where and when a command ran.
 *
 * @param account the AWS account; empty if unknown
 * @param endpoint the URL that replaces the region's own, or several separated by commas; null if there is none
 */
public record RunContext(
        String account, String region, String endpoint, boolean rehearsal, Instant started, Duration elapsed) {
    /** The context of a command that ends now. */
    public static RunContext of(Session session, String account) {
        String endpoint = session.aws().endpoints().stream()
                .map(ConfiguredEndpoint::shown)
                .collect(Collectors.joining(","));
        return new RunContext(
                account,
                session.aws().region(),
                endpoint.isEmpty() ? null : endpoint,
                session.isRehearsal(),
                session.events().start(),
                session.events().elapsed().minus(session.console().waited()));
    }
}
