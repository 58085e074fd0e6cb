package lib.rehearsal.database;

import com.google.gson.JsonObject;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/**
 * The database clusters of one account. Each host that the app's stack has ever had is one, empty at first, and only
 * the newest can be reached; its database is created at first use. Others are restored from a snapshot, each in a
 * server of its own.
 */
public final class AuroraClusters implements AutoCloseable {
    static final String DATABASE = "postgres";
    private static final Duration NO_TIMEOUT = Duration.ZERO;
    private static final int POSTGRES_PORT = 5432;
    /** AWS has upgraded clusters of 15.3 since, and new ones cannot have it. */
    private static final String ENGINE_VERSION = "15.13";

    private static final double MIN_CAPACITY = 0.5, MAX_CAPACITY = 5;
    /** Where servers start and stop, and statements continue after their timeouts. */
    static final Executor BACKGROUND = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "work of a database");
        thread.setDaemon(true);
        return thread;
    });

    private final String region;
    private final DeployedStacks stacks;
    private final ClusterSnapshots snapshots;
    /** Those of 15 are on offer in July 2026 (Aurora PostgreSQL release calendars); that of v0.4, 15.3, is not. */
    private volatile List<String> engineVersions = List.of(
            "14.19", "14.20", "15.10", "15.12", "15.13", "15.14", "15.15", "15.17", "16.9", "16.10", "17.5", "17.6");

    private final SharedPostgres postgres;
    private final boolean ownServer;
    /** By host. */
    private final Map<String, DbCluster> ofStack = new HashMap<>();
    /** By identifier. */
    private final Map<String, DbCluster> restored = new LinkedHashMap<>();

    private SnapshotContent firstContent = SnapshotContent.EMPTY;

    /**
     * Creates the clusters of one account, whose newest host is in the outputs of its stack.
     *
     * @param ownServer whether the app's clusters too have servers of their own, so that they can connect to others
     */
    public AuroraClusters(SharedPostgres postgres, String region, DeployedStacks stacks, boolean ownServer) {
        this.region = region;
        this.stacks = stacks;
        this.postgres = postgres;
        this.ownServer = ownServer;
        snapshots = new ClusterSnapshots(region);
    }

    /** Returns the snapshots of the account. */
    public ClusterSnapshots snapshots() {
        return snapshots;
    }

    /** Returns the versions of Aurora PostgreSQL with which clusters can be created, the oldest first. */
    public List<String> engineVersions() {
        return engineVersions;
    }

    public void setEngineVersions(List<String> versions) {
        engineVersions = List.copyOf(versions);
    }

    /** Returns the ARN of the app's newest cluster. */
    public String clusterArn() {
        return arn(id(stacks.databaseHost()));
    }

    /** Returns the ARN of its secret. */
    public String secretArn() {
        return stacks.databaseSecret();
    }

    /** Returns the ARN of a cluster. */
    public String arn(String id) {
        return BedrockChatStack.arn("rds", region, "cluster:" + id);
    }

    /** Returns the app's newest cluster, for the test control API. */
    public JsonObject describe() {
        return Json.object(
                "clusterArn", clusterArn(),
                "secretArn", secretArn());
    }

    /** Returns the clusters that exist: the app's newest, and the restored ones. */
    public synchronized List<DbCluster> all() {
        List<DbCluster> all = new ArrayList<>(List.of(newest()));
        all.addAll(restored.values());
        return all;
    }

    /** Returns the cluster with that identifier. */
    public Optional<DbCluster> cluster(String id) {
        return all().stream()
                .filter(cluster -> cluster.identity().id().equals(id))
                .findFirst();
    }

    /** Returns the cluster that listens at that host. */
    public Optional<DbCluster> at(String host) {
        return all().stream()
                .filter(cluster -> cluster.identity().host().equals(host))
                .findFirst();
    }

    /** Returns the cluster with that identifier, or for null the app's newest. */
    DbCluster find(String id) {
        return id == null
                ? newest()
                : cluster(id).orElseThrow(() -> new IllegalArgumentException("there is no cluster " + id));
    }

    /** Returns the secret of a cluster as the Data API must name it. */
    public String secretArn(DbCluster cluster) {
        return cluster == newest() ? secretArn() : cluster.identity().secretArn();
    }

    /** Returns the app's newest cluster, which is created if there is none. */
    public synchronized DbCluster newest() {
        return ofStack.computeIfAbsent(stacks.databaseHost(), this::create);
    }

    /** Returns the identifier of the cluster at that host. */
    private static String id(String host) {
        return host.split("\\.")[0];
    }

    private DbCluster create(String host) {
        String id = id(host);
        SnapshotContent content = firstContent;
        firstContent = SnapshotContent.EMPTY;
        DbCluster cluster = new DbCluster(
                new DbCluster.Identity(
                        id,
                        arn(id),
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
                ownServer
                        ? server(() -> AuroraServer.start(PostgresServer.freeAddress(), true, content))
                        : inBackground(postgres::createCluster));
        cluster.addInstance(id + "-writer");
        return cluster;
    }

    private static CompletableFuture<ClusterDatabase> server(Callable<ClusterDatabase> start) {
        return inBackground(start).whenComplete((server, failure) -> {
            if (failure != null && !PostgresServer.isEnding()) {
                System.err.println("A database server could not be started: " + failure.getMessage());
            }
        });
    }

    private static CompletableFuture<ClusterDatabase> inBackground(Callable<ClusterDatabase> start) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return start.call();
                    } catch (Exception e) { // Callable declares Exception
                        throw new CompletionException(e);
                    }
                },
                BACKGROUND);
    }

    /** Starts the server of the app's first cluster, which is not empty. */
    public synchronized void startFirst(SnapshotContent content) {
        firstContent = content;
        newest();
    }

    /** Returns the ARN of the secret in which RDS keeps the password of a cluster's master user. */
    public String managedSecret(String id) {
        String uuid = UUID.nameUUIDFromBytes(AwsResponse.utf8(id)).toString();
        return BedrockChatStack.arn("secretsmanager", region, "secret:rds!cluster-" + uuid + "-AbCdEf");
    }

    /** Returns an address of this machine at which a cluster can listen: with that port, if the system has such. */
    public static InetSocketAddress chooseAddress(int port) {
        return AuroraServer.chooseAddress(port);
    }

    /**
     * Restores a cluster. It has no instance yet, and its server starts in the background.
     *
     * @param reachable whether its security groups let in the app's cluster
     * @param content the rows of the snapshot
     * @return the cluster, whose status is "creating"
     */
    public synchronized DbCluster restore(DbCluster.Identity identity, boolean reachable, SnapshotContent content) {
        InetSocketAddress address = new InetSocketAddress(identity.host(), identity.port());
        DbCluster cluster =
                new DbCluster(identity, server(() -> AuroraServer.start(address, reachable, content)));
        cluster.setStatus("creating");
        cluster.setSecretActive(false);
        restored.put(identity.id(), cluster);
        return cluster;
    }

    /** Deletes a restored cluster with its server. */
    public synchronized void delete(String id) {
        close(restored.remove(id));
    }

    /** Returns the snapshot of a transaction that begins now; empty if there is no database. */
    public Optional<String> snapshot() {
        try {
            return Optional.of(newest().database().use(NO_TIMEOUT, ChunkRows::snapshot));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces a bot's rows as the container does, which asks the secret for the database when it writes.
     *
     * @param secret its variable DB_SECRETS_ARN
     * @param snapshot of the beginning of its transaction
     * @param sources as in the column {@code source}; each gets rows
     * @throws SQLException if the database rejects them, is down, or is gone with its secret
     */
    public void replaceRows(String secret, String botId, String snapshot, List<String> sources, Instant now)
            throws SQLException {
        if (!secret.equals(secretArn())) {
            throw new SQLException("An error occurred (ResourceNotFoundException) when calling the GetSecretValue"
                    + " operation: Secrets Manager can't find the specified secret.");
        }
        if (newest().state().isDown()) {
            throw new SQLException("Can't create a connection to host " + stacks.databaseHost() + " and port 5432"
                    + " (timeout is None and source_address is None).");
        }
        newest().database()
                .use(NO_TIMEOUT, connection -> ChunkRows.replace(connection, botId, snapshot, sources, now));
    }

    /**
     * Returns what a cluster's server has logged.
     *
     * @param id null: the app's newest
     * @throws IllegalArgumentException if it has no server of its own
     */
    public String log(String id) {
        AuroraServer server = find(id).start().join().server();
        if (server == null) {
            throw new IllegalArgumentException("the cluster has no server of its own");
        }
        return server.log();
    }

    @Override
    public synchronized void close() {
        restored.values().forEach(this::close);
        restored.clear();
        ofStack.values().forEach(this::close);
        ofStack.clear();
    }

    /** Removes the database of a cluster as soon as it exists. */
    private void close(DbCluster cluster) {
        cluster.start()
                .thenAcceptAsync(
                        database -> {
                            if (database.server() == null) {
                                postgres.dropCluster(database.schema());
                            } else {
                                database.server().close();
                            }
                        },
                        BACKGROUND);
    }
}
