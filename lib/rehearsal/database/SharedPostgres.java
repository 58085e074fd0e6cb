package lib.rehearsal.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one PostgreSQL of this process, which starts beside everything else. Each database cluster of each install is a schema in it: that is
 * quickly made, and its sessions see no other.
 */
public final class SharedPostgres {
    private static final int SESSIONS = 30;
    private static final Duration NO_TIMEOUT = Duration.ZERO;

    private final CompletableFuture<Void> installed = new CompletableFuture<>();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<ConnectionPool> sessions = new CompletableFuture<>();
    private final AtomicInteger clusters = new AtomicInteger();
    private volatile boolean ivfflat;

    private SharedPostgres() {}

    /** @param url of a server that is there already and has one session for us, as of JDBC; null: a server of our own */
    public static SharedPostgres start(String url) {
        SharedPostgres postgres = new SharedPostgres();
        Thread thread = new Thread(() -> postgres.begin(url), "start of PostgreSQL");
        thread.setDaemon(true);
        thread.start();
        return postgres;
    }

    private void begin(String url) {
        try {
            ConnectionPool begun = url == null ? own() : new ConnectionPool(url, 1);
            installed.complete(null);
            started.join();
            ivfflat = begun.use("public", NO_TIMEOUT, PgvectorSubstitute::create);
            sessions.complete(begun);
        } catch (IOException | SQLException | RuntimeException e) {
            if (!PostgresServer.isEnding()) {
                System.err.println("There is no PostgreSQL here (" + e.getMessage() + "), so the database clusters of the rehearsal stay without the Data API.");
            }
            sessions.completeExceptionally(e);
            installed.complete(null);
        }
    }

    private ConnectionPool own() throws IOException {
        Path installation = PostgresBinaries.ready();
        installed.complete(null);
        return new ConnectionPool(PostgresServer.start(installation).url, SESSIONS);
    }

    /**
     * Says that everything else has been started: only then is the server spoken to, so that loading the driver's classes delays nothing.
     * Returns when the first start's download is over, so that no request has to wait for that.
     */
    public void restHasStarted() {
        started.complete(null);
        installed.join();
    }

    /** Once it runs; empty if it cannot. */
    Optional<ConnectionPool> sessions() {
        try {
            return Optional.of(sessions.join());
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    /** A new, empty database as the deploy leaves it: the table and both its indexes. Returns its schema. */
    String createCluster() throws SQLException {
        String schema = "cluster_" + clusters.incrementAndGet();
        sessions.join().use("public", NO_TIMEOUT, session -> PgvectorSubstitute.createItems(session, schema, ivfflat));
        return schema;
    }

    void dropCluster(String schema) {
        CompletableFuture.runAsync(() -> {
            try {
                sessions.join().use("public", NO_TIMEOUT, session -> session.createStatement().execute("DROP SCHEMA " + schema + " CASCADE"));
            } catch (SQLException e) {
                System.err.println("A database that nobody needs any more could not be dropped: " + e.getMessage());
            }
        });
    }
}
