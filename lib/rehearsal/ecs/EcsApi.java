package lib.rehearsal.ecs;

import com.google.gson.JsonElement;
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

/** The operations of ECS on one install. Guarded by the install's timeline. */
public final class EcsApi {
    private static final int MOST_TASKS_DESCRIBED = 100;
    private static final String VCPU_LIMIT = "You’ve reached the limit on the number of vCPUs you can run concurrently";

    private final String region;
    private final FargateScheduler fargate;
    private final IdempotencyTokens tokens = new IdempotencyTokens();
    private TokenBucket runTaskRate = new TokenBucket(20, 100);
    private EcsCluster cluster = EcsCluster.EMBEDDING;
    private TaskDefinition definition = TaskDefinition.EMBEDDING;
    private int listPageSize = 100;
    private boolean othersAreDue;

    /** @param othersAreDue another workload of the account starts together with the first task and takes its vCPUs */
    public EcsApi(String region, FargateScheduler fargate, boolean othersAreDue) {
        this.region = region;
        this.fargate = fargate;
        this.othersAreDue = othersAreDue;
    }

    public JsonObject answer(String operation, JsonObject request, Instant now) {
        return switch (operation) {
            case "DescribeClusters" -> describeClusters(request, now);
            case "DescribeTaskDefinition" -> describeTaskDefinition(request);
            case "RunTask" -> runTask(request, now);
            case "DescribeTasks" -> describeTasks(request, now);
            case "ListTasks" -> listTasks(request, now);
            case "StopTask" -> stopTask(request, now);
            default -> throw new AwsError(400, "UnknownOperationException", "The rehearsal does not play ECS " + operation + ".");
        };
    }

    public void meterRunTask(TokenBucket meter) {
        runTaskRate = meter;
    }

    public void setListPageSize(int size) {
        listPageSize = size;
    }

    public EcsCluster cluster() {
        return cluster;
    }

    public void setCluster(EcsCluster cluster) {
        this.cluster = cluster;
    }

    public TaskDefinition definition() {
        return definition;
    }

    public void setDefinition(TaskDefinition definition) {
        this.definition = definition;
    }

    private JsonObject describeClusters(JsonObject request, Instant now) {
        List<String> names = Json.strings(request, "clusters");
        List<JsonObject> found = new ArrayList<>(), failures = new ArrayList<>();
        for (String name : names.isEmpty() ? List.of("default") : names) {
            if (cluster.isCalled(name, region)) {
                found.add(cluster.describe(region, fargate.visible(now)));
            } else {
                failures.add(missing(name.startsWith("arn:") ? name : new EcsCluster(name, "").arn(region)));
            }
        }
        return Json.object("clusters", found, "failures", failures);
    }

    private JsonObject describeTaskDefinition(JsonObject request) {
        String name = Json.string(request, "taskDefinition").orElse("");
        boolean active = definition.isActive() || !name.equals(definition.family()); // a bare family means its active revision
        if (!definition.isCalled(name, region) || !active) {
            throw AwsError.client("Unable to describe task definition.");
        }
        return Json.object("taskDefinition", definition.describe(region), "tags", List.of());
    }

    private JsonObject runTask(JsonObject request, Instant now) {
        if (!runTaskRate.allows(now)) {
            throw new AwsError(400, "ThrottlingException", "Rate exceeded");
        }
        RunTaskValidator.checkForm(request);
        checkCluster(request);
        String token = Json.string(request, "clientToken").orElse(null);
        Optional<List<Task>> earlier = token == null ? Optional.empty() : tokens.replay(cluster.name(), token, request, now);
        if (earlier.isPresent()) {
            return started(earlier.get(), List.of());
        }

        String name = Json.string(request, "taskDefinition").orElse("");
        if (!definition.isCalled(name, region)) {
            throw AwsError.client("TaskDefinition not found.");
        }
        RunTaskValidator.checkDefinition(request, definition);
        RunTaskValidator.checkNetwork(request);
        letOthersIn(now);
        return place(request, token, now);
    }

    private JsonObject place(JsonObject request, String token, Instant now) {
        Task.Order order = new Task.Order(request, cluster.name(), definition, Task.Starter.RUN_TASK, region);
        List<Task> tasks = new ArrayList<>();
        List<JsonObject> failures = new ArrayList<>();
        for (int i = 0; i < RunTaskValidator.count(request); i++) {
            if (fargate.hasRoomFor(definition)) {
                tasks.add(fargate.start(order, now));
            } else {
                failures.add(Json.object("reason", VCPU_LIMIT));
            }
        }
        if (token != null) {
            tokens.remember(cluster.name(), token, request, tasks, now);
        }
        return started(tasks, failures);
    }

