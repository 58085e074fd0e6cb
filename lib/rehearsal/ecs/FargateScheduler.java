package lib.rehearsal.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.dynamodb.ConversationTable;

/** Runs tasks: PROVISIONING → PENDING → RUNNING → DEPROVISIONING → STOPPED. Guarded by the install's timeline. */
public final class FargateScheduler {
    /** The highest number of tasks, and of vCPUs in use, at any one time. */
    public record Peak(int tasks, double vcpu) {}

    private static final Duration STOPPED_TASKS_ARE_KEPT = Duration.ofHours(1);

    private final SimulatedClock timeline;
    private final TaskBehaviors casting;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final EmbeddingContainer embedding;
    private final EventBridgePipe pipe;
    private TaskDurations durations;
    private double vcpuQuota;
    private Peak peak = new Peak(0, 0);

    public FargateScheduler(SimulatedClock timeline, TaskBehaviors casting, ConversationTable table, AuroraClusters aurora, TaskDurations durations, double vcpuQuota, String region) {
        this.timeline = timeline;
        this.casting = casting;
        this.durations = durations;
        this.vcpuQuota = vcpuQuota;
        this.pipe = new EventBridgePipe(this, region);
        this.embedding = new EmbeddingContainer(table, aurora, timeline, this, pipe);
    }

    public TaskDurations durations() {
        return durations;
    }

    public void setDurations(TaskDurations durations) {
        this.durations = durations;
    }

    public void setVcpuQuota(double vcpu) {
        vcpuQuota = vcpu;
    }

    boolean hasRoomFor(TaskDefinition definition) {
        return vcpuInUse() + vcpu(definition) <= vcpuQuota;
    }

    Task start(Task.Order order, Instant now) {
        TaskBehavior play = order.starter() == Task.Starter.RUN_TASK
                ? order.bot().map(bot -> casting.next(bot.botId())).orElseGet(TaskBehavior.Succeed::new)
                : new TaskBehavior.Succeed();
        Task task = new Task(order, play, now);
        tasks.put(task.id, task);
        peak = new Peak(Math.max(peak.tasks, (int) alive()), Math.max(peak.vcpu, vcpuInUse()));
        timeline.at(now.plus(durations.provisioning()), at -> pending(task, at));
        return task;
    }

    /** The container has ended by itself. */
    void exited(Task task, int exitCode, String containerReason, Instant now) {
        task.exitCode = exitCode;
        task.containerReason = containerReason;
        stop(task, "EssentialContainerExited", "Essential container in task exited", now);
    }

    /** Somebody else ends it: python as process 1 ignores SIGTERM and is killed in the end. */
    void stopByUser(Task task, String reason, Instant now) {
        if (!task.isWanted()) {
            return;
        }
        if (task.status == Task.Status.RUNNING) {
            task.exitCode = 137;
        }
        stop(task, "UserInitiated", reason, now);
    }

    /** Those that the API still tells of. */
    List<Task> visible(Instant now) {
        return tasks.values().stream()
                .filter(task -> !task.isStopped() || task.stoppedAt.plus(STOPPED_TASKS_ARE_KEPT).isAfter(now)).toList();
    }

    Optional<Task> find(String id, Instant now) {
        return visible(now).stream().filter(task -> task.id.equals(id)).findFirst();
    }

    public Collection<Task> everyTaskEver() {
        return tasks.values();
    }

    public EventBridgePipe pipe() {
        return pipe;
    }

    public Peak peak() {
        return peak;
    }

    private void pending(Task task, Instant now) {
        if (!task.isWanted()) {
            return;
        }
        task.status = Task.Status.PENDING;
        timeline.at(now.plus(durations.pending()), at -> running(task, at));
    }

    private void running(Task task, Instant now) {
        if (!task.isWanted()) {
            return;
        }
        if (task.play instanceof TaskBehavior.FailToStart failure) {
            stop(task, "TaskFailedToStart", failure.stoppedReason(), now);
            return;
        }
        task.status = Task.Status.RUNNING;
        task.startedAt = now;
        if (task.order.starter() == Task.Starter.OTHER) {
            timeline.at(now.plus(durations.longestEmbedding()), at -> exited(task, 0, null, at));
        } else {
            embedding.run(task, now);
        }
    }

    void interrupted(Task task, Instant now) {
        if (!task.isWanted()) {
            return;
        }
        task.exitCode = 143; // the container gets SIGTERM
        stop(task, "SpotInterruption", "Your Spot Task was interrupted.", now);
    }

    private void stop(Task task, String code, String reason, Instant now) {
        task.stopping(now, code, reason);
        timeline.at(now.plus(durations.deprovisioning()), at -> {
            task.status = Task.Status.STOPPED;
            task.stoppedAt = at;
        });
    }

    private long alive() {
        return tasks.values().stream().filter(task -> !task.isStopped()).count();
    }

    private double vcpuInUse() {
        return tasks.values().stream().filter(task -> !task.isStopped()).mapToDouble(task -> vcpu(task.order.definition())).sum();
    }

    private static double vcpu(TaskDefinition definition) {
        return definition.cpu() / 1024.0;
    }
}
