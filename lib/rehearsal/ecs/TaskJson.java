package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.util.List;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.wire.Json;

/** A task as JSON. */
public final class TaskJson {
    private TaskJson() {}

    /** Returns a task as the ECS API does, as far as the tool reads it. */
    static JsonObject of(Task task) {
        Task.Launch launch = task.launch;
        return Json.object(
                "taskArn", task.arn(),
                "taskDefinitionArn", launch.definition().arn(launch.region()),
                "lastStatus", task.isStopped() && task.behavior instanceof TaskBehavior.ShownAsDeleted
                        ? "DELETED"
                        : task.status.name(),
                "desiredStatus", task.desiredStatus(),
                "startedBy", task.startedBy().orElse(null),
                "createdAt", task.createdAt,
                "startedAt", task.startedAt,
                "stoppingAt", task.stoppingAt,
                "stoppedAt", task.stoppedAt,
                "stopCode", task.stopCode,
                "stoppedReason", task.stoppedReason,
                "overrides", launch.overrides(),
                "containers", List.of(Json.object(
                        "name", launch.definition().container(),
                        "exitCode", task.exitCode,
                        "reason", task.containerReason)));
    }

    /** Returns a task for the test control API: with its request, its bot and its behavior. */
    public static JsonObject forTests(Task task) {
        Task.Launch launch = task.launch;
        return Json.object(
                "taskArn", task.arn(),
                "pk", launch.bot().map(BotKeys::pk).orElse(null),
                "sk", launch.bot().map(BotKeys::sk).orElse(null),
                "clientToken", Json.string(launch.request(), "clientToken").orElse(null),
                "startedBy", task.startedBy().orElse(null),
                "request", launch.request(),
                "requestedAt", task.createdAt,
                "startedAt", task.startedAt,
                "stoppedAt", task.stoppedAt,
                "lastStatus", task.status.name(),
                "stopCode", task.stopCode,
                "stoppedReason", task.stoppedReason,
                "exitCode", task.exitCode,
                "behavior", task.behavior.label(),
                "starter", launch.starter().label());
    }
}
