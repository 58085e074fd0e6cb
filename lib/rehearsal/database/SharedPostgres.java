package lib.rehearsal.database;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import lib.rehearsal.wire.DataFile;

/**
 * The PostgreSQL that the accounts share, which starts in the background. A database cluster without a server of its
 * own is a schema in it: a schema is created quickly, and its connections see no other.
 */
public final class SharedPostgres {
    private static final int CONNECTIONS = 30;
    private static final String SUPERUSER = "postgres";
    private static final Duration NO_TIMEOUT = Duration.ZERO;

    private final CompletableFuture<Void> downloaded = new CompletableFuture<>();
    private final CompletableFuture<Void> connectAllowed = new CompletableFuture<>();
    private final CompletableFuture<ConnectionPool> pool = new CompletableFuture<>();
    private final AtomicInteger clusters = new AtomicInteger();

    private SharedPostgres() {}

    /** @param url the JDBC URL of a running server that allows one connection; null: a server of our own */
    public static SharedPostgres start(String url) {
        SharedPostgres postgres = new SharedPostgres();
        Thread thread = new Thread(() -> postgres.run(url), "start of PostgreSQL");
        thread.setDaemon(true);
        thread.start();
        return postgres;
    }

    private void run(String url) {
        try {
            ConnectionPool connections = url == null ? ownServer() : new ConnectionPool(url, 1);
            downloaded.complete(null);
            connectAllowed.join();
            connections.use("public", NO_TIMEOUT, SharedPostgres::createType);
            pool.complete(connections);
        } catch (IOException | SQLException | RuntimeException e) {
            if (!PostgresServer.isEnding()) {
                System.err.println("PostgreSQL is not available (" + e.getMessage()
                        + "), so the database clusters of the rehearsal have no Data API.");
            }
            pool.completeExceptionally(e);
            downloaded.complete(null);
        }
    }

    /** Creates the type {@code vector}: pgvector's if the server has it, otherwise a substitute. */
    private static boolean createType(Connection connection) throws SQLException {
        String query = "SELECT FROM pg_available_extensions WHERE name = 'vector'";
        try (Statement statement = connection.createStatement()) {
            boolean hasPgvector = statement.executeQuery(query).next();
            return statement.execute(
                    hasPgvector ? "CREATE EXTENSION IF NOT EXISTS vector" : DataFile.text("vector.sql"));
        }
    }

    private ConnectionPool ownServer() throws IOException {
        Path installation = PostgresBinaries.install();
        downloaded.complete(null);
        InetSocketAddress address = PostgresServer.freeAddress();
        PostgresServer.start(installation, new PostgresServer.Kind(SUPERUSER, "", "", "", false), address);
        String password = Files.readString(installation.resolve("password"));
        return ConnectionPool.of(address, "user=" + SUPERUSER + "&password=" + password, CONNECTIONS);
    }

    /**
     * Allows the first connection, so that loading the driver's classes does not delay the start of everything else.
     * Returns when the binaries are installed, so that no request has to wait for their download.
     */
    public void allowConnections() {
        connectAllowed.complete(null);
        downloaded.join();
    }

    /** Returns the connections as soon as the server runs; empty if it cannot. */
    Optional<ConnectionPool> pool() {
        try {
            return Optional.of(pool.join());
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    /** Creates an empty database as the deploy leaves it, with the table and its indexes. */
    ClusterDatabase createCluster() throws SQLException {
        String schema = "cluster_" + clusters.incrementAndGet();
        ConnectionPool connections = pool().orElseThrow(() -> new SQLException("there is no server"));
        connections.use("public", NO_TIMEOUT, connection -> connection
                .createStatement()
                .execute("CREATE SCHEMA " + schema + "; SET search_path TO " + schema + ", public; "
                        + DataFile.text("items.sql")));
        return new ClusterDatabase(connections, connections, schema, null);
    }

    void dropCluster(String schema) {
        try {
            pool.join().use("public", NO_TIMEOUT, connection -> connection
                    .createStatement()
                    .execute("DROP SCHEMA " + schema + " CASCADE"));
        } catch (SQLException e) {
            System.err.println("The database of a deleted account could not be dropped: " + e.getMessage());
        }
    }
}
