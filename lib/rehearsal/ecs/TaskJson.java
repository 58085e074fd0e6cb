package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.UUID;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/** A task as JSON. */
public final class TaskJson {
    private TaskJson() {}

    /**
     * Returns a task as the ECS API does.
     *
     * @param withTags DescribeTasks returns them only on request
     */
    static JsonObject of(Task task, boolean withTags) {
        Task.Launch launch = task.launch;
        TaskDefinition definition = launch.definition();
        return Json.object(
                "taskArn",
                task.arn(),
                "taskDefinitionArn",
                definition.arn(launch.region()),
                "clusterArn",
                new EcsCluster(launch.clusterName(), "ACTIVE").arn(launch.region()),
                "group",
                Json.string(launch.request(), "group").orElse("family:" + definition.family()),
                "lastStatus",
                task.isStopped() && task.behavior instanceof TaskBehavior.ShownAsDeleted
                        ? "DELETED"
                        : task.status.name(),
                "desiredStatus",
                task.desiredStatus(),
                "launchType",
                "FARGATE",
                "platformVersion",
                "1.4.0",
                "platformFamily",
                "Linux",
                "cpu",
                String.valueOf(definition.cpu()),
                "memory",
                String.valueOf(definition.memory()),
                "startedBy",
                task.startedBy().orElse(null),
                "createdAt",
                task.createdAt,
                "startedAt",
                task.startedAt,
                "stoppingAt",
                task.stoppingAt,
                "stoppedAt",
                task.stoppedAt,
                "stopCode",
                task.stopCode,
                "stoppedReason",
                task.stoppedReason,
                "overrides",
                overrides(launch),
                "containers",
                List.of(container(task)),
                "attachments",
                List.of(networkInterface(task)),
                "healthStatus",
                "UNKNOWN",
                "enableExecuteCommand",
                false,
                "tags",
                withTags ? Json.list(launch.request(), "tags") : List.of(),
                "version",
                1 + task.status.ordinal());
    }

    /** Returns a task for the test control API: with its request, its bot and its behavior. */
    public static JsonObject forTests(Task task) {
        Task.Launch launch = task.launch;
        return Json.object(
                "taskArn",
                task.arn(),
                "pk",
                launch.bot().map(BotKeys::pk).orElse(null),
                "sk",
                launch.bot().map(BotKeys::sk).orElse(null),
                "clientToken",
                Json.string(launch.request(), "clientToken").orElse(null),
                "startedBy",
                task.startedBy().orElse(null),
                "request",
                launch.request(),
                "requestedAt",
                task.createdAt,
                "startedAt",
                task.startedAt,
                "stoppedAt",
                task.stoppedAt,
                "lastStatus",
                task.status.name(),
                "stopCode",
                task.stopCode,
                "stoppedReason",
                task.stoppedReason,
                "exitCode",
                task.exitCode,
                "behavior",
                task.behavior.label(),
                "starter",
                launch.starter().label());
    }

    /** Returns the overrides of the request, completed as ECS completes them. */
    private static JsonObject overrides(Task.Launch launch) {
        JsonObject overrides = launch.overrides().deepCopy();
        if (!overrides.has("containerOverrides")) {
            overrides.add("containerOverrides", Json.of(List.of()));
        }
        if (!overrides.has("inferenceAcceleratorOverrides")) {
            overrides.add("inferenceAcceleratorOverrides", Json.of(List.of()));
        }
        return overrides;
    }

    private static JsonObject container(Task task) {
        TaskDefinition definition = task.launch.definition();
        String resource = "container/" + task.launch.clusterName() + "/" + task.id + "/" + stableId(task, "container");
        return Json.object(
                "containerArn",
                BedrockChatStack.arn("ecs", task.launch.region(), resource),
                "taskArn",
                task.arn(),
                "name",
                definition.container(),
                "image",
                TaskDefinition.image(task.launch.region()),
                "lastStatus",
                containerStatus(task),
                "exitCode",
                task.exitCode,
                "reason",
                task.containerReason,
                "cpu",
                "0",
                "healthStatus",
                "UNKNOWN",
                "networkBindings",
                List.of(),
                "networkInterfaces",
                List.of());
    }

    private static String containerStatus(Task task) {
        return switch (task.status) {
            case PROVISIONING, PENDING -> "PENDING";
            case RUNNING -> "RUNNING";
            case DEPROVISIONING, STOPPED -> "STOPPED";
        };
    }

    private static JsonObject networkInterface(Task task) {
        JsonObject network =
                Json.child(Json.child(task.launch.request(), "networkConfiguration"), "awsvpcConfiguration");
        List<JsonObject> details = Json.strings(network, "subnets").stream()
                .limit(1)
                .map(subnet -> Json.object("name", "subnetId", "value", subnet))
                .toList();
        String status =
                switch (task.status) {
                    case PROVISIONING -> "PRECREATED";
                    case PENDING, RUNNING -> "ATTACHED";
                    case DEPROVISIONING -> "DETACHING";
                    case STOPPED -> "DELETED";
                };
        return Json.object(
                "id",
                stableId(task, "interface"),
                "type",
                "ElasticNetworkInterface",
                "status",
                status,
                "details",
                details);
    }

    private static String stableId(Task task, String part) {
        return UUID.nameUUIDFromBytes(AwsResponse.utf8(task.id + part)).toString();
    }
}
