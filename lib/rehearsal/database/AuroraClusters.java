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
 * The database clusters of one install: each host that the stack has ever shown is one, empty at first, and only the newest is there. Their
 * databases are made when they are first used.
 */
public final class AuroraClusters implements AutoCloseable {
    static final String DATABASE = "postgres";

    /** What the Data API answers; how the container reaches the database has nothing to do with it. */
    enum State {
        AVAILABLE, PAUSED, NOT_ENABLED, NOT_PERMITTED, SECRET_NOT_PERMITTED, NO_INSTANCE, GONE;

        static State of(String name) {
            String constant = name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            for (State state : values()) {
                if (state.name().equals(constant)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("a database is available, paused, notEnabled, notPermitted, secretNotPermitted, noInstance or gone, not " + name);
        }
    }

    /** @param pausedCalls so many calls find it paused, and then it has resumed; null: three */
    public record Order(String state, Integer pausedCalls) {}

    private static final Duration NO_TIMEOUT = Duration.ZERO;
    private static final int USUAL_PAUSED_CALLS = 3;

    private final SharedPostgres postgres;
    private final String region;
    private final CloudFormation stacks;
    private final Map<String, String> schemas = new HashMap<>();
    private State state = State.AVAILABLE;
    private int pausedCalls;

    public AuroraClusters(SharedPostgres postgres, String region, CloudFormation stacks) {
        this.postgres = postgres;
        this.region = region;
        this.stacks = stacks;
    }

    public synchronized void change(Order order) {
        state = State.of(order.state == null ? "available" : order.state);
        pausedCalls = order.pausedCalls == null ? USUAL_PAUSED_CALLS : order.pausedCalls;
    }

    /** The state that a call meets, which is one of those that a paused cluster needs to resume. */
    synchronized State called() {
        if (postgres.sessions().isEmpty()) {
            return State.NOT_ENABLED;
        }
        if (state == State.PAUSED && pausedCalls-- <= 0) {
            state = State.AVAILABLE;
        }
        return state;
    }

    public String clusterArn() {
        return BedrockChatStack.arn("rds", region, "cluster:" + stacks.databaseHost().split("\\.")[0]);
    }

    public String secretArn() {
        return stacks.databaseSecret();
    }

    public JsonObject describe() {
        return Json.object("clusterArn", clusterArn(), "secretArn", secretArn(), "state", state.name());
    }

    /** Works in the newest cluster's database. */
    <T> T use(Duration timeout, ConnectionPool.Work<T> work) throws SQLException {
        ConnectionPool sessions = postgres.sessions().orElseThrow(() -> new SQLException("there is no PostgreSQL here"));
        return sessions.use(schema(stacks.databaseHost()), timeout, work);
    }

    /** The moment at which a container begins with a bot's rows; empty where there is no database. */
    public Optional<String> snapshot() {
        try {
            return postgres.sessions().isEmpty() ? Optional.empty() : Optional.of(use(NO_TIMEOUT, ChunkRows::snapshot));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    public void write(String botId, String snapshot, List<String> sources, Instant now) throws SQLException {
        use(NO_TIMEOUT, session -> ChunkRows.replace(session, botId, snapshot, sources, now));
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
