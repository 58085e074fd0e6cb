package lib;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** The ECS door: starts one embedding task, looks at many. Refusals leave it as {@link RefusedException}. */
public final class EmbeddingTasks {
    /** Names this tool in the console's task list; at most 128 of {@code [A-Za-z0-9-/_]} (ECS API reference). */
    public static final String STARTED_BY = "bedrock-chat-migration";
    /** DescribeTasks takes so many at once (ECS API reference). */
    private static final int LOOK_AT_MOST = 100;
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final EcsClient starter;
    private final EcsClient watcher;
    private final Settings settings;
    private final AssignPublicIp publicIp;

    /** @param starter must not retry by itself: whether to repeat a start is the launcher's decision */
    public EmbeddingTasks(EcsClient starter, EcsClient watcher, Settings settings, AssignPublicIp publicIp) {
        this.starter = starter;
        this.watcher = watcher;
        this.settings = settings;
        this.publicIp = publicIp;
    }

    /** The request that starts the bot's task, as the guide's script sends it. */
    public RunTaskRequest request(BotKey bot, String clientToken) {
        List<String> command = List.of("-u", "embedding/main.py",
                String.format("{\"PK\": {\"S\": %s}, \"SK\": {\"S\": %s}}", JSON.toJson(bot.pk()), JSON.toJson(bot.sk())));
        ContainerOverride override = ContainerOverride.builder().name(settings.container().value()).command(command).build();
        return RunTaskRequest.builder()
                .cluster(settings.ecsCluster().value())
                .launchType(LaunchType.FARGATE)
                .taskDefinition(settings.taskDefinition().value())
                .count(1)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v
                        .subnets(values(settings.subnets()))
                        .securityGroups(values(settings.securityGroups()))
                        .assignPublicIp(publicIp)))
                .overrides(o -> o.containerOverrides(override))
                .startedBy(STARTED_BY)
                .clientToken(clientToken)
                .build();
    }

    /** The request as it goes over the wire, to be read by a person. */
    public String show(RunTaskRequest request) {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(wire(request));
    }

    private static Object wire(Object value) {
        if (value instanceof SdkPojo pojo) {
            Map<String, Object> fields = new LinkedHashMap<>();
            pojo.sdkFields().stream().filter(f -> f.getValueOrDefault(pojo) != null && !(f.getValueOrDefault(pojo) instanceof SdkAutoConstructList))
                    .forEach(f -> fields.put(f.locationName(), wire(f.getValueOrDefault(pojo))));
            return fields;
        }
        return value instanceof List<?> list ? list.stream().map(EmbeddingTasks::wire).toList() : value;
    }

    /** Starts a task and answers its ARN. Nothing counts as started without one. */
    public String start(RunTaskRequest request) {
        try {
            RunTaskResponse answer = starter.runTask(request);
            if (!answer.tasks().isEmpty()) {
                return answer.tasks().get(0).taskArn();
            }
            throw Refusals.of(answer.failures().isEmpty() ? Failure.builder().reason("no task and no reason").build() : answer.failures().get(0));
        } catch (SdkException e) {
            throw Refusals.of(e);
        }
    }

    /** The tasks of these ids or ARNs, by task id; one that ECS does not know is MISSING. */
    public Map<String, TaskState> look(Collection<String> tasks) {
        Map<String, TaskState> states = new LinkedHashMap<>();
        tasks.forEach(task -> states.put(taskId(task), TaskState.missing(taskId(task))));
        List<String> all = new ArrayList<>(tasks);
        for (int from = 0; from < all.size(); from += LOOK_AT_MOST) {
            List<String> some = all.subList(from, Math.min(all.size(), from + LOOK_AT_MOST));
            try {
                DescribeTasksResponse answer = watcher.describeTasks(r -> r.cluster(settings.ecsCluster().value()).tasks(some));
                answer.tasks().forEach(task -> states.put(taskId(task.taskArn()), state(task)));
            } catch (SdkException e) {
                throw Refusals.of(e);
            }
        }
        return states;
    }

    private TaskState state(Task task) {
        Integer exitCode = task.containers().stream().filter(c -> settings.container().value().equals(c.name()))
                .map(Container::exitCode).filter(Objects::nonNull).findFirst().orElse(null);
        return new TaskState(taskId(task.taskArn()), task.lastStatus(), text(task.stopCodeAsString()), text(task.stoppedReason()), exitCode);
    }

    /** The last part of a task's ARN, which the container writes into LastExecId. */
    public static String taskId(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static List<String> values(List<Setting> settings) {
        return settings.stream().map(Setting::value).toList();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
