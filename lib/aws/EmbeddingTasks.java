package lib.aws;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lib.model.BotKey;
import lib.model.Setting;
import lib.model.Settings;
import lib.model.StartRequest;
import lib.model.TaskState;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** ECS: starts, describes, lists and stops embedding tasks. All errors are {@link ServiceException}s. */
public final class EmbeddingTasks {
    /** The maximum of DescribeTasks (ECS API reference). */
    private static final int DESCRIBE_BATCH = 100;
    /** An id that no task has. */
    private static final String NO_TASK = "0".repeat(32);
    /** ECS counts 1,024 CPU units to a vCPU, and memory in MiB. */
    private static final double UNITS = 1024;

    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * The result of DescribeTaskDefinition.
     *
     * @param status for example ACTIVE
     * @param containers the names of its containers
     * @param vcpu 0 if unknown
     * @param gb 0 if unknown
     * @param logOptions of the embedding container's log configuration; the only container is the embedding container
     * @param documentBucket the variable DOCUMENT_BUCKET of the embedding container; empty if it has none
     */
    public record Definition(
            String status,
            boolean runsOnFargate,
            List<String> containers,
            double vcpu,
            double gb,
            Map<String, String> logOptions,
            Optional<String> documentBucket) {}

    /** The keys of a bot's item, as DynamoDB writes them. */
    private record Keys(
            @SerializedName("PK") Attribute pk,
            @SerializedName("SK") Attribute sk) {}

    private record Attribute(@SerializedName("S") String s) {}

    private final EcsClient ecs;
    private final Settings settings;
    private final String assignPublicIp;

    /**
     * @param ecs must not retry on its own: whether to repeat a start is the caller's decision
     * @param assignPublicIp ENABLED or DISABLED
     */
    public EmbeddingTasks(EcsClient ecs, Settings settings, String assignPublicIp) {
        this.ecs = ecs;
        this.settings = settings;
        this.assignPublicIp = assignPublicIp;
    }

    /** The status of the ECS cluster, for example ACTIVE; empty if it does not exist. */
    public Optional<String> clusterStatus() {
        return ErrorClassifier.classified(
                        () -> ecs.describeClusters(r -> r.clusters(cluster())).clusters())
                .stream()
                .findFirst()
                .map(Cluster::status);
    }

    /** Describes a task that does not exist: fails if tasks may not be described. */
    public void checkDescribe() {
        describe(List.of(NO_TASK));
    }

    /** Reads the task definition. */
    public Definition describeDefinition() {
        TaskDefinition definition = ErrorClassifier.classified(() -> ecs.describeTaskDefinition(
                        r -> r.taskDefinition(settings.taskDefinition().value()))
                .taskDefinition());
        boolean hasSize = definition.cpu() != null && definition.memory() != null;
        Optional<ContainerDefinition> container = definition.containerDefinitions().stream()
                .filter(c -> definition.containerDefinitions().size() == 1
                        || settings.container().value().equals(c.name()))
                .findFirst();
        return new Definition(
                definition.statusAsString(),
                definition.compatibilities().contains(Compatibility.FARGATE)
                        || definition.requiresCompatibilities().contains(Compatibility.FARGATE),
                definition.containerDefinitions().stream()
                        .map(ContainerDefinition::name)
                        .toList(),
                hasSize ? Long.parseLong(definition.cpu()) / UNITS : 0,
                hasSize ? Long.parseLong(definition.memory()) / UNITS : 0,
                container
                        .map(ContainerDefinition::logConfiguration)
                        .map(LogConfiguration::options)
                        .orElse(Map.of()),
                container.stream()
                        .flatMap(c -> c.environment().stream())
                        .filter(variable -> "DOCUMENT_BUCKET".equals(variable.name()))
                        .map(KeyValuePair::value)
                        .findFirst());
    }

