package lib.rehearsal.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A pool of sessions of one PostgreSQL server; each use begins as if the session were new. */
public final class ConnectionPool {
    @FunctionalInterface
    interface Work<T> {
        T in(Connection session) throws SQLException;
    }

    private final String url;
    private final Semaphore places;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    /** @param most how many at once; who comes then waits */
    ConnectionPool(String url, int most) {
        this.url = url;
        places = new Semaphore(most, true);
    }

    /**
     * Works in a session that finds its tables in that schema.
     *
     * @param timeout of each statement, by the server; zero: none
     */
    <T> T use(String schema, Duration timeout, Work<T> work) throws SQLException {
        places.acquireUninterruptibly();
        try {
            Connection session = idle.pollFirst();
            if (session == null) {
                session = DriverManager.getConnection(url);
            }
            try {
                prepare(session, schema, timeout);
                return work.in(session);
            } finally {
                giveBack(session);
            }
        } finally {
            places.release();
        }
    }

    private static void prepare(Connection session, String schema, Duration timeout) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("RESET ALL; SET TimeZone TO 'UTC'; SET search_path TO " + schema + ", public; SET statement_timeout TO " + timeout.toMillis());
        }
    }

    private void giveBack(Connection session) throws SQLException {
        if (session.isClosed()) {
            return;
        }
        if (!session.getAutoCommit() || session.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
            session.setAutoCommit(false);
            session.rollback();
            session.setAutoCommit(true);
        }
        idle.addFirst(session);
    }
}
