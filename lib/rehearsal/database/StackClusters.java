package lib.rehearsal.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import lib.rehearsal.stack.BedrockChatStack;

/**
 * The clusters that the deployed stacks have had, by host: each is a schema in the shared server, or has a server of
 * its own.
 */
final class StackClusters implements AutoCloseable {
    /** AWS has upgraded clusters of 15.3 since, and new ones cannot have it. */
    private static final String ENGINE_VERSION = "15.13";
    private static final int POSTGRES_PORT = 5432;
    private static final double MIN_CAPACITY = 0.5, MAX_CAPACITY = 5;

    private final SharedPostgres postgres;
    private final String region;
    private final AuroraServers servers;
    private final boolean ownServer;
    private final Map<String, DbCluster> clusters = new HashMap<>();
    private SnapshotContent firstContent = SnapshotContent.EMPTY;

    StackClusters(SharedPostgres postgres, String region, AuroraServers servers, boolean ownServer) {
        this.postgres = postgres;
        this.region = region;
        this.servers = servers;
        this.ownServer = ownServer;
    }

    /** Sets the rows of the first cluster; later ones are empty. */
    synchronized void setFirstContent(SnapshotContent content) {
        firstContent = content;
    }

    /** Returns the cluster at that host, which is created if there is none. */
    synchronized DbCluster at(String host) {
        return clusters.computeIfAbsent(host, this::create);
    }

    /** Returns the identifier of the cluster at that host. */
    static String id(String host) {
        return host.split("\\.")[0];
    }

    private DbCluster create(String host) {
        String id = id(host);
        AuroraServer.Content content = firstContent::create;
        firstContent = SnapshotContent.EMPTY;
        DbCluster cluster = new DbCluster(
                new DbCluster.Identity(
                        id,
                        BedrockChatStack.arn("rds", region, "cluster:" + id),
                        host,
                        POSTGRES_PORT,
                        ENGINE_VERSION,
                        MIN_CAPACITY,
                        MAX_CAPACITY,
                        "bedrockchatstack-vectorstoreclustersubnets",
                        List.of(BedrockChatStack.DATABASE_SECURITY_GROUP),
                        BedrockChatStack.arn("kms", region, "key/1a2b3c4d-0000-4000-8000-rehearsal001"),
                        null,
                        true),
                ownServer ? servers.start(id, freeEndpoint(), true, content) : createSchema());
        cluster.addInstance(id + "-writer");
        return cluster;
    }

    private CompletableFuture<ClusterDatabase> createSchema() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return postgres.createCluster();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                AuroraServers.BACKGROUND);
    }

    private static PostgresServer.Endpoint freeEndpoint() {
        try {
            return PostgresServer.Endpoint.free();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (!ownServer) {
            clusters.values().forEach(cluster -> cluster.database()
                    .thenAcceptAsync(database -> postgres.dropCluster(database.schema()), AuroraServers.BACKGROUND));
        }
        clusters.clear();
    }
}