    /** The request that starts the bot's task: the guide's command, and the same keys where v1.2.5 and later look. */
    public StartRequest request(BotKey bot, String clientToken, String startedBy) {
        String keys = String.format(
                Locale.ROOT,
                "{\"PK\": {\"S\": %s}, \"SK\": {\"S\": %s}}", JSON.toJson(bot.pk()), JSON.toJson(bot.sk()));
        return new StartRequest(
                cluster(),
                1,
                "FARGATE",
                new StartRequest.NetworkConfiguration(new StartRequest.AwsVpcConfiguration(
                        values(settings.subnets()), values(settings.securityGroups()), assignPublicIp)),
                new StartRequest.Overrides(List.of(new StartRequest.ContainerOverride(
                        settings.container().value(),
                        List.of("-u", "embedding/main.py", keys),
                        List.of(new StartRequest.Variable(StartRequest.EVENT, keys))))),
                startedBy,
                settings.taskDefinition().value(),
                clientToken);
    }

    /**
     * Starts a task, or returns the task that an earlier request with this token has started: that one may have stopped
     * already.
     *
     * @throws StartDeclinedException if the response reports failures
     * @throws ServiceException if there is no task for another reason
     */
    public TaskState start(StartRequest request) {
        try {
            RunTaskResponse response = ecs.runTask(runTask(request));
            if (!response.tasks().isEmpty()) {
                return state(response.tasks().get(0));
            }
            throw ErrorClassifier.of(response.failures().stream()
                    .findFirst()
                    .orElse(Failure.builder().reason("no task and no reason").build()));
        } catch (ConflictException e) {
            return taskOfToken(e);
        } catch (SdkException e) {
            throw ErrorClassifier.of(e);
        }
    }

    /** The token was used with other parameters, because settings have changed since: its task exists nevertheless. */
    private TaskState taskOfToken(ConflictException e) {
        String arn = e.resourceIds().stream().findFirst().orElseThrow(() -> ErrorClassifier.of(e));
        TaskState task = describe(List.of(arn)).get(TaskState.idOf(arn));
        if (task.isMissing()) {
            throw new ServiceException(
                    new ServiceError.OutcomeUnknown("the task that holds this token is not visible yet"), e);
        }
        return task;
    }

