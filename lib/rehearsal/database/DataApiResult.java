package lib.rehearsal.database;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/** The rows of a result of ExecuteStatement, within the limits of the Data API. */
final class DataApiResult {
    private static final int MAX_RESULT_BYTES = 1 << 20, MAX_ROW_BYTES = 64 << 10;
    private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8"), FLOATS = Set.of("float4", "float8");
    private static final Set<String> TEXTS = Set.of(
            "text", "bpchar", "varchar", "name", "uuid", "json", "jsonb", "numeric", "date", "time", "timestamp",
            "timestamptz", "void");

    private DataApiResult() {}

    /** @throws AwsError if the Data API does not support the type of a column, or if the result is too large */
    static List<JsonArray> records(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String type = columns.getColumnTypeName(i);
            if (!type.equals("bool") && !INTEGERS.contains(type) && !FLOATS.contains(type) && !TEXTS.contains(type)) {
                throw unsupported("The result contains the unsupported data type "
                        + (type.startsWith("reg") ? type : type.toUpperCase(Locale.ROOT)) + ".");
            }
        }
        List<JsonArray> records = new ArrayList<>();
        long size = 0;
        while (rows.next()) {
            JsonArray record = new JsonArray();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                record.add(field(rows, i, columns.getColumnTypeName(i)));
            }
            int length = AwsResponse.utf8(Json.text(record)).length;
            size += length;
            if (length > MAX_ROW_BYTES) {
                throw unsupported("The result contains a row that exceeds the size limit 64 KB.");
            }
            if (size > MAX_RESULT_BYTES) {
                throw unsupported("The result exceeds the size limit 1 MB.");
            }
            records.add(record);
        }
        return records;
    }

    private static JsonObject field(ResultSet rows, int column, String type) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return Json.object("isNull", true);
        }
        if (type.equals("bool")) {
            return Json.object("booleanValue", rows.getBoolean(column));
        }
        if (INTEGERS.contains(type)) {
            return Json.object("longValue", rows.getLong(column));
        }
        if (FLOATS.contains(type)) {
            return Json.object("doubleValue", rows.getDouble(column));
        }
        return Json.object("stringValue", text);
    }

    private static AwsError unsupported(String message) {
        return new AwsError(400, "UnsupportedResultException", message);
    }
}
