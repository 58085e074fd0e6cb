package lib.rehearsal.database;

import java.sql.SQLException;
import java.time.Duration;

/**
 * The database of one cluster.
 *
 * @param users connections as the master user
 * @param administrators connections as a superuser, which Aurora gives to no user
 * @param schema where its tables are
 * @param server its own server; null: it is a schema in the shared one
 */
record ClusterDatabase(ConnectionPool users, ConnectionPool administrators, String schema, AuroraServer server) {

    /** @param timeout of each statement; zero: none */
    <T> T use(Duration timeout, ConnectionPool.Work<T> work) throws SQLException {
        return users.use(schema, timeout, work);
    }

    /** Works without a timeout as a superuser. */
    <T> T administer(ConnectionPool.Work<T> work) throws SQLException {
        return administrators.use(schema, Duration.ZERO, work);
    }
}
