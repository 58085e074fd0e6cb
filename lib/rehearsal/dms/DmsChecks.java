package lib.rehearsal.dms;

import java.sql.SQLException;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.database.TableCopy;
import lib.rehearsal.stack.VpcNetwork;

/**
 * What must be right before a data migration can load: secrets, network and databases. What its roles allow is for
 * {@code TemplateConformanceTest}. The texts of the failures are not documented.
 */
final class DmsChecks {
    private static final String DATABASE = "postgres";

    private final AuroraClusters aurora;
    private final VpcNetwork network;

    DmsChecks(AuroraClusters aurora, VpcNetwork network) {
        this.aurora = aurora;
        this.network = network;
    }

    /**
     * Connects DMS with the databases of a migration.
     *
     * @throws SQLException if something is wrong, with the LastFailureMessage
     */
    TableCopy connect(DataMigration.Request request) throws SQLException {
        MigrationProject project = request.project();
        DbCluster source = database(project, project.source());
        DbCluster target = database(project, project.target());
        if (major(source) > major(target)) {
            throw new SQLException("The version of the source database, "
                    + source.identity().engineVersion() + ", is higher than that of the target database, "
                    + target.identity().engineVersion() + ".");
        }
        return new TableCopy(source, target, quoted(request.schema()) + "." + quoted(request.table()));
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private DbCluster database(MigrationProject project, MigrationProject.Side side) throws SQLException {
        MigrationProject.Database database = side.database();
        String server = "connection to server at \"" + database.host() + "\", port " + database.port() + " failed: ";
        DbCluster cluster = aurora.at(database.host())
                .orElseThrow(() -> new SQLException("could not translate host name \"" + database.host()
                        + "\" to address: Name or service not known"));
        DbCluster.Identity identity = cluster.identity();
        if (!network.letIn(identity.securityGroups(), project.securityGroups(), database.port())) {
            throw new SQLException(server + "Connection timed out");
        }
        if (database.port() != identity.port() || !cluster.takesConnections()) {
            throw new SQLException(server + "Connection refused");
        }
        if (!side.secret().equals(aurora.secretArn(cluster)) || !cluster.isSecretActive()) {
            throw new SQLException(server + "FATAL: password authentication failed");
        }
        if (!database.name().equals(DATABASE)) {
            throw new SQLException(server + "FATAL: database \"" + database.name() + "\" does not exist");
        }
        return cluster;
    }

    private static int major(DbCluster cluster) {
        return Integer.parseInt(cluster.identity().engineVersion().split("\\.")[0]);
    }
}
