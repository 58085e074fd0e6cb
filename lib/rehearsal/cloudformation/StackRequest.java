package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.VpcNetwork;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.QueryForm;

/**
 * What CreateStack was asked for, each field checked against its constraint.
 *
 * @param parameters a value for each of the template's
 * @param token ClientRequestToken; null: none
 * @param roleArn null: none
 */
record StackRequest(
        String name,
        Template template,
        Map<String, String> parameters,
        Map<String, String> tags,
        String token,
        String roleArn) {
    private static final String NAME = "[a-zA-Z][-a-zA-Z0-9]{0,127}", TOKEN = "[a-zA-Z0-9][-a-zA-Z0-9]{0,127}";
    private static final String ROLE = "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":role/[\\w+=,.@/-]+";
    private static final String TAG_KEY = "(?!aws:).{1,128}", TAG_VALUE = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,256}";
    private static final Set<String> FIELDS = Set.of(
            "Action",
            "Version",
            "StackName",
            "ClientRequestToken",
            "RoleARN",
            "TemplateBody",
            "Parameters",
            "Tags",
            "Capabilities",
            "OnFailure");

    /** @throws AwsError if CloudFormation would reject the request */
    static StackRequest of(JsonObject form, VpcNetwork network) {
        rejectOthers(form, FIELDS);
        Template template = Template.parse(Json.string(form, "TemplateBody")
                .orElseThrow(() -> Template.error("Either Template URL or Template Body must be specified.")));
        checkCapabilities(form, template);
        if (!"DELETE".equals(Json.string(form, "OnFailure").orElse(""))) {
            throw Template.error("The embedded AWS implements no OnFailure but DELETE.");
        }
        return new StackRequest(
                matching("stackName", Json.string(form, "StackName").orElse(""), NAME),
                template,
                parameters(form, template, network),
                tags(form),
                token(form),
                role(form));
    }

    /** Returns what Ref returns for each parameter and for the pseudo parameters; the caller may add to it. */
    Map<String, JsonElement> values(String region) {
        Map<String, JsonElement> values = new HashMap<>();
        parameters.forEach((name, value) -> {
            String type = Json.string(Json.child(template.parameters(), name), "Type").orElse("");
            boolean isList = type.startsWith("List<");
            values.put(name, isList ? Json.of(List.of(value.split(" *, *"))) : new JsonPrimitive(value));
        });
        values.put("AWS::AccountId", new JsonPrimitive(BedrockChatStack.ACCOUNT));
        values.put("AWS::Partition", new JsonPrimitive("aws"));
        values.put("AWS::Region", new JsonPrimitive(region));
        return values;
    }

    /** Returns whether the request had that token; null is none. */
    boolean hasToken(String other) {
        return token != null && token.equals(other);
    }

    /** What is ignored would be done by AWS. */
    static void rejectOthers(JsonObject form, Set<String> implemented) {
        for (String field : form.keySet()) {
            if (!implemented.contains(field.split("\\.")[0])) {
                throw Template.error("The embedded AWS does not implement " + field + ".");
            }
        }
    }

    private static void checkCapabilities(JsonObject form, Template template) {
        boolean hasRoles = template.resources().values().stream().anyMatch(each -> each.type() == ResourceType.ROLE);
        List<String> given = QueryForm.texts(form, "Capabilities.member");
        if (hasRoles && !given.contains("CAPABILITY_IAM") && !given.contains("CAPABILITY_NAMED_IAM")) {
            throw new AwsError(
                    400, "InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_IAM]");
        }
    }

    private static Map<String, String> parameters(JsonObject form, Template template, VpcNetwork network) {
        Map<String, String> given = QueryForm.pairs(form, "Parameters.member", "ParameterKey", "ParameterValue");
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(template.parameters().keySet());
        if (!unknown.isEmpty()) {
            throw Template.error("Parameters: " + unknown + " do not exist in the template");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> each : template.parameters().entrySet()) {
            String name = each.getKey();
            JsonObject declaration = each.getValue().getAsJsonObject();
            String value = given.get(name);
            if (value == null) {
                value = Json.string(declaration, "Default")
                        .orElseThrow(() -> Template.error("Parameters: [" + name + "] must have values"));
            }
            check(name, declaration, value, network);
            values.put(name, value);
        }
        return values;
    }

    private static void check(String name, JsonObject declaration, String value, VpcNetwork network) {
        List<String> allowed = Json.strings(declaration, "AllowedValues");
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            throw Template.error("Parameter '" + name + "' must be one of AllowedValues " + allowed);
        }
        String type = Json.string(declaration, "Type").orElse("");
        for (String each : value.split(",")) {
            boolean valid =
                    switch (type) {
                        case "String" -> true;
                        case "Number" -> value.matches("-?\\d+([.]\\d+)?");
                        case "AWS::EC2::VPC::Id" -> each.equals(BedrockChatStack.VPC);
                        case "AWS::EC2::SecurityGroup::Id" -> network.hasGroup(each);
                        case "List<AWS::EC2::Subnet::Id>" -> BedrockChatStack.SUBNETS.contains(each.strip());
                        default -> throw Template.error("The embedded AWS does not implement parameters of " + type);
                    };
            if (!valid) {
                throw Template.error("Parameter validation failed: parameter value " + each + " for parameter name "
                        + name + " does not exist");
            }
        }
    }

    private static Map<String, String> tags(JsonObject form) {
        Map<String, String> tags = QueryForm.pairs(form, "Tags.member", "Key", "Value");
        tags.forEach((key, value) -> {
            matching("tags.member.key", key, TAG_KEY);
            matching("tags.member.value", value, TAG_VALUE);
        });
        return tags;
    }

    private static String token(JsonObject form) {
        return Json.string(form, "ClientRequestToken")
                .map(token -> matching("clientRequestToken", token, TOKEN))
                .orElse(null);
    }

    /** @throws AwsError if CloudFormation cannot assume the role of the request */
    static String role(JsonObject form) {
        String role = Json.string(form, "RoleARN").orElse(null);
        if (role != null && !role.matches(ROLE)) {
            throw Template.error("Role " + role + " is invalid or cannot be assumed");
        }
        return role;
    }

    private static String matching(String member, String value, String pattern) {
        if (!value.matches(pattern)) {
            throw Template.error("1 validation error detected: Value '" + value + "' at '" + member
                    + "' failed to satisfy constraint: Member must satisfy regular expression pattern: " + pattern);
        }
        return value;
    }
}
