package lib.rehearsal.iam;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * A role, whose policies are evaluated without their conditions.
 *
 * @param trustPolicy who can assume it
 * @param policies the documents of its inline policies, which only allow
 */
public record IamRole(String name, JsonObject trustPolicy, List<JsonObject> policies) {
    /** Returns its ARN. */
    public String arn() {
        return "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":role/" + name;
    }

    /** Returns whether a service, such as dms.amazonaws.com, can assume it. */
    public boolean trusts(String service) {
        return objects(trustPolicy, "Statement").stream()
                .map(statement -> Json.child(statement, "Principal"))
                .anyMatch(principal -> texts(principal, "Service").contains(service));
    }

    /** Returns whether its policies allow an action on a resource. */
    public boolean allows(String action, String resource) {
        return policies.stream()
                .flatMap(policy -> objects(policy, "Statement").stream())
                .anyMatch(statement -> texts(statement, "Action").stream().anyMatch(each -> covers(each, action))
                        && texts(statement, "Resource").stream().anyMatch(each -> covers(each, resource)));
    }

    private static List<JsonObject> objects(JsonObject json, String name) {
        return elements(json, name).stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static List<String> texts(JsonObject json, String name) {
        return elements(json, name).stream().map(JsonElement::getAsString).toList();
    }

    /** A policy may contain one element instead of a list. */
    private static List<JsonElement> elements(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
    }

    private static boolean covers(String pattern, String value) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(value).matches();
    }
}
