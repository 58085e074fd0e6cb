package lib.rehearsal;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An ECS task: what was ordered, and how far it has come. Guarded by the install's timeline. */
final class Task {
    enum Status { PROVISIONING, PENDING, RUNNING, DEPROVISIONING, STOPPED }

    /** Who had it started: a caller of RunTask, the app's EventBridge pipe, or another workload of the account. */
    enum Starter {
        RUN_TASK("runTask"), PIPE("pipe"), OTHER("other");

        private final String label;

        Starter(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * @param request the whole RunTask body; its overrides tell the bot
     */
    record Order(JsonObject request, String clusterName, TaskDefinition definition, Starter starter, String region) {
        JsonObject overrides() {
            return Json.child(request, "overrides");
        }

        Optional<Keys> bot() {
            return Keys.ofOverrides(overrides());
        }
    }

    final String id = UUID.randomUUID().toString().replace("-", "");
    final Order order;
    final Play play;
    final Instant createdAt;
    Status status = Status.PROVISIONING;
    Instant startedAt;
    Instant stoppingAt;
    Instant stoppedAt;
    String stopCode;
    String stoppedReason;
    String containerReason;
    Integer exitCode;

    Task(Order order, Play play, Instant createdAt) {
        this.order = order;
        this.play = play;
        this.createdAt = createdAt;
    }

    String arn() {
        return BedrockChat.arn("ecs", order.region, "task/" + order.clusterName + "/" + id);
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

    Optional<String> startedBy() {
        return Json.string(order.request, "startedBy");
    }

    void stopping(Instant at, String code, String reason) {
        stoppingAt = at;
        stopCode = code;
        stoppedReason = reason;
        status = Status.DEPROVISIONING;
    }
}
