package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import lib.rehearsal.clock.TokenBucket;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.Page;

/** The operations of ECS in one account. Guarded by the account's clock. */
public final class EcsApi {
    /** The documented rate of RunTask on Fargate. */
    public static final double RUN_TASKS_PER_SECOND = 20, RUN_TASK_BURST = 100;

    private static final int MAX_TASKS_DESCRIBED = 100;
    private static final String VCPU_LIMIT = "You’ve reached the limit on the number of vCPUs you can run concurrently";

    private final String region;
    private final FargateScheduler scheduler;
    private final IdempotencyTokens tokens = new IdempotencyTokens();
    private TokenBucket runTaskRate = new TokenBucket(RUN_TASKS_PER_SECOND, RUN_TASK_BURST);
    /** Of DescribeTasks and ListTasks together, and of StopTask (request throttling in the developer guide). */
    private final TokenBucket readRate = new TokenBucket(20, 100), stopRate = new TokenBucket(40, 100);
    private boolean clusterIsActive = true;
    private TaskDefinition definition;
    private int listPageSize = 100;

    public EcsApi(String region, FargateScheduler scheduler) {
        this.region = region;
        this.scheduler = scheduler;
        this.definition = scheduler.definition();
    }

    /** @throws AwsError if ECS would return an error, or if the operation is not implemented */
    public JsonObject handle(String operation, JsonObject request, Instant now) {
        Optional<TokenBucket> rate =
                switch (operation) {
                    case "RunTask" -> Optional.of(runTaskRate);
                    case "DescribeTasks", "ListTasks" -> Optional.of(readRate);
                    case "StopTask" -> Optional.of(stopRate);
                    default -> Optional.empty();
                };
        if (rate.filter(bucket -> !bucket.tryAcquire(now)).isPresent()) {
            throw new AwsError(400, "ThrottlingException", "Rate exceeded");
        }
        return switch (operation) {
            case "DescribeClusters" -> describeClusters(request);
            case "DescribeTaskDefinition" -> describeTaskDefinition(request);
            case "RunTask" -> runTask(request, now);
            case "DescribeTasks" -> describeTasks(request, now);
            case "ListTasks" -> listTasks(request, now);
            case "StopTask" -> stopTask(request, now);
            default ->
                throw new AwsError(
                        400, "UnknownOperationException", "The embedded AWS does not implement ECS " + operation + ".");
        };
    }

    public void setRunTaskRate(TokenBucket rate) {
        runTaskRate = rate;
    }

    /** Sets the maximum number of ARNs in a page of ListTasks. */
    public void setListPageSize(int size) {
        listPageSize = size;
    }

    /** Sets whether the one cluster of the account is ACTIVE; otherwise it is INACTIVE. */
    public void setClusterActive(boolean active) {
        clusterIsActive = active;
    }

    /** Returns the one task definition that can be started. */
    public TaskDefinition definition() {
        return definition;
    }

    public void setDefinition(TaskDefinition definition) {
        this.definition = definition;
    }

