package lib.restore;

import java.time.Duration;
import java.util.Optional;
import lib.aws.AwsClients;
import lib.aws.RdsClusters;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Mark;
import lib.common.UserException;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.retry.ServiceException;

/** Opens the temporary database: its secret may exist, and be active, only some time after its stack is complete. */
final class TemporaryDatabaseAccess {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final AwsClients aws;
    private final RdsClusters clusters;
    private final Session session;

    TemporaryDatabaseAccess(AwsClients aws, RdsClusters clusters, Session session) {
        this.aws = aws;
        this.clusters = clusters;
        this.session = session;
    }

    /** The database of a complete stack, as soon as it answers. */
    RestoreDatabase open(Stacks.State stack) throws InterruptedException {
        Mark deadline = session.clock().now().plus(LIMIT);
        session.events().say("waiting for the temporary database to answer");
        String problem = "its password is not active yet";
        Optional<RestoreDatabase> database = Optional.empty();
        for (; session.clock().now().isBefore(deadline); session.clock().sleep(PAUSE)) {
            database = database.or(() ->
                    location(stack).map(location -> new RestoreDatabase(aws.rdsData(), location, session.retrier())));
            if (database.isPresent()) {
                try {
                    database.get().itemsTable();
                    return database.get();
                } catch (ServiceException e) {
                    problem = e.error().text();
                }
            }
        }
        throw new UserException(
                ExitCode.AWS_ERROR,
                "The temporary database does not answer: " + problem
                        + "\nRun the same command again; if that does not help, restore --clean-up removes it.",
                null);
    }

    /** Empty as long as the secret is not active. */
    private Optional<DatabaseLocation> location(Stacks.State stack) {
        return clusters.cluster(stack.outputs().get("ClusterIdentifier"))
                .filter(cluster ->
                        cluster.secret() != null && cluster.secretStatus().equals("active"))
                .map(cluster -> new DatabaseLocation(
                        stack.outputs().get("Endpoint"),
                        new Setting(cluster.arn(), "stack " + stack.name()),
                        new Setting(cluster.secret(), "stack " + stack.name()),
                        DatabaseLocation.DEFAULT_NAME,
                        ""));
    }
}
