package lib.rehearsal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows of a bot: three to eight passages for each source, with embeddings that PostgreSQL makes of the rows' ids. */
public final class ChunkRows {
    private static final int FEWEST = 3, KINDS = 6;
    private static final String DELETE = "DELETE FROM items WHERE botid = ? AND pg_visible_in_snapshot(xmin::text::xid8, ?::pg_snapshot)";
    /** 1,024 numbers, which are eight numbers again and again. */
    private static final String INSERT = """
            INSERT INTO items (id, botid, content, source, embedding)
            SELECT id, ?, content, source, ('[' || rtrim(repeat(numbers, 128), ',') || ']')::vector
            FROM unnest(?::text[], ?::text[], ?::text[]) AS passages(id, content, source),
            LATERAL (SELECT string_agg(round(('x' || substr(md5(id), place, 4))::bit(16)::integer / 65536.0 - 0.5, 4) || ',', '' ORDER BY place)
                FROM generate_series(1, 29, 4) AS place) AS eight(numbers)""";

    private ChunkRows() {}

    /** What a transaction sees that begins now. */
    static String snapshot(Connection session) throws SQLException {
        try (Statement statement = session.createStatement(); ResultSet snapshot = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
            snapshot.next();
            return snapshot.getString(1);
        }
    }

    /**
     * DELETE and INSERT in one transaction.
     *
     * @param snapshot of its beginning: rows that another task has written since are not seen, and so not deleted
     * @param sources  each of them gets rows; one that is named twice gets them twice
     */
    static Void replace(Connection session, String botId, String snapshot, List<String> sources, Instant now) throws SQLException {
        List<String> ids = new ArrayList<>(), contents = new ArrayList<>(), origins = new ArrayList<>();
        for (String source : sources) {
            int passages = FEWEST + Math.floorMod(source.hashCode(), KINDS);
            for (int i = 1; i <= passages; i++) {
                ids.add(Ulid.at(now));
                contents.add("Passage " + i + " of " + passages + " from " + source + ".");
                origins.add(source);
            }
        }
        session.setAutoCommit(false);
        try (PreparedStatement delete = session.prepareStatement(DELETE); PreparedStatement insert = session.prepareStatement(INSERT)) {
            delete.setString(1, botId);
            delete.setString(2, snapshot);
            delete.executeUpdate();
            insert.setString(1, botId);
            insert.setArray(2, session.createArrayOf("text", ids.toArray()));
            insert.setArray(3, session.createArrayOf("text", contents.toArray()));
            insert.setArray(4, session.createArrayOf("text", origins.toArray()));
            insert.executeUpdate();
        }
        session.commit();
        session.setAutoCommit(true);
        return null;
    }
}
