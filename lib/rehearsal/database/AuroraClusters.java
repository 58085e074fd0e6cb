package lib.rehearsal.database;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.CloudFormation;
import lib.rehearsal.wire.Json;

/**
 * The database clusters of one account: each host that a stack has ever had is one, empty at first, and only the newest
 * of each stack can be reached. Their databases are created at first use.
 */
public final class AuroraClusters implements AutoCloseable {
    static final String DATABASE = "postgres";
    private static final Duration NO_TIMEOUT = Duration.ZERO;
    private static final int DEFAULT_PAUSED_CALLS = 3;

    /** The state as the Data API reports it. The container can connect unless the cluster is down. */
    enum State {
        AVAILABLE,
        PAUSED,
        NOT_ENABLED,
        NOT_PERMITTED,
        SECRET_NOT_PERMITTED,
        NO_INSTANCE,
        STOPPED,
        GONE;

        boolean isDown() {
            return this == NO_INSTANCE || this == STOPPED || this == GONE;
        }

        static State of(String name) {
            String constant = name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            for (State state : values()) {
                if (state.name().equals(constant)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("a database is available, paused, notEnabled, notPermitted, "
                    + "secretNotPermitted, noInstance, stopped or gone, not " + name);
        }
    }

    /**
     * A change of the state by the control API.
     *
     * @param state null: available
     * @param pausedCalls number of calls that find it paused before it has resumed; null: three
     */
    public record StateChange(String state, Integer pausedCalls) {}

    private final SharedPostgres postgres;
    private final String region;
    private final CloudFormation stacks;
    private final Map<String, String> schemas = new HashMap<>();
    private State state = State.AVAILABLE;
    private int pausedCalls;

    /** Creates the clusters of one account, whose newest host is in the outputs of its stack. */
    public AuroraClusters(SharedPostgres postgres, String region, CloudFormation stacks) {
        this.postgres = postgres;
        this.region = region;
        this.stacks = stacks;
    }

    /** @throws IllegalArgumentException if there is no such state */
    public synchronized void change(StateChange change) {
        state = State.of(change.state == null ? "available" : change.state);
        pausedCalls = change.pausedCalls == null ? DEFAULT_PAUSED_CALLS : change.pausedCalls;
    }

    /** Returns the state for one call, which counts as one of those that a paused cluster needs to resume. */
    synchronized State stateForCall() {
        if (postgres.pool().isEmpty()) {
            return State.NOT_ENABLED;
        }
        if (state == State.PAUSED && pausedCalls-- <= 0) {
            state = State.AVAILABLE;
        }
        return state;
    }

    /** Returns the ARN of the newest cluster. */
    public String clusterArn() {
        return clusterArn(stacks.databaseHost());
    }

    private String clusterArn(String host) {
        return BedrockChatStack.arn("rds", region, "cluster:" + host.split("\\.")[0]);
    }

    /** Returns the host of the cluster with this ARN, the app's or another stack's; empty if there is none. */
    Optional<String> hostOf(String clusterArn) {
        return stacks.databases().keySet().stream()
                .filter(host -> clusterArn(host).equals(clusterArn))
                .findFirst();
    }

    /** Returns the ARN of the secret of the cluster with this host. */
    String secretArn(String host) {
        return stacks.databases().get(host);
    }

    /** Returns the ARN of its secret. */
    public String secretArn() {
        return stacks.databaseSecret();
    }

    /** Returns the newest cluster, for the test control API. */
    public JsonObject describe() {
        return Json.object("clusterArn", clusterArn(), "secretArn", secretArn(), "state", state.name());
    }

    /**
     * Works in the newest cluster's database.
     *
     * @param timeout of each statement; zero: none
     */
    <T> T use(Duration timeout, ConnectionPool.Work<T> work) throws SQLException {
        return use(stacks.databaseHost(), timeout, work);
    }

    /** Works in the database of the cluster with this host. */
    <T> T use(String host, Duration timeout, ConnectionPool.Work<T> work) throws SQLException {
        ConnectionPool pool = postgres.pool().orElseThrow(() -> new SQLException("PostgreSQL is not available"));
        return pool.use(schema(host), timeout, work);
    }

    /** Returns the snapshot of a transaction that begins now; empty if there is no database. */
    public Optional<String> snapshot() {
        try {
            return postgres.pool().isEmpty() ? Optional.empty() : Optional.of(use(NO_TIMEOUT, ChunkRows::snapshot));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces a bot's rows as the container does.
     *
     * @param snapshot of the beginning of its transaction
     * @param sources as in the column {@code source}; each gets rows
     * @throws SQLException if the database rejects them, or is down
     */
    public void replaceRows(String botId, String snapshot, List<String> sources, Instant now) throws SQLException {
        if (isDown()) {
            throw new SQLException("Can't create a connection to host " + stacks.databaseHost() + " and port 5432");
        }
        use(NO_TIMEOUT, connection -> ChunkRows.replace(connection, botId, snapshot, sources, now));
    }

    private synchronized boolean isDown() {
        return state.isDown();
    }

    private synchronized String schema(String host) throws SQLException {
        String schema = schemas.get(host);
        if (schema == null) {
            schema = postgres.createCluster();
            schemas.put(host, schema);
        }
        return schema;
    }

    @Override
    public synchronized void close() {
        schemas.values().forEach(postgres::dropCluster);
        schemas.clear();
    }
}
