package lib.rehearsal.cloudformation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions in the templates of the tool: Ref, GetAtt, Sub, If, and Equals and And in conditions. */
final class Functions {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final Stack stack;

    Functions(Stack stack) {
        this.stack = stack;
    }

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
            JsonArray values = new JsonArray();
            for (JsonElement each : json.getAsJsonArray()) {
                JsonElement value = evaluate(each);
                if (!value.isJsonNull()) {
                    values.add(value);
                }
            }
            return values;
        }
        if (!json.isJsonObject()) {
            return json;
        }
        JsonObject values = new JsonObject();
        for (Map.Entry<String, JsonElement> member : json.getAsJsonObject().entrySet()) {
            String name = member.getKey();
            if (name.equals("Ref") || name.startsWith("Fn::")) {
                return call(name, member.getValue());
            }
            JsonElement value = evaluate(member.getValue());
            if (!value.isJsonNull()) {
                values.add(name, value);
            }
        }
        return values;
    }

    private JsonElement call(String function, JsonElement argument) {
        return switch (function) {
            case "Ref" -> stack.ref(argument.getAsString());
            case "Fn::GetAtt" -> stack.attribute(argument.getAsString());
            case "Fn::If" -> {
                JsonArray parts = argument.getAsJsonArray();
                yield evaluate(parts.get(stack.condition(parts.get(0).getAsString()) ? 1 : 2));
            }
            case "Fn::Sub" ->
                new JsonPrimitive(VARIABLE.matcher(argument.getAsString())
                        .replaceAll(variable -> Matcher.quoteReplacement(substituted(variable.group(1)))));
            default -> throw new IllegalStateException("The embedded AWS does not implement " + function + ".");
        };
    }

    private String substituted(String variable) {
        return (variable.contains(".") ? stack.attribute(variable) : stack.ref(variable)).getAsString();
    }

    /** Evaluates a condition. */
    boolean test(JsonElement condition) {
        Map.Entry<String, JsonElement> function =
                condition.getAsJsonObject().entrySet().iterator().next();
        JsonElement argument = function.getValue();
        return switch (function.getKey()) {
            case "Condition" -> stack.condition(argument.getAsString());
            case "Fn::Equals" ->
                evaluate(argument.getAsJsonArray().get(0))
                        .equals(evaluate(argument.getAsJsonArray().get(1)));
            case "Fn::And" -> argument.getAsJsonArray().asList().stream().allMatch(this::test);
            default ->
                throw new IllegalStateException("The embedded AWS does not implement " + function.getKey() + ".");
        };
    }
}
