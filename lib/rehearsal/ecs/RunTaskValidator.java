package lib.rehearsal.ecs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/** The checks of ECS before it starts a task, with the service's own messages if they are known. */
final class RunTaskValidator {
    private static final int MAX_OVERRIDE_CHARACTERS = 8192;
    private static final Set<String> PARAMETERS = Set.of(
            "clientToken",
            "cluster",
            "count",
            "launchType",
            "networkConfiguration",
            "overrides",
            "startedBy",
            "taskDefinition");

    private RunTaskValidator() {}

    /** Checks the members that do not depend on the account. */
    static void checkParameters(JsonObject request) {
        request.keySet().forEach(name ->
                require(PARAMETERS.contains(name), "The embedded AWS does not implement " + name + "."));
        int count = Json.member(request, "count").map(JsonElement::getAsInt).orElse(1);
        require(count == 1, "The embedded AWS starts one task at a time.");
        require(
                Json.string(request, "launchType").filter("FARGATE"::equals).isPresent(),
                "No Container Instances were found in your cluster.");
        require(
                Json.string(request, "startedBy").orElse("x").matches("[A-Za-z0-9\\-/_]{1,128}"),
                "startedBy must be up to 128 letters, numbers, hyphens, forward slashes, and underscores.");
        require(
                Json.string(request, "clientToken").orElse("x").matches("[!-~]{1,64}"),
                "clientToken must be up to 64 ASCII characters in the range of 33-126.");
        require(
                Json.text(Json.child(request, "overrides")).length() <= MAX_OVERRIDE_CHARACTERS,
                "Container Overrides length must be at most " + MAX_OVERRIDE_CHARACTERS);
    }

    static void checkDefinition(JsonObject request, TaskDefinition definition) {
        if (!definition.isActive()) {
            throw AwsError.client("TaskDefinition is inactive");
        }
        require(
                definition.requiresCompatibilities().contains("FARGATE"),
                "Task definition does not support launch_type FARGATE.");
        for (JsonElement override : Json.list(Json.child(request, "overrides"), "containerOverrides")) {
            String name = Json.string(override.getAsJsonObject(), "name").orElse("null");
            require(
                    name.equals(definition.container()),
                    "Override for container named " + name + " is not a container in the TaskDefinition.");
        }
    }

    static void checkNetwork(JsonObject request) {
        JsonObject network = Json.child(Json.child(request, "networkConfiguration"), "awsvpcConfiguration");
        List<String> subnets = Json.strings(network, "subnets");
        List<String> securityGroups = Json.strings(network, "securityGroups");
        String publicIp = Json.string(network, "assignPublicIp").orElse("DISABLED");
        require(
                Set.of("ENABLED", "DISABLED").contains(publicIp),
                "assignPublicIp must be ENABLED or DISABLED, not " + publicIp + ".");
        require(!subnets.isEmpty(), "subnets can not be empty.");
        require(subnets.size() <= 16, "subnets can have at most 16 items.");
        require(securityGroups.size() <= 5, "securityGroups can have at most 5 items.");
        for (String subnet : subnets) {
            require(
                    BedrockChatStack.SUBNETS.contains(subnet),
                    "Error retrieving subnet information for [" + subnet + "]: The subnet ID '" + subnet
                            + "' does not exist (ErrorCode: InvalidSubnetID.NotFound)");
        }
        for (String group : securityGroups) {
            require(
                    List.of(BedrockChatStack.SECURITY_GROUP, BedrockChatStack.DATABASE_SECURITY_GROUP).contains(group),
                    "Error retrieving security group information for [" + group + "]: The security group '" + group
                            + "' does not exist (ErrorCode: InvalidGroup.NotFound)");
        }
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw AwsError.invalidParameter(message);
        }
    }
}
