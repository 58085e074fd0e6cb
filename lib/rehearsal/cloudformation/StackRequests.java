package lib.rehearsal.cloudformation;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.QueryForm;

/** The fields of CreateStack and DeleteStack, each checked against its constraint. */
final class StackRequests {
    private static final String NAME = "[a-zA-Z][-a-zA-Z0-9]*", TOKEN = "[a-zA-Z0-9][-a-zA-Z0-9]*";
    private static final String ROLE = "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":role/[\\w+=,.@/-]+";
    private static final String TAG_VALUE = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,256}";
    private static final int MAX_NAME = 128, MAX_TAGS = 50;
    private static final Set<String> ON_FAILURE = Set.of("ROLLBACK", "DO_NOTHING", "DELETE");

    private static final Set<String> DELETE_PARAMETERS =
            Set.of("Action", "Version", "StackName", "ClientRequestToken", "RoleARN");
    private static final Set<String> CREATE_PARAMETERS = Set.of(
            "Action",
            "Version",
            "StackName",
            "ClientRequestToken",
            "RoleARN",
            "TemplateBody",
            "Parameters",
            "Tags",
            "OnFailure",
            "DisableRollback",
            "Capabilities");

    private StackRequests() {}

    static void checkCreate(JsonObject form) {
        rejectOthers(form, CREATE_PARAMETERS);
    }

    static void checkDelete(JsonObject form) {
        rejectOthers(form, DELETE_PARAMETERS);
    }

    static String name(JsonObject form) {
        String name = Json.string(form, "StackName").orElse("");
        if (!name.matches(NAME) || name.length() > MAX_NAME) {
            throw invalid("stackName", name, "Member must satisfy regular expression pattern: " + NAME);
        }
        return name;
    }

    static String onFailure(JsonObject form) {
        boolean disabled =
                Json.string(form, "DisableRollback").filter("true"::equals).isPresent();
        String onFailure = Json.string(form, "OnFailure").orElse(disabled ? "DO_NOTHING" : "ROLLBACK");
        if (!ON_FAILURE.contains(onFailure)) {
            throw invalid("onFailure", onFailure, "Member must satisfy enum value set: [DO_NOTHING, ROLLBACK, DELETE]");
        }
        return onFailure;
    }

    /** Checks that the request acknowledges the roles of the template; with names of their own they need more. */
    static void checkCapabilities(JsonObject form, Template template) {
        List<String> given = QueryForm.texts(form, "Capabilities.member");
        List<Template.Resource> roles = template.resources().values().stream()
                .filter(resource -> resource.type().equals(IamRoleType.TYPE))
                .toList();
        boolean named = roles.stream().anyMatch(role -> role.properties().has("RoleName"));
        boolean missing = named
                ? !given.contains("CAPABILITY_NAMED_IAM")
                : !roles.isEmpty() && !given.contains("CAPABILITY_IAM") && !given.contains("CAPABILITY_NAMED_IAM");
        if (missing) {
            throw new AwsError(
                    400,
                    "InsufficientCapabilitiesException",
                    "Requires capabilities : [" + (named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM") + "]");
        }
    }

    /** What is ignored would be done by AWS. */
    private static void rejectOthers(JsonObject form, Set<String> implemented) {
        for (String field : form.keySet()) {
            if (!implemented.contains(field.split("\\.")[0])) {
                throw Template.error("The embedded AWS does not implement " + field + ".");
            }
        }
    }

    static Map<String, String> tags(JsonObject form) {
        Map<String, String> tags = QueryForm.pairs(form, "Tags.member", "Key", "Value");
        if (tags.size() > MAX_TAGS) {
            throw Template.error("1 validation error detected: Value at 'tags' failed to satisfy constraint: "
                    + "Member must have length less than or equal to " + MAX_TAGS);
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_NAME || key.startsWith("aws:")) {
                throw invalid("tags.member.key", key, "Member must have length between 1 and 128, and no prefix aws:");
            }
            if (!value.matches(TAG_VALUE)) {
                throw invalid(
                        "tags.member.value", value, "Member must satisfy regular expression pattern: " + TAG_VALUE);
            }
        });
        return tags;
    }

    static String token(JsonObject form) {
        String token = Json.string(form, "ClientRequestToken").orElse(null);
        if (token != null && (!token.matches(TOKEN) || token.length() > MAX_NAME)) {
            throw invalid("clientRequestToken", token, "Member must satisfy regular expression pattern: " + TOKEN);
        }
        return token;
    }

    static String role(JsonObject form) {
        String role = Json.string(form, "RoleARN").orElse(null);
        if (role != null && !role.matches(ROLE)) {
            throw Template.error("Role " + role + " is invalid or cannot be assumed");
        }
        return role;
    }

    private static AwsError invalid(String member, String value, String constraint) {
        return Template.error("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }
}
