package lib.rehearsal.database;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lib.rehearsal.wire.Json;

/** SQL of a test in one of the account's databases, which bypasses the Data API. */
public final class DirectSql {
    /**
     * What to run.
     *
     * @param sql one statement or several; the rows are those of the last
     * @param cluster identifier of the cluster; null: the app's newest
     * @param administrator whether a superuser runs it, instead of the master user
     */
    public record Script(String sql, String cluster, boolean administrator) {}

    private final AuroraClusters clusters;

    public DirectSql(AuroraClusters clusters) {
        this.clusters = clusters;
    }

    /**
     * Runs the statements. Rows are arrays of strings, of numbers and booleans for columns of such types, and of nulls.
     *
     * @throws IllegalArgumentException with PostgreSQL's message
     */
    public JsonObject run(Script script) {
        try {
            ClusterDatabase database = clusters.find(script.cluster).database();
            ConnectionPool.Work<JsonObject> work = connection -> {
                try (Statement statement = connection.createStatement()) {
                    return lastRows(statement, statement.execute(script.sql));
                }
            };
            return script.administrator ? database.administer(work) : database.use(Duration.ZERO, work);
        } catch (SQLException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** @param isResultSet whether the current result is a result set; otherwise it is an update count */
    private static JsonObject lastRows(Statement statement, boolean isResultSet) throws SQLException {
        List<JsonArray> rows = List.of();
        while (isResultSet || statement.getUpdateCount() >= 0) {
            rows = isResultSet ? rows(statement.getResultSet()) : List.of();
            isResultSet = statement.getMoreResults();
        }
        return Json.object("rows", rows);
    }

    private static List<JsonArray> rows(ResultSet set) throws SQLException {
        List<JsonArray> rows = new ArrayList<>();
        while (set.next()) {
            JsonArray row = new JsonArray();
            for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
                row.add(value(set, i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static JsonElement value(ResultSet set, int column) throws SQLException {
        Object value = set.getObject(column);
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        return Json.of(value instanceof Number || value instanceof Boolean ? value : set.getString(column));
    }
}
