package lib.rehearsal.cloudformation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import lib.rehearsal.wire.Json;

/** The values of a template's parameters, checked against their types and constraints. */
final class TemplateParameters {
    private TemplateParameters() {}

    /**
     * Returns a value for each parameter of the template.
     *
     * @param given as in the request
     * @param exists whether a resource of that type exists, such as an AWS::EC2::VPC::Id
     * @throws lib.rehearsal.wire.AwsError if CloudFormation would reject one
     */
    static Map<String, String> check(
            JsonObject declarations, Map<String, String> given, BiPredicate<String, String> exists) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(declarations.keySet());
        if (!unknown.isEmpty()) {
            throw Template.error("Parameters: " + unknown + " do not exist in the template");
        }
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> missing = new TreeSet<>();
        declarations.entrySet().forEach(each -> {
            JsonObject declaration = each.getValue().getAsJsonObject();
            String value = given.getOrDefault(
                    each.getKey(), Json.string(declaration, "Default").orElse(null));
            if (value == null) {
                missing.add(each.getKey());
            } else {
                check(each.getKey(), declaration, value, exists);
                values.put(each.getKey(), value);
            }
        });
        if (!missing.isEmpty()) {
            throw Template.error("Parameters: " + missing + " must have values");
        }
        return values;
    }

    private static void check(String name, JsonObject declaration, String value, BiPredicate<String, String> exists) {
        String type = type(declaration);
        List<String> allowed = Json.strings(declaration, "AllowedValues");
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            throw failed(name, declaration, "Member must satisfy enum value set: " + allowed);
        }
        Json.string(declaration, "AllowedPattern")
                .filter(pattern -> !value.matches(pattern))
                .ifPresent(pattern -> {
                    throw failed(name, declaration, "Parameter " + name + " must match pattern " + pattern);
                });
        if (type.equals("Number")) {
            checkNumber(name, declaration, value);
        }
        boolean list = type.startsWith("List<");
        String element = list ? type.substring("List<".length(), type.length() - 1) : type;
        if (element.startsWith("AWS::")) {
            for (String id : list ? value.split(",") : new String[] {value}) {
                if (!exists.test(element, id.strip())) {
                    throw Template.error("Parameter validation failed: parameter value " + id.strip()
                            + " for parameter name " + name + " does not exist");
                }
            }
        }
    }

    private static void checkNumber(String name, JsonObject declaration, String value) {
        if (!value.matches("-?\\d+([.]\\d+)?")) {
            throw Template.error("Parameter '" + name + "' must be a number.");
        }
        BigDecimal number = new BigDecimal(value);
        Json.member(declaration, "MinValue")
                .map(JsonElement::getAsBigDecimal)
                .filter(min -> number.compareTo(min) < 0)
                .ifPresent(min -> {
                    throw failed(name, declaration, "Parameter '" + name + "' must be a number not less than " + min);
                });
        Json.member(declaration, "MaxValue")
                .map(JsonElement::getAsBigDecimal)
                .filter(max -> number.compareTo(max) > 0)
                .ifPresent(max -> {
                    throw failed(
                            name, declaration, "Parameter '" + name + "' must be a number not greater than " + max);
                });
    }

    private static RuntimeException failed(String name, JsonObject declaration, String message) {
        return Template.error(Json.string(declaration, "ConstraintDescription")
                .map(text -> "Parameter " + name + " failed to satisfy constraint: " + text)
                .orElse(message));
    }

    /** Returns the value as Ref returns it: a list for a parameter of a list type. */
    static JsonElement ref(JsonObject declaration, String value) {
        String type = type(declaration);
        if (!type.startsWith("List<") && !type.equals("CommaDelimitedList")) {
            return new JsonPrimitive(value);
        }
        JsonArray values = new JsonArray();
        Stream.of(value.split(",")).map(String::strip).forEach(values::add);
        return values;
    }

    /** Returns whether the value must not be shown. */
    static boolean isSecret(JsonObject declaration) {
        return Json.member(declaration, "NoEcho").map(JsonElement::getAsBoolean).orElse(false);
    }

    private static String type(JsonObject declaration) {
        return Json.string(declaration, "Type")
                .orElseThrow(() ->
                        Template.error("Template format error: Every Parameters object must contain a Type member."));
    }
}
