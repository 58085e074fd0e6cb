package lib.rehearsal.iam;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * A role. Of its policies, the inline ones are evaluated, without their conditions; of the managed ones, only the names
 * are known.
 *
 * @param path such as /
 * @param trustPolicy who can assume it
 * @param managedPolicies ARNs
 * @param policies documents of the inline policies
 */
public record IamRole(
        String name,
        String id,
        String path,
        JsonObject trustPolicy,
        List<String> managedPolicies,
        List<JsonObject> policies) {
    /** Returns its ARN, without a region. */
    public String arn() {
        return "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":role" + path + name;
    }

    /** Returns whether a service, such as dms.amazonaws.com, can assume it. */
    public boolean trusts(String service) {
        return statements(trustPolicy)
                .filter(statement -> isEffect(statement, "Allow"))
                .filter(statement -> values(statement, "Action").anyMatch("sts:AssumeRole"::equals))
                .anyMatch(statement -> Json.member(statement, "Principal")
                        .filter(JsonElement::isJsonObject)
                        .map(principal -> values(principal.getAsJsonObject(), "Service"))
                        .orElse(Stream.of())
                        .anyMatch(service::equals));
    }

    /** Returns whether its inline policies allow an action on a resource. */
    public boolean allows(String action, String resource) {
        return matches("Allow", action, resource) && !matches("Deny", action, resource);
    }

    private boolean matches(String effect, String action, String resource) {
        return policies.stream()
                .flatMap(IamRole::statements)
                .filter(statement -> isEffect(statement, effect))
                .filter(statement -> values(statement, "Action").anyMatch(each -> covers(each, action)))
                .anyMatch(statement -> values(statement, "Resource").anyMatch(each -> covers(each, resource)));
    }

    private static boolean isEffect(JsonObject statement, String effect) {
        return effect.equals(Json.string(statement, "Effect").orElse(null));
    }

    private static Stream<JsonObject> statements(JsonObject policy) {
        JsonElement statements = policy.get("Statement");
        return statements.isJsonArray()
                ? StreamSupport.stream(statements.getAsJsonArray().spliterator(), false)
                        .map(JsonElement::getAsJsonObject)
                : Stream.of(statements.getAsJsonObject());
    }

    /** Returns the texts of a member that is one text or a list of them. */
    private static Stream<String> values(JsonObject statement, String name) {
        JsonElement value = statement.get(name);
        if (value == null) {
            return Stream.of();
        }
        return value.isJsonArray() ? Json.strings(statement, name).stream() : Stream.of(value.getAsString());
    }

    private static boolean covers(String pattern, String value) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(value).matches();
    }
}
