package lib.rehearsal.cloudformation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The intrinsic functions of a template: Ref, GetAtt, Sub, Join, Select, Split, If and the logic of conditions. */
final class Intrinsics {
    /** What the functions refer to. */
    interface Scope {
        /** Returns a parameter's value or a resource's id. */
        JsonElement ref(String name);

        JsonElement attribute(String resource, String attribute);

        boolean condition(String name);
    }

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final String NO_VALUE = "AWS::NoValue";

    private final Scope scope;

    Intrinsics(Scope scope) {
        this.scope = scope;
    }

    /** Returns the names to which a part of a template refers: parameters, resources and pseudo parameters. */
    static Set<String> references(JsonElement json) {
        Set<String> names = new LinkedHashSet<>();
        visit(json, (name, attribute) -> names.add(name));
        return names;
    }

    interface Visitor {
        /** @param attribute null: Ref */
        void reference(String name, String attribute);
    }

    /** Visits every reference. */
    static void visit(JsonElement json, Visitor visitor) {
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(each -> visit(each, visitor));
        }
        if (!json.isJsonObject()) {
            return;
        }
        JsonObject object = json.getAsJsonObject();
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            JsonElement value = member.getValue();
            if (object.size() == 1 && member.getKey().equals("Ref")) {
                visitor.reference(value.getAsString(), null);
            } else if (object.size() == 1 && member.getKey().equals("Fn::GetAtt")) {
                List<String> path = path(value);
                visitor.reference(path.get(0), path.get(1));
            } else if (object.size() == 1 && member.getKey().equals("Fn::Sub")) {
                visitSub(value, visitor);
            } else {
                visit(value, visitor);
            }
        }
    }

    private static void visitSub(JsonElement argument, Visitor visitor) {
        JsonObject own =
                argument.isJsonArray() ? argument.getAsJsonArray().get(1).getAsJsonObject() : new JsonObject();
        own.entrySet().forEach(variable -> visit(variable.getValue(), visitor));
        Matcher variables = VARIABLE.matcher(text(argument));
        while (variables.find()) {
            String name = variables.group(1);
            if (!name.startsWith("!") && !own.has(name)) {
                int dot = name.indexOf('.');
                visitor.reference(dot < 0 ? name : name.substring(0, dot), dot < 0 ? null : name.substring(dot + 1));
            }
        }
    }

    /** Returns the value, with all functions evaluated; members without a value are left out. */
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
        JsonObject object = json.getAsJsonObject();
        if (object.size() == 1) {
            Map.Entry<String, JsonElement> only = object.entrySet().iterator().next();
            if (only.getKey().equals("Ref")) {
                return ref(only.getValue().getAsString());
            }
            if (only.getKey().startsWith("Fn::")) {
                return call(only.getKey().substring(4), only.getValue());
            }
        }
        JsonObject values = new JsonObject();
        object.entrySet().forEach(member -> {
            JsonElement value = evaluate(member.getValue());
            if (!value.isJsonNull()) {
                values.add(member.getKey(), value);
            }
        });
        return values;
    }

    /** Evaluates a condition. */
    boolean test(JsonElement condition) {
        JsonObject object = condition.getAsJsonObject();
        Map.Entry<String, JsonElement> only = object.entrySet().iterator().next();
        return switch (only.getKey()) {
            case "Condition" -> scope.condition(only.getValue().getAsString());
            case "Fn::Equals" -> {
                JsonArray both = only.getValue().getAsJsonArray();
                yield evaluate(both.get(0))
                        .getAsString()
                        .equals(evaluate(both.get(1)).getAsString());
            }
            case "Fn::Not" -> !test(only.getValue().getAsJsonArray().get(0));
            case "Fn::And" -> stream(only.getValue()).allMatch(this::test);
            case "Fn::Or" -> stream(only.getValue()).anyMatch(this::test);
            default -> throw Template.error("Template error: " + only.getKey() + " is no condition function.");
        };
    }

    private JsonElement ref(String name) {
        return name.equals(NO_VALUE) ? JsonNull.INSTANCE : scope.ref(name);
    }

    private JsonElement call(String function, JsonElement argument) {
        return switch (function) {
            case "GetAtt" -> {
                List<String> path = path(argument);
                yield scope.attribute(path.get(0), path.get(1));
            }
            case "Sub" -> sub(argument);
            case "If" -> {
                JsonArray parts = argument.getAsJsonArray();
                yield evaluate(parts.get(scope.condition(parts.get(0).getAsString()) ? 1 : 2));
            }
            case "Join" -> {
                JsonArray parts = argument.getAsJsonArray();
                yield new JsonPrimitive(stream(evaluate(parts.get(1)))
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining(parts.get(0).getAsString())));
            }
            case "Select" -> {
                JsonArray parts = argument.getAsJsonArray();
                yield evaluate(parts.get(1))
                        .getAsJsonArray()
                        .get(evaluate(parts.get(0)).getAsInt());
            }
            case "Split" -> {
                JsonArray parts = argument.getAsJsonArray(), values = new JsonArray();
                String text = evaluate(parts.get(1)).getAsString();
                for (String value : text.split(Pattern.quote(parts.get(0).getAsString()), -1)) {
                    values.add(value);
                }
                yield values;
            }
            default -> throw Template.error("The embedded AWS does not implement Fn::" + function + ".");
        };
    }

    private JsonElement sub(JsonElement argument) {
        JsonObject own =
                argument.isJsonArray() ? argument.getAsJsonArray().get(1).getAsJsonObject() : new JsonObject();
        Function<String, JsonElement> value = name -> {
            if (own.has(name)) {
                return evaluate(own.get(name));
            }
            int dot = name.indexOf('.');
            return dot < 0 ? ref(name) : scope.attribute(name.substring(0, dot), name.substring(dot + 1));
        };
        return new JsonPrimitive(VARIABLE.matcher(text(argument)).replaceAll(match -> {
            String name = match.group(1);
            String text = name.startsWith("!")
                    ? "${" + name.substring(1) + "}"
                    : value.apply(name).getAsString();
            return Matcher.quoteReplacement(text);
        }));
    }

    private static String text(JsonElement sub) {
        return (sub.isJsonArray() ? sub.getAsJsonArray().get(0) : sub).getAsString();
    }

    /** Returns the name of a resource, and that of its attribute. */
    private static List<String> path(JsonElement argument) {
        if (argument.isJsonPrimitive()) {
            return List.of(argument.getAsString().split("\\.", 2));
        }
        List<String> parts = new ArrayList<>();
        argument.getAsJsonArray().forEach(part -> parts.add(part.getAsString()));
        return List.of(parts.get(0), String.join(".", parts.subList(1, parts.size())));
    }

    private static Stream<JsonElement> stream(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false);
    }
}