    private static RunTaskRequest runTask(StartRequest request) {
        StartRequest.AwsVpcConfiguration vpc = request.networkConfiguration().awsvpcConfiguration();
        List<ContainerOverride> overrides = request.overrides().containerOverrides().stream()
                .map(EmbeddingTasks::override)
                .toList();
        return RunTaskRequest.builder()
                .cluster(request.cluster())
                .count(request.count())
                .launchType(request.launchType())
                .taskDefinition(request.taskDefinition())
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets(vpc.subnets())
                        .securityGroups(vpc.securityGroups())
                        .assignPublicIp(vpc.assignPublicIp())))
                .overrides(o -> o.containerOverrides(overrides))
                .startedBy(request.startedBy())
                .clientToken(request.clientToken())
                .build();
    }

    private static ContainerOverride override(StartRequest.ContainerOverride override) {
        ContainerOverride.Builder builder =
                ContainerOverride.builder().name(override.name()).command(override.command());
        if (override.environment() != null) {
            builder.environment(override.environment().stream()
                    .map(variable -> KeyValuePair.builder()
                            .name(variable.name())
                            .value(variable.value())
                            .build())
                    .toList());
        }
        return builder.build();
    }

    /** The tasks with these ids or ARNs, by task id; one that ECS does not know is MISSING. */
    public Map<String, TaskState> describe(Collection<String> tasks) {
        Map<String, TaskState> states = new LinkedHashMap<>();
        tasks.forEach(task -> states.put(TaskState.idOf(task), TaskState.missing(TaskState.idOf(task))));
        List<String> all = new ArrayList<>(tasks);
        for (int from = 0; from < all.size(); from += DESCRIBE_BATCH) {
            List<String> batch = all.subList(from, Math.min(all.size(), from + DESCRIBE_BATCH));
            DescribeTasksResponse response = ErrorClassifier.classified(
                    () -> ecs.describeTasks(r -> r.cluster(cluster()).tasks(batch)));
            response.tasks().forEach(task -> states.put(TaskState.idOf(task.taskArn()), state(task)));
            response.failures().stream()
                    .map(Failure::arn)
                    .filter(Objects::nonNull)
                    .forEach(arn -> states.put(TaskState.idOf(arn), TaskState.missing(arn)));
        }
        return states;
    }

    /**
     * Every embedding task that ECS still lists, running or stopped within the last hour, whatever started it.
     *
     * @throws ServiceException also if ECS lists a running task that it does not describe: then ask again
     */
    public List<TaskState> listAll() {
        List<TaskState> all = new ArrayList<>(list(DesiredStatus.RUNNING));
        if (all.stream().anyMatch(TaskState::isMissing)) {
            throw new ServiceException(
                    new ServiceError.OutcomeUnknown("ECS lists a running task that it does not describe"), null);
        }
        all.addAll(list(DesiredStatus.STOPPED));
        return embedding(all);
    }

    /** The embedding tasks that ECS lists as running and describes, whatever started them. */
    public List<TaskState> listRunning() {
        return embedding(list(DesiredStatus.RUNNING));
    }

    private static List<TaskState> embedding(List<TaskState> all) {
        return all.stream().filter(task -> task.bot() != null).toList();
    }

    private List<TaskState> list(DesiredStatus status) {
        List<String> arns =
                ErrorClassifier.classified(() -> ecs
                        .listTasksPaginator(
                                r -> r.cluster(cluster()).family(family()).desiredStatus(status))
                        .taskArns()
                        .stream()
                        .toList());
        return List.copyOf(describe(arns).values());
    }

    /** Stops a task. */
    public void stop(String taskId, String reason) {
        ErrorClassifier.classified(
                () -> ecs.stopTask(r -> r.cluster(cluster()).task(taskId).reason(reason)));
    }

    private String cluster() {
        return settings.ecsCluster().value();
    }

    /** The task definition's name without revision: what {@code family:revision} and the ARN have in common. */
    private String family() {
        String name = TaskState.idOf(settings.taskDefinition().value());
        return name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
    }

    private TaskState state(Task task) {
        Optional<Container> container = task.containers().stream()
                .filter(c -> task.containers().size() == 1
                        || settings.container().value().equals(c.name()))
                .findFirst();
        return new TaskState(
                task.taskArn(),
                bot(task),
                text(task.startedBy()),
                task.lastStatus(),
                text(task.stopCodeAsString()),
                text(task.stoppedReason()),
                container.map(Container::exitCode).orElse(null),
                text(container.map(Container::reason).orElse(null)),
                task.createdAt(),
                task.pullStartedAt() == null ? task.startedAt() : task.pullStartedAt(),
                task.stoppedAt());
    }

    /** The bot that the task's command or its variable EVENT names, or null. */
    private static BotKey bot(Task task) {
        if (task.overrides() == null) {
            return null;
        }
        return task.overrides().containerOverrides().stream()
                .flatMap(override -> Stream.concat(
                        override.command().stream(),
                        override.environment().stream()
                                .filter(variable -> StartRequest.EVENT.equals(variable.name()))
                                .map(KeyValuePair::value)))
                .flatMap(text -> bot(text).stream())
                .findFirst()
                .orElse(null);
    }

    /** The bot whose keys this text is; empty for any other text, because a foreign task can carry anything. */
    private static Optional<BotKey> bot(String text) {
        try {
            return Optional.ofNullable(JSON.fromJson(text, Keys.class))
                    .filter(keys -> keys.pk() != null && keys.pk().s() != null)
                    .filter(keys -> keys.sk() != null && keys.sk().s() != null)
                    .map(keys -> new BotKey(keys.pk().s(), keys.sk().s()))
                    .filter(bot -> bot.sk().contains(BotKey.MARK));
        } catch (JsonParseException notKeys) {
            return Optional.empty();
        }
    }

    private static List<String> values(List<Setting> settings) {
        return settings.stream().map(Setting::value).toList();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
