package lib.rehearsal.database;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;
import org.postgresql.util.PGobject;

/** The {@code parameters} of ExecuteStatement, bound to a prepared statement: strings as text, as the Data API does. */
final class DataApiParameters {
    private static final List<String> HINTS = List.of("DATE", "DECIMAL", "JSON", "TIME", "TIMESTAMP", "UUID");

    private final Map<String, JsonObject> byName = new HashMap<>();

    /** @throws AwsError if the Data API does not support a parameter */
    DataApiParameters(List<JsonElement> parameters) {
        for (JsonElement each : parameters) {
            JsonObject parameter = each.getAsJsonObject();
            if (Json.child(parameter, "value").has("arrayValue")) {
                throw AwsError.validation("Array parameters are not supported.");
            }
            Json.string(parameter, "typeHint")
                    .filter(hint -> !HINTS.contains(hint))
                    .ifPresent(hint -> {
                        throw AwsError.validation("Value '" + hint
                                + "' at 'typeHint' failed to satisfy constraint: Member must satisfy enum value set: "
                                + HINTS);
                    });
            byName.put(Json.string(parameter, "name").orElse(""), parameter);
        }
    }

    /** @param names the parameter of each question mark */
    void bind(PreparedStatement statement, List<String> names) throws SQLException {
        for (int i = 0; i < names.size(); i++) {
            JsonObject parameter = byName.get(names.get(i));
            if (parameter == null) {
                throw AwsError.validation("Cannot find parameter: " + names.get(i));
            }
            bind(statement, i + 1, parameter);
        }
    }

    private static void bind(PreparedStatement statement, int index, JsonObject parameter) throws SQLException {
        JsonObject value = Json.child(parameter, "value");
        Optional<String> string = Json.string(value, "stringValue"), hint = Json.string(parameter, "typeHint");
        if (string.isPresent() && hint.isPresent()) {
            statement.setObject(index, typed(hint.get(), string.get()));
        } else if (string.isPresent()) {
            statement.setString(index, string.get());
        } else if (value.has("longValue")) {
            statement.setLong(index, value.get("longValue").getAsLong());
        } else if (value.has("doubleValue")) {
            statement.setDouble(index, value.get("doubleValue").getAsDouble());
        } else if (value.has("booleanValue")) {
            statement.setBoolean(index, value.get("booleanValue").getAsBoolean());
        } else if (value.has("blobValue")) {
            statement.setBytes(
                    index, Base64.getDecoder().decode(value.get("blobValue").getAsString()));
        } else if (value.has("isNull")) {
            statement.setNull(index, Types.NULL);
        } else {
            String name = Json.string(parameter, "name").orElse("");
            throw AwsError.validation("Parameter \"" + name + "\" has value with no field set");
        }
    }

    private static PGobject typed(String hint, String text) throws SQLException {
        PGobject value = new PGobject();
        value.setType(hint.equals("DECIMAL") ? "numeric" : hint.toLowerCase(Locale.ROOT));
        value.setValue(text);
        return value;
    }
}
