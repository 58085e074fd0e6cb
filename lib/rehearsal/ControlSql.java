package lib.rehearsal;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Any SQL of a test's, in the install's newest database and behind the Data API's back. */
final class ControlSql {
    /** @param sql one statement or several; the last one's result is told */
    record Order(String sql) {}

    private final Install install;

    ControlSql(Install install) {
        this.install = install;
    }

    /** Rows are arrays of texts, of numbers where the column has them, and of nulls. */
    JsonObject answer(Order order) {
        install.timeline.catchUp(); // what should have been written by now has been
        try {
            return install.aurora.use(Duration.ZERO, session -> {
                try (Statement statement = session.createStatement()) {
                    boolean rows = statement.execute(order.sql);
                    int updated = 0;
                    while (rows || statement.getUpdateCount() >= 0) {
                        JsonObject result = rows ? Json.object("rows", rows(statement.getResultSet())) : null;
                        if (!rows) updated = statement.getUpdateCount();
                        rows = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
                        if (result != null && !rows && statement.getUpdateCount() < 0) return result;
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
