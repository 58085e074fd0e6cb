package lib.rehearsal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * The copy of a table from one cluster into an existing table of another, as pg_dump and pg_restore do it: one COPY,
 * after whose error nothing is written.
 *
 * @param table with its schema, both quoted for SQL
 */
public record TableCopy(DbCluster source, DbCluster target, String table) {
    /** The columns that pg_dump names; null if there is no such table. */
    private static final String COLUMNS =
            """
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
            """;

    /**
     * Copies this percentage of the rows.
     *
     * @throws SQLException if one of the databases rejects it
     */
    public void run(int percent) throws SQLException {
        source.database()
                .use(Duration.ZERO, from -> target.database().use(Duration.ZERO, to -> copy(from, to, percent)));
    }

    private Void copy(Connection from, Connection to, int percent) throws SQLException {
        String columns = columns(from);
        String rows = "SELECT " + columns + " FROM " + table + " LIMIT (SELECT count(*) * " + percent + " / 100 FROM "
                + table + ")";
        try {
            CopyOut out = from.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + rows + ") TO STDOUT");
            CopyIn in = to.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " (" + columns + ") FROM STDIN");
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                in.writeToCopy(row, 0, row.length);
            }
            in.endCopy();
            return null;
        } catch (SQLException e) { // in the middle of a COPY a connection is of no further use
            from.close();
            to.close();
            throw e;
        }
    }

    private String columns(Connection from) throws SQLException {
        try (PreparedStatement statement = from.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                String columns = found.getString(1);
                if (columns == null) {
                    throw new SQLException("no matching tables were found");
                }
                return columns;
            }
        }
    }
}
