package lib.rehearsal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is added to the empty table of a new database: the same rows at every start.
 *
 * @param sql statements that run after the rows have been written; null: none
 */
public record SnapshotContent(List<BotRows> bots, String sql) {
    public static final SnapshotContent EMPTY = new SnapshotContent(List.of(), null);

    /**
     * The rows of one bot.
     *
     * @param sources as in the column {@code source}; each gets rows
     * @param embeddedAt the time in their ids; null: unknown
     */
    public record BotRows(String botId, List<String> sources, Instant embeddedAt) {
        BotRows orAt(Instant time) {
            return embeddedAt == null ? new BotRows(botId, sources, time) : this;
        }
    }

    Void create(Connection connection) throws SQLException {
        for (BotRows bot : bots) {
            ChunkRows.insert(
                    connection, bot.botId, bot.sources, bot.embeddedAt, new SplittableRandom(bot.botId.hashCode()));
        }
        if (sql != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        return null;
    }
}
