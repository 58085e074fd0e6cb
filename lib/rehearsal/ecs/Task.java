package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/** An ECS task: what was ordered, and how far it has come. Guarded by the install's timeline. */
public final class Task {
    public enum Status { PROVISIONING, PENDING, RUNNING, DEPROVISIONING, STOPPED }

    /** Who had it started: a caller of RunTask, the app's EventBridge pipe, or another workload of the account. */
    public enum Starter {
        RUN_TASK("runTask"), PIPE("pipe"), OTHER("other");

        private final String label;

        Starter(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param request the whole RunTask body; its overrides tell the bot
     */
    public record Order(JsonObject request, String clusterName, TaskDefinition definition, Starter starter, String region) {
        JsonObject overrides() {
            return Json.child(request, "overrides");
        }

        public Optional<BotKeys> bot() {
            return BotKeys.ofOverrides(overrides());
        }
    }

    final String id = UUID.randomUUID().toString().replace("-", "");
    public final Order order;
    public final TaskBehavior play;
    public final Instant createdAt;
    public Status status = Status.PROVISIONING;
    public Instant startedAt;
    Instant stoppingAt;
    public Instant stoppedAt;
    public String stopCode;
    public String stoppedReason;
    String containerReason;
    public Integer exitCode;

    Task(Order order, TaskBehavior play, Instant createdAt) {
        this.order = order;
        this.play = play;
        this.createdAt = createdAt;
    }

    public String arn() {
        return BedrockChatStack.arn("ecs", order.region, "task/" + order.clusterName + "/" + id);
    }

    boolean isStopped() {
        return status == Status.STOPPED;
    }

    /** Until it is told to stop. */
    boolean isWanted() {
        return stoppingAt == null;
    }

    String desiredStatus() {
        return isWanted() ? "RUNNING" : "STOPPED";
    }

    public Optional<String> startedBy() {
        return Json.string(order.request, "startedBy");
    }

    void stopping(Instant at, String code, String reason) {
        stoppingAt = at;
        stopCode = code;
        stoppedReason = reason;
        status = Status.DEPROVISIONING;
    }
}