    private JsonObject describeTasks(JsonObject request, Instant now) {
        checkCluster(request);
        List<String> names = Json.strings(request, "tasks");
        if (names.isEmpty()) {
            throw AwsError.invalid("Tasks cannot be empty.");
        }
        if (names.size() > MOST_TASKS_DESCRIBED) {
            throw AwsError.invalid("Tasks cannot have more than " + MOST_TASKS_DESCRIBED + " elements");
        }
        boolean withTags = Json.strings(request, "include").contains("TAGS");
        List<JsonObject> found = new ArrayList<>(), failures = new ArrayList<>();
        for (String name : names) {
            find(name, now).ifPresentOrElse(task -> found.add(TaskJson.describe(task, withTags)), () -> failures.add(missing(taskArn(name))));
        }
        return Json.object("tasks", found, "failures", failures);
    }

    private JsonObject listTasks(JsonObject request, Instant now) {
        checkCluster(request);
        if (request.has("startedBy") && (request.has("family") || request.has("serviceName"))) {
            throw AwsError.invalid("startedBy must be the only filter.");
        }
        for (String filter : List.of("serviceName", "containerInstance")) {
            if (request.has(filter)) {
                throw AwsError.invalid("The rehearsal has no " + filter + ".");
            }
        }
        int pageSize = Math.min(listPageSize, Json.member(request, "maxResults").map(JsonElement::getAsInt).orElse(100));
        if (pageSize < 1) {
            throw AwsError.invalid("maxResults must be between 1 and 100.");
        }
        int from = Json.string(request, "nextToken").map(EcsApi::offset).orElse(0);
        List<String> arns = fargate.visible(now).stream().filter(asked(request)).map(Task::arn).toList();
        List<String> page = arns.stream().skip(from).limit(pageSize).toList();
        int next = from + page.size();
        return Json.object("taskArns", page, "nextToken", next < arns.size() ? "page-from-" + next : null);
    }

    private static Predicate<Task> asked(JsonObject request) {
        String desired = Json.string(request, "desiredStatus").orElse("RUNNING");
        String family = Json.string(request, "family").orElse(null);
        String startedBy = Json.string(request, "startedBy").orElse(null);
        return task -> task.desiredStatus().equals(desired)
                && (family == null || task.order.definition().family().equals(family))
                && (startedBy == null || startedBy.equals(task.startedBy().orElse(null)));
    }

    private JsonObject stopTask(JsonObject request, Instant now) {
        checkCluster(request);
        Task task = find(Json.string(request, "task").orElse(""), now)
                .orElseThrow(() -> AwsError.invalid("The referenced task was not found."));
        fargate.stopByUser(task, Json.string(request, "reason").orElse("Task stopped by user"), now);
        return Json.object("task", TaskJson.describe(task, false));
    }

    private void checkCluster(JsonObject request) {
        if (!cluster.isCalled(Json.string(request, "cluster").orElse("default"), region)) {
            throw new AwsError(400, "ClusterNotFoundException", "Cluster not found.");
        }
        if (!cluster.isActive()) {
            throw new AwsError(400, "ClusterNotFoundException", "The referenced cluster was inactive.");
        }
    }

    private void letOthersIn(Instant now) {
        if (!othersAreDue) {
            return;
        }
        othersAreDue = false;
        fargate.start(new Task.Order(Json.object("startedBy", "nightly-report"), cluster.name(), TaskDefinition.NIGHTLY_REPORT,
                Task.Starter.OTHER, region), now);
    }

    private static JsonObject started(List<Task> tasks, List<JsonObject> failures) {
        return Json.object("tasks", tasks.stream().map(task -> TaskJson.describe(task, true)).toList(), "failures", failures);
    }

    private static JsonObject missing(String arn) {
        return Json.object("arn", arn, "reason", "MISSING");
    }

    private String taskArn(String idOrArn) {
        return idOrArn.startsWith("arn:") ? idOrArn : BedrockChatStack.arn("ecs", region, "task/" + cluster.name() + "/" + idOrArn);
    }

    private Optional<Task> find(String idOrArn, Instant now) {
        return fargate.find(idOrArn.substring(idOrArn.lastIndexOf('/') + 1), now).filter(task -> task.arn().equals(taskArn(idOrArn)));
    }

    private static int offset(String nextToken) {
        if (!nextToken.matches("page-from-\\d{1,9}")) {
            throw AwsError.invalid("Invalid token.");
        }
        return Integer.parseInt(nextToken.substring("page-from-".length()));
    }
}
