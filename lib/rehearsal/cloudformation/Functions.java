package lib.rehearsal.cloudformation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.rehearsal.wire.Json;

/**
 * The functions in the templates of the tool: Ref, GetAtt, Sub, If, and Equals and And in conditions.
 *
 * @param conditions of the template
 * @param values what Ref returns, by name, and what GetAtt does, by the name of a resource, a dot, and an attribute
 */
record Functions(JsonObject conditions, Map<String, JsonElement> values) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    /** Returns the names of the parameters and resources to which a part of a template refers. */
    static Set<String> references(JsonElement json) {
        Set<String> names = new LinkedHashSet<>();
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(each -> names.addAll(references(each)));
        } else if (json.isJsonObject()) {
            for (Map.Entry<String, JsonElement> member : json.getAsJsonObject().entrySet()) {
                switch (member.getKey()) {
                    case "Ref", "Fn::GetAtt" ->
                        names.add(member.getValue().getAsString().split("\\.")[0]);
                    case "Fn::Sub" ->
                        VARIABLE.matcher(member.getValue().getAsString())
                                .results()
                                .forEach(variable -> names.add(variable.group(1).split("\\.")[0]));
                    default -> names.addAll(references(member.getValue()));
                }
            }
        }
        return names;
    }

    /** Returns the value, with all functions evaluated; members and elements without a value are left out. */
    JsonElement evaluate(JsonElement json) {
        if (json.isJsonArray()) {
            JsonArray array = new JsonArray();
            json.getAsJsonArray().asList().stream()
                    .map(this::evaluate)
                    .filter(value -> !value.isJsonNull())
                    .forEach(array::add);
            return array;
        }
        if (!json.isJsonObject()) {
            return json;
        }
        JsonObject object = new JsonObject();
        for (Map.Entry<String, JsonElement> member : json.getAsJsonObject().entrySet()) {
            String name = member.getKey();
            if (name.equals("Ref") || name.startsWith("Fn::")) {
                return call(name, member.getValue());
            }
            JsonElement value = evaluate(member.getValue());
            if (!value.isJsonNull()) {
                object.add(name, value);
            }
        }
        return object;
    }

    private JsonElement call(String function, JsonElement argument) {
        return switch (function) {
            case "Ref", "Fn::GetAtt" -> value(argument.getAsString());
            case "Fn::If" -> {
                List<JsonElement> parts = argument.getAsJsonArray().asList();
                yield evaluate(parts.get(isTrue(parts.get(0).getAsString()) ? 1 : 2));
            }
            case "Fn::Sub" ->
                new JsonPrimitive(VARIABLE.matcher(argument.getAsString())
                        .replaceAll(variable -> Matcher.quoteReplacement(
                                value(variable.group(1)).getAsString())));
            default -> throw new IllegalStateException("The embedded AWS does not implement " + function + ".");
        };
    }

    /** @throws IllegalStateException if nothing has that name, or the condition of the resource is false */
    private JsonElement value(String name) {
        if (name.equals("AWS::NoValue")) {
            return JsonNull.INSTANCE;
        }
        if (!values.containsKey(name)) {
            throw new IllegalStateException("Unresolved resource dependencies [" + name + "]");
        }
        return values.get(name);
    }

    /** Evaluates the condition with that name. */
    boolean isTrue(String condition) {
        return test(Json.child(conditions, condition));
    }

    private boolean test(JsonElement condition) {
        Map.Entry<String, JsonElement> function =
                condition.getAsJsonObject().entrySet().iterator().next();
        JsonElement argument = function.getValue();
        return switch (function.getKey()) {
            case "Condition" -> isTrue(argument.getAsString());
            case "Fn::Equals" -> {
                JsonArray sides = evaluate(argument).getAsJsonArray();
                yield sides.get(0).equals(sides.get(1));
            }
            case "Fn::And" -> argument.getAsJsonArray().asList().stream().allMatch(this::test);
            default ->
                throw new IllegalStateException("The embedded AWS does not implement " + function.getKey() + ".");
        };
    }
}
