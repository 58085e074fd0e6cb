package lib.rehearsal.dms;

import java.util.List;

/**
 * A migration project with what it refers to.
 *
 * @param securityGroups those of its instance profile, which the network interfaces of DMS have
 */
public record MigrationProject(String arn, List<String> securityGroups, Side source, Side target) {
    /** Where a data provider connects, with TLS. */
    public record Database(String host, int port, String name) {}

    /**
     * The source or the target.
     *
     * @param secret ARN
     */
    public record Side(Database database, String secret) {}
}
