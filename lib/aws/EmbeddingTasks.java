package lib.aws;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import lib.model.BotKey;
import lib.model.Setting;
import lib.model.Settings;
import lib.model.TaskState;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** The ECS door: starts one embedding task, looks at many. Refusals leave it as {@link ServiceException}. */
public final class EmbeddingTasks {
    /** DescribeTasks takes so many at once (ECS API reference). */
    private static final int LOOK_AT_MOST = 100;
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final EcsClient ecs;
    private final Settings settings;
    private final AssignPublicIp publicIp;

    /** @param ecs must not retry by itself: whether to repeat a start is the launcher's decision */
    public EmbeddingTasks(EcsClient ecs, Settings settings, AssignPublicIp publicIp) {
        this.ecs = ecs;
        this.settings = settings;
        this.publicIp = publicIp;
    }

    /** The request that starts the bot's task, as the guide's script sends it; as JSON, so that it can be kept and sent again word for word. */
    public JsonObject request(BotKey bot, String clientToken, String startedBy) {
        List<String> command = List.of("-u", "embedding/main.py",
                String.format("{\"PK\": {\"S\": %s}, \"SK\": {\"S\": %s}}", JSON.toJson(bot.pk()), JSON.toJson(bot.sk())));
        ContainerOverride override = ContainerOverride.builder().name(settings.container().value()).command(command).build();
        return Wire.json(RunTaskRequest.builder()
                .cluster(settings.ecsCluster().value())
                .launchType(LaunchType.FARGATE)
                .taskDefinition(settings.taskDefinition().value())
                .count(1)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v
                        .subnets(values(settings.subnets()))
                        .securityGroups(values(settings.securityGroups()))
                        .assignPublicIp(publicIp)))
                .overrides(o -> o.containerOverrides(override))
                .startedBy(startedBy)
                .clientToken(clientToken)
                .build()).getAsJsonObject();
    }

    /**
     * Starts a task, or is handed the one that the request's token has started before: then it may have stopped already. Nothing counts as
     * started without a task.
     */
    public TaskState start(JsonObject request) {
        try {
            RunTaskResponse answer = ecs.runTask(Wire.runTask(request));
            if (!answer.tasks().isEmpty()) {
                return state(answer.tasks().get(0));
            }
            throw ErrorClassifier.of(answer.failures().isEmpty() ? Failure.builder().reason("no task and no reason").build() : answer.failures().get(0));
        } catch (ConflictException e) {
            // The same token with other parameters: settings have changed since, and the task is there all the same.
            TaskState task = e.resourceIds().stream().findFirst().map(arn -> describe(List.of(arn)).get(taskId(arn))).orElseThrow(() -> ErrorClassifier.of(e));
            if (task.isMissing()) {
                throw new ServiceException(new ServiceError.OutcomeUnknown("the task that holds this token is not visible yet"), e);
            }
            return task;
        } catch (SdkException e) {
            throw ErrorClassifier.of(e);
        }
    }

    /** The tasks of these ids or ARNs, by task id; one that ECS does not know is MISSING. */
    public Map<String, TaskState> describe(Collection<String> tasks) {
        Map<String, TaskState> states = new LinkedHashMap<>();
        tasks.forEach(task -> states.put(taskId(task), TaskState.missing(taskId(task))));
        List<String> all = new ArrayList<>(tasks);
        for (int from = 0; from < all.size(); from += LOOK_AT_MOST) {
            List<String> some = all.subList(from, Math.min(all.size(), from + LOOK_AT_MOST));
            ErrorClassifier.asked(() -> ecs.describeTasks(r -> r.cluster(settings.ecsCluster().value()).tasks(some)))
                    .tasks().forEach(task -> states.put(taskId(task.taskArn()), state(task)));
        }
        return states;
    }

    /** Every embedding task that ECS still knows, alive or stopped within the last hour, whoever started it. */
    public List<TaskState> listAll() {
        List<String> arns = new ArrayList<>();
        for (DesiredStatus status : List.of(DesiredStatus.RUNNING, DesiredStatus.STOPPED)) {
            arns.addAll(ErrorClassifier.asked(() -> ecs.listTasksPaginator(r -> r.cluster(settings.ecsCluster().value()).family(family()).desiredStatus(status))
                    .taskArns().stream().toList()));
        }
        return describe(arns).values().stream().filter(task -> task.bot() != null).toList();
    }

    public void stop(String taskId, String reason) {
        ErrorClassifier.asked(() -> ecs.stopTask(r -> r.cluster(settings.ecsCluster().value()).task(taskId).reason(reason)));
    }

    /** The task definition's name without revision: what {@code family:revision} and the ARN have in common. */
    private String family() {
        String name = settings.taskDefinition().value();
        String bare = name.substring(name.lastIndexOf('/') + 1);
        return bare.contains(":") ? bare.substring(0, bare.indexOf(':')) : bare;
    }

    private TaskState state(Task task) {
        Optional<Container> container = task.containers().stream().filter(c -> settings.container().value().equals(c.name())).findFirst();
        return new TaskState(task.taskArn(), bot(task), text(task.startedBy()), task.lastStatus(), text(task.stopCodeAsString()),
                text(task.stoppedReason()), container.map(Container::exitCode).orElse(null), text(container.map(Container::reason).orElse(null)), task.createdAt(),
                task.pullStartedAt() == null ? task.startedAt() : task.pullStartedAt(), task.stoppedAt());
    }

    /** The bot that the task's command names, or null. */
    private static BotKey bot(Task task) {
        List<String> command = task.overrides() == null ? List.of()
                : task.overrides().containerOverrides().stream().map(ContainerOverride::command).filter(c -> c.size() == 3).findFirst().orElse(List.of());
        if (command.isEmpty()) {
            return null;
        }
        try {
            JsonObject keys = JsonParser.parseString(command.get(2)).getAsJsonObject();
            Function<String, String> key = name -> keys.getAsJsonObject(name).get("S").getAsString();
            BotKey bot = new BotKey(key.apply("PK"), key.apply("SK"));
            return bot.sk().contains(BotKey.MARK) ? bot : null;
        } catch (JsonParseException | IllegalStateException | NullPointerException notKeys) {
            return null;
        }
    }

    /** The last part of a task's ARN, which the container writes into LastExecId. */
    public static String taskId(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Whether it can be asked for: 32 hex digits, or a UUID in old accounts. */
    public static boolean isTaskId(String id) {
        return id.matches("[0-9a-f-]{32,36}");
    }

    private static List<String> values(List<Setting> settings) {
        return settings.stream().map(Setting::value).toList();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
