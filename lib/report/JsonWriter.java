package lib.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes records as JSON: each component is a member of the same name, and one without a value is left out. A time is
 * ISO-8601 in whole seconds. A duration is a number of seconds, and {@code Seconds} follows its name. A constant of an
 * enum is its name in camel case.
 */
public final class JsonWriter {
    /** The members of this component, a record, become members of the record that contains it. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface Inline {}

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private JsonWriter() {}

    /** Returns the record as indented text. */
    public static String text(Record json) {
        return GSON.toJson(element(json));
    }

    /** Returns the name of a component's member. */
    public static String name(RecordComponent component) {
        return component.getName() + (component.getType() == Duration.class ? "Seconds" : "");
    }

    /** Returns the name of a constant: {@code NOT_STARTED} is {@code notStarted}. */
    public static String name(Enum<?> constant) {
        String words = Stream.of(constant.name().toLowerCase(Locale.ROOT).split("_"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        return Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }

    private static JsonElement element(Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof Optional<?> optional) {
            return element(optional.orElse(null));
        }
        if (value instanceof Record json) {
            JsonObject object = new JsonObject();
            addMembers(json, object);
            return object;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, each) ->
                    object.add(key instanceof Enum<?> constant ? name(constant) : key.toString(), element(each)));
            return object;
        }
        if (value instanceof Iterable<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(each -> array.add(element(each)));
            return array;
        }
        if (value instanceof Boolean bool) {
            return new JsonPrimitive(bool);
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof Duration duration) {
            return new JsonPrimitive(duration.toSeconds());
        }
        if (value instanceof Instant time) {
            return new JsonPrimitive(time.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return new JsonPrimitive(value instanceof Enum<?> constant ? name(constant) : value.toString());
    }

    private static void addMembers(Record json, JsonObject object) {
        for (RecordComponent component : json.getClass().getRecordComponents()) {
            Object value = valueOf(component, json);
            if (!component.isAnnotationPresent(Inline.class)) {
                object.add(name(component), element(value));
            } else if (value != null) {
                addMembers((Record) value, object);
            }
        }
    }

    private static Object valueOf(RecordComponent component, Record json) {
        try {
            component.getAccessor().setAccessible(true); // of a record that its room does not show
            return component.getAccessor().invoke(json);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
