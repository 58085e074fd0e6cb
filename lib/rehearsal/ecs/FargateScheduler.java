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
import lib.rehearsal.s3.Buckets;
import lib.rehearsal.stack.AppVersion;

/** Runs tasks: PROVISIONING → PENDING → RUNNING → DEPROVISIONING → STOPPED. Guarded by the account's clock. */
public final class FargateScheduler {
    /** The API returns stopped tasks for an hour. */
    private static final Duration STOPPED_TASK_RETENTION = Duration.ofHours(1);

    private static final int SIGKILLED = 137, SIGTERMED = 143; // exit codes: 128 and the signal

    private final SimulatedClock clock;
    private final TaskBehaviors behaviors;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final EmbeddingContainer container;
    private final EventBridgePipe pipe;
    private final AuroraClusters aurora;
    private final TaskDefinition definition;
    private AppVersion app;
    private TaskDurations durations = TaskDurations.DEFAULT;
    private double vcpuQuota;
    private int peakTasks;

    /** Creates a scheduler with the default durations. */
    public FargateScheduler(
            SimulatedClock clock,
            TaskBehaviors behaviors,
            ConversationTable table,
            Buckets buckets,
            AuroraClusters aurora,
            double vcpuQuota,
            String region,
            AppVersion app) {
        this.app = app;
        this.aurora = aurora;
        this.definition = TaskDefinition.embedding(app);
        this.clock = clock;
        this.behaviors = behaviors;
        this.vcpuQuota = vcpuQuota;
        this.pipe = new EventBridgePipe(this, table, clock, region);
        this.container = new EmbeddingContainer(table, buckets, aurora, clock, this, pipe);
    }

    /** Returns the deployed version of the app, whose container and own starts are played. */
    AppVersion app() {
        return app;
    }

    /** Returns the secret of the database that the app has now, which its task definition names. */
    String databaseSecret() {
        return aurora.secretArn();
    }

    /** Returns the task definition of the app, as it was first deployed. */
    TaskDefinition definition() {
        return definition;
    }

    /** Deploys another version of the app. */
    public void setApp(AppVersion app) {
        this.app = app;
    }

    public TaskDurations durations() {
        return durations;
    }

    /** Sets the durations of stages that begin from now on. */
    public void setDurations(TaskDurations durations) {
        this.durations = durations;
    }

    /** Sets the quota of vCPUs in use at once, which applies to RunTask and to the app's pipe. */
    public void setVcpuQuota(double vcpu) {
        vcpuQuota = vcpu;
    }

    boolean hasRoomFor(TaskDefinition definition) {
        return vcpuInUse() + vcpu(definition) <= vcpuQuota;
    }

    /** Starts a task, whatever the quota. */
    Task start(Task.Launch launch, Instant now) {
        TaskBehavior behavior = launch.starter() == Task.Starter.RUN_TASK
                ? launch.bot().map(bot -> behaviors.next(bot.botId())).orElseGet(TaskBehavior.Succeed::new)
                : new TaskBehavior.Succeed();
        Task task = new Task(launch, behavior, aurora.secretArn(), now);
        tasks.put(task.id, task);
        peakTasks = Math.max(peakTasks, (int) alive());
        clock.schedule(now.plus(durations.provisioning()), at -> becomePending(task, at));
        return task;
    }

    /** Stops the task, because its container has exited. */
    void containerExited(Task task, int exitCode, String containerReason, Instant now) {
        task.exitCode = exitCode;
        task.containerReason = containerReason;
        stop(task, "EssentialContainerExited", "Essential container in task exited", now);
    }

    /** Stops the task on request: Python as process 1 ignores SIGTERM, and is killed after the timeout. */
    void stopByUser(Task task, String reason, Instant now) {
        kill(task, SIGKILLED, "UserInitiated", reason, now);
    }

    /** Stops the task, because Fargate Spot reclaims its capacity. */
    void interruptSpot(Task task, Instant now) {
        kill(task, SIGTERMED, "SpotInterruption", "Your Spot Task was interrupted.", now);
    }

    private void kill(Task task, int exitCode, String code, String reason, Instant now) {
        if (task.isDesired()) {
            task.exitCode = task.status == Task.Status.RUNNING ? exitCode : null;
            stop(task, code, reason, now);
        }
    }

    /** Returns the tasks that the API still returns. */
    List<Task> visible(Instant now) {
        return tasks.values().stream()
                .filter(task -> !task.isStopped()
                        || task.stoppedAt.plus(STOPPED_TASK_RETENTION).isAfter(now))
                .toList();
    }

    Optional<Task> find(String id, Instant now) {
        return visible(now).stream().filter(task -> task.id.equals(id)).findFirst();
    }

    /** Returns every task that was ever started. */
    public Collection<Task> allTasks() {
        return tasks.values();
    }

    /** Returns the pipe that starts tasks here. */
    public EventBridgePipe pipe() {
        return pipe;
    }

    /** Returns the highest number of tasks at any one time since the account was created. */
    public int peakTasks() {
        return peakTasks;
    }

    private void becomePending(Task task, Instant now) {
        if (!task.isDesired()) {
            return;
        }
        task.status = Task.Status.PENDING;
        clock.schedule(now.plus(durations.pending()), at -> becomeRunning(task, at));
    }

    private void becomeRunning(Task task, Instant now) {
        if (!task.isDesired()) {
            return;
        }
        if (task.behavior instanceof TaskBehavior.FailToStart failure) {
            stop(task, "TaskFailedToStart", failure.reason(), now);
            return;
        }
        task.status = Task.Status.RUNNING;
        task.startedAt = now;
        container.run(task, now);
    }

    private void stop(Task task, String code, String reason, Instant now) {
        task.beginStop(now, code, reason);
        clock.schedule(now.plus(durations.deprovisioning()), at -> {
            task.status = Task.Status.STOPPED;
            task.stoppedAt = at;
        });
    }

    private long alive() {
        return tasks.values().stream().filter(task -> !task.isStopped()).count();
    }

    private double vcpuInUse() {
        return tasks.values().stream()
                .filter(task -> !task.isStopped())
                .mapToDouble(task -> vcpu(task.launch.definition()))
                .sum();
    }

    private static double vcpu(TaskDefinition definition) {
        return definition.cpu() / 1024.0;
    }
}
