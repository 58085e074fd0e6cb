package lib.rehearsal.database;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A pool of connections to one PostgreSQL server; each user finds a connection in its initial state. */
final class ConnectionPool {
    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private static final int CONNECT_SECONDS = 120;
    private final String url;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    /** @param size the maximum number of connections; further callers wait */
    ConnectionPool(String url, int size) {
        this.url = url;
        permits = new Semaphore(size, true);
    }

    /** @param parameters of the JDBC URL, such as the user */
    static ConnectionPool of(InetSocketAddress address, String parameters, int size) {
        String server = "jdbc:postgresql://" + address.getHostString() + ":" + address.getPort();
        // What is not prepared goes out in one message, whatever the number of its statements.
        return new ConnectionPool(
                server + "/" + AuroraClusters.DATABASE + "?preferQueryMode=extendedForPrepared&" + parameters, size);
    }

    /**
     * Works on a connection that finds its tables in that schema.
     *
     * @param timeout of each statement, by the server; zero: none
     */
    <T> T use(String schema, Duration timeout, Work<T> work) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            Connection connection = idle.pollFirst();
            if (connection == null) {
                connection = connect();
            }
            try {
                prepare(connection, schema, timeout);
                return work.run(connection);
            } finally {
                release(connection);
            }
        } finally {
            permits.release();
        }
    }

    /** The server listens; on a busy machine its answer may take longer than the ten seconds of the driver. */
    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        return DriverManager.getConnection(url, properties);
    }

    private static void prepare(Connection connection, String schema, Duration timeout) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("RESET ALL; SET TimeZone TO 'UTC'; SET search_path TO " + schema
                    + ", public; SET statement_timeout TO " + timeout.toMillis());
        }
    }

    private void release(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        boolean inTransaction = connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
        if (!connection.getAutoCommit() || inTransaction) {
            connection.setAutoCommit(false);
            connection.rollback();
            connection.setAutoCommit(true);
        }
        idle.addFirst(connection);
    }
}
