package lib.rehearsal.database;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/** The rows of a result of ExecuteStatement, within the limits of the Data API. */
final class DataApiResult {
    private static final int MAX_RESULT_BYTES = 1 << 20, MAX_ROW_BYTES = 64 << 10;
    private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8", "smallserial", "serial", "bigserial");
    private static final Set<String> FLOATS = Set.of("float4", "float8");
    private static final Set<String> TEXTS = Set.of(
            "text",
            "bpchar",
            "varchar",
            "name",
            "uuid",
            "json",
            "jsonb",
            "numeric",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "cidr",
            "inet",
            "void");

    private final ResultSet rows;
    private final ResultSetMetaData columns;

    /** @throws AwsError if the Data API does not support the type of a column */
    DataApiResult(ResultSet rows) throws SQLException {
        this.rows = rows;
        columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (!isSupported(i)) {
                throw unsupported("The result contains the unsupported data type "
                        + displayName(columns.getColumnTypeName(i)) + ".");
            }
        }
    }

    List<JsonArray> records() throws SQLException {
        List<JsonArray> records = new ArrayList<>();
        long size = 0;
        while (rows.next()) {
            JsonArray record = new JsonArray();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                record.add(field(i));
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

    List<JsonObject> metadata() throws SQLException {
        List<JsonObject> metadata = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            metadata.add(Json.object(
                    "name",
                    columns.getColumnName(i),
                    "label",
                    columns.getColumnLabel(i),
                    "type",
                    columns.getColumnType(i),
                    "typeName",
                    columns.getColumnTypeName(i),
                    "schemaName",
                    "",
                    "tableName",
                    "",
                    "arrayBaseColumnType",
                    0,
                    "isAutoIncrement",
                    false,
                    "isCaseSensitive",
                    columns.isCaseSensitive(i),
                    "isCurrency",
                    false,
                    "isSigned",
                    columns.isSigned(i),
                    "nullable",
                    ResultSetMetaData.columnNullableUnknown,
                    "precision",
                    columns.getPrecision(i),
                    "scale",
                    columns.getScale(i)));
        }
        return metadata;
    }

    private boolean isSupported(int column) throws SQLException {
        String type = columns.getColumnTypeName(column);
        boolean isEnum = columns.getColumnType(column) == Types.VARCHAR;
        String scalar = type.startsWith("_") ? type.substring(1) : type; // PostgreSQL's name of an array type
        return isEnum
                || scalar.equals("bool")
                || type.equals("bytea")
                || INTEGERS.contains(scalar)
                || FLOATS.contains(scalar)
                || TEXTS.contains(scalar);
    }

    private JsonObject field(int column) throws SQLException {
        String type = columns.getColumnTypeName(column);
        String text = rows.getString(column);
        if (text == null) {
            return Json.object("isNull", true);
        }
        if (type.startsWith("_")) {
            Object[] elements = (Object[]) rows.getArray(column).getArray();
            return Json.object("arrayValue", array(type.substring(1), elements));
        }
        if (type.equals("bool")) {
            return Json.object("booleanValue", rows.getBoolean(column));
        }
        if (type.equals("bytea")) {
            return Json.object("blobValue", Base64.getEncoder().encodeToString(rows.getBytes(column)));
        }
        if (INTEGERS.contains(type)) {
            return Json.object("longValue", rows.getLong(column));
        }
        if (FLOATS.contains(type)) {
            return Json.object("doubleValue", rows.getDouble(column));
        }
        if (type.equals("timestamptz")) {
            return Json.object("stringValue", text.replaceFirst("\\+00$", "")); // the connection's time zone is UTC
        }
        return Json.object("stringValue", text);
    }

    private static JsonObject array(String type, Object[] elements) {
        String member = arrayMember(type);
        boolean strings = member.equals("stringValues");
        List<Object> values = Arrays.stream(elements)
                .map(each -> strings ? String.valueOf(each) : each)
                .toList();
        return Json.object(member, values);
    }

    private static String arrayMember(String type) {
        if (type.equals("bool")) {
            return "booleanValues";
        }
        if (INTEGERS.contains(type)) {
            return "longValues";
        }
        return FLOATS.contains(type) ? "doubleValues" : "stringValues";
    }

    /** Returns the name of a type as the service writes it, for the types that have been observed. */
    private static String displayName(String type) {
        return type.startsWith("reg") ? type : type.toUpperCase(Locale.ROOT);
    }

    private static AwsError unsupported(String message) {
        return new AwsError(400, "UnsupportedResultException", message);
    }
}
