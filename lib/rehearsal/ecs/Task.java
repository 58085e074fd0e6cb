package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/** An ECS task: how it was started, and its state. Guarded by the account's clock. */
public final class Task {
    enum Status {
        PROVISIONING,
        PENDING,
        RUNNING,
        DEPROVISIONING,
        STOPPED
    }

    /** What started the task: a RunTask request, or the app's EventBridge pipe. */
    enum Starter {
        RUN_TASK,
        PIPE
    }

    /**
     * How a task was started.
     *
     * @param request the whole RunTask body
     */
    record Launch(JsonObject request, TaskDefinition definition, Starter starter, String region) {
        JsonObject overrides() {
            return Json.child(request, "overrides");
        }

        ContainerInput input() {
            return ContainerInput.of(overrides(), definition.container());
        }

        /** Returns the bot that the request means, whether or not the container can read it. */
        Optional<BotKeys> bot() {
            return input().named();
        }
    }

    final String id = UUID.randomUUID().toString().replace("-", "");
    final Launch launch;
    final TaskBehavior behavior;
    /** The variable DB_SECRETS_ARN: that of the task definition with which it was started. */
    final String databaseSecret;

    final Instant createdAt;
    Status status = Status.PROVISIONING;
    Instant startedAt;
    Instant stoppingAt;
    Instant stoppedAt;
    String stopCode;
    String stoppedReason;
    String containerReason;
    Integer exitCode;

    Task(Launch launch, TaskBehavior behavior, String databaseSecret, Instant createdAt) {
        this.launch = launch;
        this.behavior = behavior;
        this.databaseSecret = databaseSecret;
        this.createdAt = createdAt;
    }

    /** Returns the ARN of the task. */
    public String arn() {
        return BedrockChatStack.arn("ecs", launch.region, "task/" + BedrockChatStack.CLUSTER + "/" + id);
    }

    boolean isStopped() {
        return status == Status.STOPPED;
    }

    /** Returns whether no stop has begun, that is, whether ECS wants the task to run. */
    boolean isDesired() {
        return stoppingAt == null;
    }

    String desiredStatus() {
        return isDesired() ? "RUNNING" : "STOPPED";
    }

    Optional<String> startedBy() {
        return Json.string(launch.request, "startedBy");
    }

    void beginStop(Instant at, String code, String reason) {
        stoppingAt = at;
        stopCode = code;
        stoppedReason = reason;
        status = Status.DEPROVISIONING;
    }

    /** Returns it as the ECS API does, as far as the tool reads it. */
    JsonObject json() {
        return Json.object(
                "taskArn", arn(),
                "taskDefinitionArn", launch.definition().arn(launch.region()),
                "lastStatus", isStopped() && behavior instanceof TaskBehavior.ShownAsDeleted
                        ? "DELETED"
                        : status.name(),
                "desiredStatus", desiredStatus(),
                "startedBy", startedBy().orElse(null),
                "createdAt", createdAt,
                "startedAt", startedAt,
                "stoppingAt", stoppingAt,
                "stoppedAt", stoppedAt,
                "stopCode", stopCode,
                "stoppedReason", stoppedReason,
                "overrides", launch.overrides(),
                "containers", List.of(Json.object(
                        "name", launch.definition().container(),
                        "exitCode", exitCode,
                        "reason", containerReason)));
    }

    /** Returns it for the test control API: with its request, its bot and its behavior. */
    public JsonObject forTests() {
        return Json.object(
                "taskArn", arn(),
                "pk", launch.bot().map(BotKeys::pk).orElse(null),
                "sk", launch.bot().map(BotKeys::sk).orElse(null),
                "clientToken", Json.string(launch.request(), "clientToken").orElse(null),
                "startedBy", startedBy().orElse(null),
                "request", launch.request(),
                "requestedAt", createdAt,
                "startedAt", startedAt,
                "stoppedAt", stoppedAt,
                "lastStatus", status.name(),
                "stopCode", stopCode,
                "stoppedReason", stoppedReason,
                "exitCode", exitCode,
                "behavior", behavior.label(),
                "starter", launch.starter() == Starter.PIPE ? "pipe" : "runTask");
    }
}
