package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Instant;
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

    /** What started the task: a RunTask request, the app's EventBridge pipe, or another workload of the account. */
    enum Starter {
        RUN_TASK("runTask"),
        PIPE("pipe"),
        OTHER("other");

        private final String label;

        Starter(String label) {
            this.label = label;
        }

        /** Returns the name in the control API. */
        String label() {
            return label;
        }
    }

    /**
     * How a task was started.
     *
     * @param request the whole RunTask body
     */
    record Launch(JsonObject request, String clusterName, TaskDefinition definition, Starter starter, String region) {
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
        return BedrockChatStack.arn("ecs", launch.region, "task/" + launch.clusterName + "/" + id);
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
}
