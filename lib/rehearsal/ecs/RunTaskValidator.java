package lib.rehearsal.ecs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/** The checks of ECS before it starts a task, with the service's own messages if they are known. */
final class RunTaskValidator {
    private static final int MAX_OVERRIDE_CHARACTERS = 8192;
    private static final Pattern STARTED_BY = Pattern.compile("[A-Za-z0-9\\-/_]{1,128}");
    private static final Pattern CLIENT_TOKEN = Pattern.compile("[!-~]{1,64}");

    private RunTaskValidator() {}

    /** Checks the members that do not depend on the account. */
    static void checkParameters(JsonObject request) {
        int count = count(request);
        if (count < 1 || count > 10) {
            throw AwsError.invalidParameter("Count must be between 1 and 10.");
        }
        Json.string(request, "startedBy")
                .filter(text -> !STARTED_BY.matcher(text).matches())
                .ifPresent(text -> {
                    throw AwsError.invalidParameter(
                            "startedBy must be up to 128 letters, numbers, hyphens, forward slashes, and underscores.");
                });
        Json.string(request, "clientToken")
                .filter(text -> !CLIENT_TOKEN.matcher(text).matches())
                .ifPresent(text -> {
                    throw AwsError.invalidParameter(
                            "clientToken must be up to 64 ASCII characters in the range of 33-126.");
                });
        if (Json.list(request, "tags").size() > 50) {
            throw AwsError.invalidParameter("Tags can not have more than 50 elements");
        }
        int overrides = Json.text(Json.child(request, "overrides")).length();
        if (overrides > MAX_OVERRIDE_CHARACTERS) {
            throw AwsError.invalidParameter("Container Overrides length must be at most " + MAX_OVERRIDE_CHARACTERS);
        }
        String launchType = Json.string(request, "launchType").orElse("EC2");
        if (!launchType.equals("FARGATE")) {
            throw AwsError.invalidParameter("No Container Instances were found in your cluster.");
        }
    }

    static int count(JsonObject request) {
        return Json.member(request, "count").map(JsonElement::getAsInt).orElse(1);
    }

    static void checkDefinition(JsonObject request, TaskDefinition definition) {
        if (!definition.isActive()) {
            throw AwsError.client("TaskDefinition is inactive");
        }
        if (!definition.requiresCompatibilities().contains("FARGATE")) {
            throw AwsError.invalidParameter("Task definition does not support launch_type FARGATE.");
        }
        for (JsonElement override : Json.list(Json.child(request, "overrides"), "containerOverrides")) {
            String name = Json.string(override.getAsJsonObject(), "name").orElse("null");
            if (!name.equals(definition.container())) {
                throw AwsError.invalidParameter(
                        "Override for container named " + name + " is not a container in the TaskDefinition.");
            }
        }
    }

    static void checkNetwork(JsonObject request) {
        JsonObject network = Json.child(Json.child(request, "networkConfiguration"), "awsvpcConfiguration");
        List<String> subnets = Json.strings(network, "subnets");
        List<String> securityGroups = Json.strings(network, "securityGroups");
        if (network.size() == 0) {
            throw AwsError.invalidParameter(
                    "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        if (subnets.isEmpty()) {
            throw AwsError.invalidParameter("subnets can not be empty.");
        }
        if (subnets.size() > 16) {
            throw AwsError.invalidParameter("subnets can have at most 16 items.");
        }
        if (securityGroups.size() > 5) {
            throw AwsError.invalidParameter("securityGroups can have at most 5 items.");
        }
        String publicIp = Json.string(network, "assignPublicIp").orElse("DISABLED");
        if (!List.of("ENABLED", "DISABLED").contains(publicIp)) {
            throw AwsError.invalidParameter("assignPublicIp must be ENABLED or DISABLED.");
        }
        for (String subnet : subnets) {
            if (!BedrockChatStack.SUBNETS.contains(subnet)) {
                throw AwsError.invalidParameter("Error retrieving subnet information for [" + subnet
                        + "]: The subnet ID '" + subnet + "' does not exist (ErrorCode: InvalidSubnetID.NotFound)");
            }
        }
        for (String group : securityGroups) {
            if (!List.of(BedrockChatStack.SECURITY_GROUP, BedrockChatStack.DATABASE_SECURITY_GROUP)
                    .contains(group)) {
                throw AwsError.invalidParameter("Error retrieving security group information for [" + group
                        + "]: The security group '" + group + "' does not exist (ErrorCode: InvalidGroup.NotFound)");
            }
        }
    }
}
