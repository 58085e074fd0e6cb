package lib.rehearsal.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** JSON as AWS writes it: times as epoch seconds with milliseconds, absent members instead of nulls. */
public final class Json {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(Duration.class, (JsonDeserializer<Duration>)
                    (json, type, context) -> Duration.ofMillis(Math.round(json.getAsDouble() * 1000)))
            .registerTypeAdapter(Duration.class, (JsonSerializer<Duration>)
                    (duration, type, context) -> new JsonPrimitive(duration.toMillis() / 1000.0))
            .registerTypeAdapter(Instant.class, (JsonDeserializer<Instant>)
                    (json, type, context) -> Instant.parse(json.getAsString()))
            .registerTypeAdapter(Instant.class, (JsonSerializer<Instant>)
                    (time, type, context) -> new JsonPrimitive(time.toString()))
            .registerTypeHierarchyAdapter(Enum.class, (JsonDeserializer<Enum<?>>)
                    (json, type, context) -> constant((Class<?>) type, json.getAsString()))
            .create();

    private Json() {}

    /** Returns the constant with that text, in whatever case and with or without underscores. */
    private static Enum<?> constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().replace("_", "").equalsIgnoreCase(name.replace("_", ""))) {
                return (Enum<?>) constant;
            }
        }
        throw new IllegalArgumentException(
                "there is no " + name + ", only " + Arrays.toString(type.getEnumConstants()));
    }

    /** Returns an object of the alternating names and values; null values are left out. */
    public static JsonObject object(Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                object.add((String) namesAndValues[i], of(namesAndValues[i + 1]));
            }
        }
        return object;
    }

    /** Converts JSON elements, times, collections, and whatever Gson knows. */
    public static JsonElement of(Object value) {
        if (value instanceof JsonElement json) {
            return json;
        }
        if (value instanceof Instant time) {
            return new JsonPrimitive(BigDecimal.valueOf(time.toEpochMilli(), 3)); // never 1.7E9
        }
        if (value instanceof Collection<?> values) {
            JsonArray array = new JsonArray();
            values.forEach(each -> array.add(of(each)));
            return array;
        }
        return GSON.toJsonTree(value);
    }

    /** Returns a time as XML contains it, to the millisecond; null for null. */
    public static String iso(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Returns compact JSON without HTML escapes. */
    public static String text(JsonElement json) {
        return GSON.toJson(json);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if the record has no such member, or if its constructor rejects the values
     */
    public static <T extends Record> T as(Class<T> type, JsonObject json) {
        List<String> known = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        for (String name : json.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("there is no " + name + ", only " + String.join(", ", known));
            }
        }
        try {
            return GSON.fromJson(json, type);
        } catch (RuntimeException e) { // Gson wraps what a constructor throws
            if (e.getCause() instanceof IllegalArgumentException invalid) {
                throw invalid;
            }
            throw e;
        }
    }

    /** Returns a copy of the record with these members replaced. */
    @SuppressWarnings("unchecked")
    public static <T extends Record> T with(T record, JsonObject changes) {
        JsonObject json = GSON.toJsonTree(record).getAsJsonObject();
        changes.entrySet().forEach(change -> json.add(change.getKey(), change.getValue()));
        return as((Class<T>) record.getClass(), json);
    }

    /**
     * Parses an object; blank text is an empty one.
     *
     * @throws JsonParseException if the text is not one JSON object
     */
    public static JsonObject parse(String text) {
        if (text.isBlank()) {
            return new JsonObject();
        }
        JsonElement json = JsonParser.parseString(text);
        if (!json.isJsonObject()) {
            throw new JsonParseException("a JSON object is expected, not " + text);
        }
        return json.getAsJsonObject();
    }

    /** Returns a string member that is neither absent nor null. */
    public static Optional<String> string(JsonObject json, String name) {
        return member(json, name).map(JsonElement::getAsString);
    }

    /** Returns a member that is neither absent nor null. */
    public static Optional<JsonElement> member(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).filter(each -> !each.isJsonNull());
    }

    /** Returns an object; if it is absent, an empty one. */
    public static JsonObject child(JsonObject json, String name) {
        return member(json, name).map(JsonElement::getAsJsonObject).orElseGet(JsonObject::new);
    }

    /** Returns the elements of an array; if it is absent, none. */
    public static List<JsonElement> list(JsonObject json, String name) {
        return member(json, name).map(each -> each.getAsJsonArray().asList()).orElse(List.of());
    }

    /** Returns the strings of an array; if it is absent, none. */
    public static List<String> strings(JsonObject json, String name) {
        return list(json, name).stream().map(JsonElement::getAsString).toList();
    }
}
