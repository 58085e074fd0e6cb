package lib.rehearsal.database;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lib.rehearsal.wire.Json;

/** Any SQL of a test's, in the install's newest database and behind the Data API's back. */
public final class DirectSql {
    /** @param sql one statement or several; the last one's result is told */
    public record Order(String sql) {}

    private final AuroraClusters clusters;

    public DirectSql(AuroraClusters clusters) {
        this.clusters = clusters;
    }

    /** Rows are arrays of texts, of numbers where the column has them, and of nulls. */
    public JsonObject answer(Order order) {
        try {
            return clusters.use(Duration.ZERO, session -> {
                try (Statement statement = session.createStatement()) {
                    boolean rows = statement.execute(order.sql);
                    int updated = 0;
                    while (rows || statement.getUpdateCount() >= 0) {
                        JsonObject result = rows ? Json.object("rows", rows(statement.getResultSet())) : null;
                        if (!rows) {
                            updated = statement.getUpdateCount();
                        }
                        rows = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
                        if (result != null && !rows && statement.getUpdateCount() < 0) {
                            return result;
                        }
                    }
                    return Json.object("rows", List.of(), "updated", updated);
                }
            });
        } catch (SQLException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<JsonArray> rows(ResultSet set) throws SQLException {
        List<JsonArray> rows = new ArrayList<>();
        while (set.next()) {
            JsonArray row = new JsonArray();
            for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
                Object value = set.getObject(i);
                row.add(value == null ? JsonNull.INSTANCE : Json.of(value instanceof Number || value instanceof Boolean ? value : set.getString(i)));
            }
            rows.add(row);
        }
        return rows;
    }
}