    private JsonObject describeClusters(JsonObject request) {
        List<String> names = Json.strings(request, "clusters");
        List<JsonObject> found = new ArrayList<>(), failures = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of("default") : names) {
            if (isCluster(name)) {
                found.add(Json.object(
                        "clusterArn", clusterArn(BedrockChatStack.CLUSTER),
                        "clusterName", BedrockChatStack.CLUSTER,
                        "status", clusterIsActive ? "ACTIVE" : "INACTIVE"));
            } else {
                failures.add(missing(name.startsWith("arn:") ? name : clusterArn(name)));
            }
        }
        return Json.object("clusters", found, "failures", failures);
    }

    private String clusterArn(String name) {
        return BedrockChatStack.arn("ecs", region, "cluster/" + name);
    }

    private boolean isCluster(String nameOrArn) {
        return nameOrArn.equals(BedrockChatStack.CLUSTER) || nameOrArn.equals(clusterArn(BedrockChatStack.CLUSTER));
    }

    private JsonObject describeTaskDefinition(JsonObject request) {
        String name = Json.string(request, "taskDefinition").orElse("");
        // A family without a revision means its active revision.
        boolean active = definition.isActive() || !name.equals(definition.family());
        if (!definition.isNamed(name, region) || !active) {
            throw AwsError.client("Unable to describe task definition.");
        }
        return Json.object("taskDefinition", definition.describe(region, scheduler.databaseSecret()));
    }

    private JsonObject runTask(JsonObject request, Instant now) {
        RunTaskValidator.checkParameters(request);
        checkCluster(request);
        String token = Json.string(request, "clientToken").orElse(null);
        if (token != null) {
            Optional<IdempotencyTokens.Answer> earlier = tokens.find(token, request, now);
            if (earlier.isPresent()) {
                return response(earlier.get());
            }
        }
        String name = Json.string(request, "taskDefinition").orElse("");
        if (!definition.isNamed(name, region)) {
            throw AwsError.client("TaskDefinition not found.");
        }
        RunTaskValidator.checkDefinition(request, definition);
        RunTaskValidator.checkNetwork(request);
        return place(request, token, now);
    }

    private JsonObject place(JsonObject request, String token, Instant now) {
        Task.Launch launch = new Task.Launch(request, definition, Task.Starter.RUN_TASK, region);
        IdempotencyTokens.Answer answer = new IdempotencyTokens.Answer(
                scheduler.hasRoomFor(definition) ? Optional.of(scheduler.start(launch, now)) : Optional.empty());
        if (token != null) {
            tokens.remember(token, request, answer, now);
        }
        return response(answer);
    }

    private JsonObject describeTasks(JsonObject request, Instant now) {
        checkCluster(request);
        List<String> names = Json.strings(request, "tasks");
        if (names.isEmpty()) {
            throw AwsError.invalidParameter("Tasks cannot be empty.");
        }
        if (names.size() > MAX_TASKS_DESCRIBED) {
            throw AwsError.invalidParameter("Tasks cannot have more than " + MAX_TASKS_DESCRIBED + " elements");
        }
        List<JsonObject> found = new ArrayList<>(), failures = new ArrayList<>();
        for (String name : names) {
            find(name, now)
                    .ifPresentOrElse(
                            task -> found.add(task.json()), () -> failures.add(missing(taskArn(name))));
        }
        return Json.object("tasks", found, "failures", failures);
    }

    private JsonObject listTasks(JsonObject request, Instant now) {
        checkCluster(request);
        for (String filter : List.of("startedBy", "serviceName", "containerInstance", "maxResults")) {
            if (request.has(filter)) {
                throw AwsError.invalidParameter("The embedded AWS does not implement " + filter + ".");
            }
        }
        List<String> arns = scheduler.visible(now).stream()
                .filter(filter(request))
                .map(Task::arn)
                .toList();
        return Page.of(arns, listPageSize, request, "nextToken").json("taskArns", "nextToken");
    }

    private static Predicate<Task> filter(JsonObject request) {
        String desired = Json.string(request, "desiredStatus").orElse("RUNNING");
        String family = Json.string(request, "family").orElse(null);
        return task -> task.desiredStatus().equals(desired)
                && (family == null || task.launch.definition().family().equals(family));
    }

    private JsonObject stopTask(JsonObject request, Instant now) {
        checkCluster(request);
        Task task = find(Json.string(request, "task").orElse(""), now)
                .orElseThrow(() -> AwsError.invalidParameter("The referenced task was not found."));
        scheduler.stopByUser(task, Json.string(request, "reason").orElse("Task stopped by user"), now);
        return Json.object("task", task.json());
    }

    private void checkCluster(JsonObject request) {
        if (!isCluster(Json.string(request, "cluster").orElse("default"))) {
            throw new AwsError(400, "ClusterNotFoundException", "Cluster not found.");
        }
        if (!clusterIsActive) {
            throw new AwsError(400, "ClusterNotFoundException", "The referenced cluster was inactive.");
        }
    }

    private static JsonObject response(IdempotencyTokens.Answer answer) {
        return Json.object(
                "tasks", answer.task().stream().map(Task::json).toList(),
                "failures", answer.task().isPresent() ? List.of() : List.of(Json.object("reason", VCPU_LIMIT)));
    }

    private static JsonObject missing(String arn) {
        return Json.object("arn", arn, "reason", "MISSING");
    }

    private String taskArn(String idOrArn) {
        return idOrArn.startsWith("arn:")
                ? idOrArn
                : BedrockChatStack.arn("ecs", region, "task/" + BedrockChatStack.CLUSTER + "/" + idOrArn);
    }

    private Optional<Task> find(String idOrArn, Instant now) {
        return scheduler
                .find(idOrArn.substring(idOrArn.lastIndexOf('/') + 1), now)
                .filter(task -> task.arn().equals(taskArn(idOrArn)));
    }
}
