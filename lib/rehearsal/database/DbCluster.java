package lib.rehearsal.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A database cluster, as the RDS API describes it and as the Data API finds it. */
public final class DbCluster {
    /** The state as the Data API reports it. The container can connect unless the cluster is down. */
    public enum State {
        AVAILABLE,
        PAUSED,
        STOPPED,
        NOT_ENABLED,
        NOT_PERMITTED,
        SECRET_NOT_PERMITTED,
        NO_INSTANCE;

        boolean isDown() {
            return this == NO_INSTANCE || this == STOPPED;
        }
    }

    /**
     * What does not change in the life of a cluster.
     *
     * @param id DBClusterIdentifier
     * @param host and {@code port}: where it listens
     * @param kmsKeyId null: not encrypted
     * @param secretArn the secret in which RDS keeps the master user's password; null: the stack has one of its own
     */
    public record Identity(
            String id,
            String arn,
            String host,
            int port,
            String engineVersion,
            double minCapacity,
            double maxCapacity,
            String subnetGroup,
            List<String> securityGroups,
            String kmsKeyId,
            String secretArn,
            boolean httpEndpoint) {}

    /** How many calls find a paused cluster before it has resumed. */
    public static final int PAUSED_CALLS = 3;

    private final Identity identity;
    private final CompletableFuture<ClusterDatabase> database;
    private final List<String> instances = new ArrayList<>();
    private String status = "available";
    private boolean secretActive = true;
    private State state = State.AVAILABLE;
    private int pausedCalls;

    DbCluster(Identity identity, CompletableFuture<ClusterDatabase> database) {
        this.identity = identity;
        this.database = database;
    }

    public Identity identity() {
        return identity;
    }

    /** Returns the database as soon as its server runs. */
    CompletableFuture<ClusterDatabase> start() {
        return database;
    }

    /**
     * Waits until the server runs, and returns the database.
     *
     * @throws SQLException if it has not started
     */
    ClusterDatabase database() throws SQLException {
        try {
            return database.join();
        } catch (CompletionException e) {
            throw new SQLException("PostgreSQL is not available: " + e.getCause().getMessage(), e);
        }
    }

    /** @throws SQLException if its server has not started */
    public void awaitServer() throws SQLException {
        database();
    }

    /** Returns the status in the RDS API, such as creating or available. */
    public synchronized String status() {
        return state == State.STOPPED ? "stopped" : status;
    }

    public synchronized void setStatus(String status) {
        this.status = status;
    }

    /** Returns whether its instances take connections; a paused one resumes at the first. */
    public synchronized boolean takesConnections() {
        return !state.isDown() && !instances.isEmpty() && status.equals("available");
    }

    /** Returns the identifiers of its instances. */
    public synchronized List<String> instances() {
        return state == State.NO_INSTANCE ? List.of() : List.copyOf(instances);
    }

    public synchronized void addInstance(String id) {
        instances.add(id);
    }

    public synchronized void removeInstance(String id) {
        instances.remove(id);
    }

    /** Returns whether the secret exists and the database has its password. */
    public synchronized boolean isSecretActive() {
        return secretActive;
    }

    public synchronized void setSecretActive(boolean active) {
        secretActive = active;
    }

    synchronized State state() {
        return state;
    }

    /** @param callsUntilResumed number of calls that find it paused before it has resumed */
    public synchronized void change(State newState, int callsUntilResumed) {
        state = newState;
        pausedCalls = callsUntilResumed;
    }

    /** Returns the state for one call, which counts as one of those that a paused cluster needs to resume. */
    synchronized State stateForCall() {
        if (state == State.PAUSED && pausedCalls-- <= 0) {
            state = State.AVAILABLE;
        }
        if (state != State.AVAILABLE) {
            return state;
        }
        if (!identity.httpEndpoint) {
            return State.NOT_ENABLED;
        }
        return instances.isEmpty() ? State.NO_INSTANCE : State.AVAILABLE;
    }
}
