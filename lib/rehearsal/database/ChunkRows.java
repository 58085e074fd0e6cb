package lib.rehearsal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The rows of a bot: three to eight chunks for each source, with embeddings that PostgreSQL derives from their ids. */
final class ChunkRows {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_CHARACTERS = 10, RANDOM_CHARACTERS = 16;
    private static final int MIN_CHUNKS = 3, CHUNK_COUNTS = 6;
    private static final String DELETE =
            "DELETE FROM items WHERE botid = ? AND pg_visible_in_snapshot(xmin::text::xid8, ?::pg_snapshot)";
    /** A vector has 1,024 numbers, which are the same eight numbers repeated. */
    private static final String INSERT =
            """
            INSERT INTO items (id, botid, content, source, embedding)
            SELECT id, ?, content, source, ('[' || rtrim(repeat(numbers, 128), ',') || ']')::vector
            FROM unnest(?::text[], ?::text[], ?::text[]) AS chunks(id, content, source),
            LATERAL (
                SELECT string_agg(round(('x' || substr(md5(id), place, 4))::bit(16)::integer / 65536.0 - 0.5, 4) || ',',
                    '' ORDER BY place)
                FROM generate_series(1, 29, 4) AS place) AS eight(numbers)""";

    private ChunkRows() {}

    /** Returns the snapshot of a transaction that begins now. */
    static String snapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet snapshot = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
            snapshot.next();
            return snapshot.getString(1);
        }
    }

    /**
     * Replaces a bot's rows, DELETE and INSERT in one transaction.
     *
     * @param snapshot of its beginning: rows that another task has written since are not visible, and not deleted
     * @param sources each gets rows; one that is named twice gets them twice
     */
    static Void replace(Connection connection, String botId, String snapshot, List<String> sources, Instant now)
            throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setString(1, botId);
            delete.setString(2, snapshot);
            delete.executeUpdate();
        }
        insert(connection, botId, sources, now, ThreadLocalRandom.current());
        connection.commit();
        connection.setAutoCommit(true);
        return null;
    }

    /**
     * Adds rows.
     *
     * @param random of their ids
     */
    static void insert(Connection connection, String botId, List<String> sources, Instant now, RandomGenerator random)
            throws SQLException {
        List<String> ids = new ArrayList<>(), contents = new ArrayList<>(), origins = new ArrayList<>();
        for (String source : sources) {
            int chunks = MIN_CHUNKS + Math.floorMod(source.hashCode(), CHUNK_COUNTS);
            for (int i = 1; i <= chunks; i++) {
                ids.add(ulid(now, random));
                int passage = i == chunks ? 1 : i; // as a page that occurs twice in a document
                contents.add("Passage " + passage + " of " + chunks + " from " + source + ".");
                origins.add(source);
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, botId);
            insert.setArray(2, connection.createArrayOf("text", ids.toArray()));
            insert.setArray(3, connection.createArrayOf("text", contents.toArray()));
            insert.setArray(4, connection.createArrayOf("text", origins.toArray()));
            insert.executeUpdate();
        }
    }

    /** Returns an id as upstream's container creates them, a ULID: ten characters of time, sixteen random ones. */
    private static String ulid(Instant time, RandomGenerator random) {
        StringBuilder ulid = new StringBuilder();
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            ulid.append(CROCKFORD.charAt((int) (time.toEpochMilli() >>> 5 * i & 31)));
        }
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            ulid.append(CROCKFORD.charAt(random.nextInt(CROCKFORD.length())));
        }
        return ulid.toString();
    }
}
