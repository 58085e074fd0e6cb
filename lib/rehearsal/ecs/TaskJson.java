package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.UUID;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/** A task in the words of the ECS API. */
public final class TaskJson {
    private TaskJson() {}

    /** @param withTags DescribeTasks tells them only when asked to */
    static JsonObject describe(Task task, boolean withTags) {
        Task.Order order = task.order;
        TaskDefinition definition = order.definition();
        return Json.object("taskArn", task.arn(), "taskDefinitionArn", definition.arn(order.region()),
                "clusterArn", new EcsCluster(order.clusterName(), "ACTIVE").arn(order.region()),
                "group", Json.string(order.request(), "group").orElse("family:" + definition.family()),
                "lastStatus", task.status.name(), "desiredStatus", task.desiredStatus(),
                "launchType", "FARGATE", "platformVersion", "1.4.0", "platformFamily", "Linux",
                "cpu", String.valueOf(definition.cpu()), "memory", String.valueOf(definition.memory()),
                "startedBy", task.startedBy().orElse(null), "createdAt", task.createdAt, "startedAt", task.startedAt,
                "stoppingAt", task.stoppingAt, "stoppedAt", task.stoppedAt,
                "stopCode", task.stopCode, "stoppedReason", task.stoppedReason,
                "overrides", overrides(order), "containers", List.of(container(task)),
                "attachments", List.of(networkInterface(task)), "healthStatus", "UNKNOWN", "enableExecuteCommand", false,
                "tags", withTags ? Json.list(order.request(), "tags") : List.of(), "version", 1 + task.status.ordinal());
    }

    /** The overrides as ordered, completed as ECS completes them. */
    private static JsonObject overrides(Task.Order order) {
        JsonObject overrides = order.overrides().deepCopy();
        if (!overrides.has("containerOverrides")) {
            overrides.add("containerOverrides", Json.of(List.of()));
        }
        if (!overrides.has("inferenceAcceleratorOverrides")) {
            overrides.add("inferenceAcceleratorOverrides", Json.of(List.of()));
        }
        return overrides;
    }

    private static JsonObject container(Task task) {
        TaskDefinition definition = task.order.definition();
        return Json.object("containerArn", BedrockChatStack.arn("ecs", task.order.region(),
                        "container/" + task.order.clusterName() + "/" + task.id + "/" + stableId(task, "container")),
                "taskArn", task.arn(), "name", definition.container(), "image", TaskDefinition.image(task.order.region()),
                "lastStatus", containerStatus(task), "exitCode", task.exitCode, "reason", task.containerReason,
                "cpu", "0", "healthStatus", "UNKNOWN", "networkBindings", List.of(), "networkInterfaces", List.of());
    }

    private static String containerStatus(Task task) {
        return switch (task.status) {
            case PROVISIONING, PENDING -> "PENDING";
            case RUNNING -> "RUNNING";
            case DEPROVISIONING, STOPPED -> "STOPPED";
        };
    }

    private static JsonObject networkInterface(Task task) {
        JsonObject network = Json.child(Json.child(task.order.request(), "networkConfiguration"), "awsvpcConfiguration");
        List<JsonObject> details = Json.strings(network, "subnets").stream().limit(1)
                .map(subnet -> Json.object("name", "subnetId", "value", subnet)).toList();
        String status = switch (task.status) {
            case PROVISIONING -> "PRECREATED";
            case PENDING, RUNNING -> "ATTACHED";
            case DEPROVISIONING -> "DETACHING";
            case STOPPED -> "DELETED";
        };
        return Json.object("id", stableId(task, "interface"), "type", "ElasticNetworkInterface", "status", status, "details", details);
    }

    private static String stableId(Task task, String part) {
        return UUID.nameUUIDFromBytes(AwsResponse.bytes(task.id + part)).toString();
    }
}
