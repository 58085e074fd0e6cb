package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lib.aws.BotTable;
import lib.aws.ErrorClassifier;
import lib.common.Text;
import lib.common.UserException;
import lib.model.FargatePrice;
import lib.model.Setting;
import lib.model.Settings;
import lib.retry.Retrier;
import lib.retry.ServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Everything that can be checked before anything starts. Problems are collected, so that one look shows them all. */
public final class Preflight {
    /** Whether the table has the sparse index with all attributes. */
    public enum Index { THERE, MISSING, UNKNOWN }

    /**
     * What the checks found out on the way.
     *
     * @param account the table's owner, from its ARN; empty where the table could not be described
     * @param price of a task of this size here
     * @param logGroup of the embedding container, or empty; its streams are named {@code logPrefix/container/task id}
     */
    public record Result(String account, Index index, FargatePrice price, String logGroup, String logPrefix, List<String> warnings) {
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** An id that no task has. */
    private static final String NO_TASK = "0".repeat(32);

    private final DynamoDbClient dynamoDb;
    private final EcsClient ecs;
    private final Settings settings;
    private final String region;
    private final Retrier retrier;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    public Preflight(DynamoDbClient dynamoDb, EcsClient ecs, Settings settings, String region, Retrier retrier) {
        this.dynamoDb = dynamoDb;
        this.ecs = ecs;
        this.settings = settings;
        this.region = region;
        this.retrier = retrier;
    }

    /** Checks everything; throws one {@link UserException} that tells all that is wrong. */
    public Result check() {
        checkNames();
        TableDescription table = settings.table().value().isEmpty() ? null : describeTable();
        checkCluster();
        TaskDefinition definition = describeTaskDefinition();
        if (!problems.isEmpty()) {
            throw new UserException(UserException.SETTINGS, "Nothing was started. " + Text.count(problems.size(), "problem") + " in the settings:\n  "
                    + String.join("\n  ", problems), null);
        }
        Map<String, String> log = definition == null ? Map.of() : container(definition).filter(c -> c.logConfiguration() != null)
                .map(c -> c.logConfiguration().options()).findFirst().orElse(Map.of());
        return new Result(table == null ? "" : table.tableArn().split(":")[4], table == null ? Index.UNKNOWN : hasIndex(table) ? Index.THERE : Index.MISSING,
                price(definition),
                log.getOrDefault("awslogs-group", ""), log.getOrDefault("awslogs-stream-prefix", ""), List.copyOf(warnings));
    }

    private void checkNames() {
        Stream.of(settings.table(), settings.ecsCluster(), settings.taskDefinition(), settings.container()).filter(s -> s.value().isEmpty())
                .forEach(s -> problems.add("An empty name was given (" + s.source() + "). Give the real one, or leave it out."));
        checkForm(settings.subnets(), "Subnet", "subnet");
        checkForm(settings.securityGroups(), "Security group", "sg");
    }

    private void checkForm(List<Setting> ids, String noun, String prefix) {
        ids.stream().filter(id -> !id.value().matches(prefix + "-([0-9a-f]{8}|[0-9a-f]{17})")).forEach(id -> problems.add(
                noun + " " + id + " is not of the form " + prefix + "-0123456789abcdef0. Take the id from the stack's outputs."));
    }

    private TableDescription describeTable() {
        TableDescription table = ask("dynamodb:DescribeTable", "Table " + settings.table(),
                () -> dynamoDb.describeTable(r -> r.tableName(settings.table().value())).table());
        if (table == null) {
            return null;
        }
        if (!"ACTIVE".equals(table.tableStatusAsString()) && !"UPDATING".equals(table.tableStatusAsString())) {
            problems.add("Table " + settings.table() + " is " + table.tableStatusAsString() + ", not ACTIVE. Wait until it is.");
        }
        List<String> keys = table.keySchema().stream().map(KeySchemaElement::attributeName).toList();
        if (!keys.equals(List.of("PK", "SK")) || table.attributeDefinitions().stream()
                .anyMatch(a -> keys.contains(a.attributeName()) && !"S".equals(a.attributeTypeAsString()))) {
            problems.add("Table " + settings.table() + " has the keys " + keys + ", not the strings PK and SK: it is not Bedrock Chat's conversation table."
                    + " Take the name from the output DatabaseConversationTableName….");
        }
        return table;
    }

    private static boolean hasIndex(TableDescription table) {
        return Stream.concat(
                table.localSecondaryIndexes().stream().filter(i -> BotTable.INDEX.equals(i.indexName())).map(i -> i.projection()),
                table.globalSecondaryIndexes().stream().filter(i -> BotTable.INDEX.equals(i.indexName()) && "ACTIVE".equals(i.indexStatusAsString()))
                        .map(i -> i.projection()))
                .map(Projection::projectionType).anyMatch(ProjectionType.ALL::equals);
    }

    private void checkCluster() {
        if (settings.ecsCluster().value().isEmpty()) {
            return;
        }
        List<Cluster> clusters = ask("ecs:DescribeClusters", "ECS cluster " + settings.ecsCluster(),
                () -> ecs.describeClusters(r -> r.clusters(settings.ecsCluster().value())).clusters());
        if (clusters != null && clusters.isEmpty()) {
            problems.add("ECS cluster " + settings.ecsCluster() + " does not exist in " + region + ". Take the name from the output EmbeddingClusterName…, or give --region.");
        } else if (clusters != null && !"ACTIVE".equals(clusters.get(0).status())) {
            problems.add("ECS cluster " + settings.ecsCluster() + " is " + clusters.get(0).status() + ", not ACTIVE. Deploy v1 again, or name another one.");
        } else {
            checkThatTasksCanBeWatched();
        }
    }

    /** Not a mere check: a task that cannot be watched must not be started. */
    private void checkThatTasksCanBeWatched() {
        try {
            ErrorClassifier.asked(() -> ecs.describeTasks(r -> r.cluster(settings.ecsCluster().value()).tasks(NO_TASK)));
        } catch (ServiceException e) { // anything but a missing permission has been told by the checks before
            if (isDenied(e)) {
                problems.add("Not permitted: ecs:DescribeTasks in ECS cluster " + settings.ecsCluster() + ". Without it no task can be watched; the README has the IAM policy.");
            }
        }
    }

    private TaskDefinition describeTaskDefinition() {
        Setting name = settings.taskDefinition();
        if (name.value().isEmpty()) {
            return null;
        }
        TaskDefinition definition = ask("ecs:DescribeTaskDefinition", "Task definition " + name,
                () -> ecs.describeTaskDefinition(r -> r.taskDefinition(name.value())).taskDefinition());
        if (definition == null) {
            return null;
        }
        if (!"ACTIVE".equals(definition.statusAsString())) {
            problems.add("Task definition " + name + " is " + definition.statusAsString() + ", not ACTIVE. Name its family without a revision, or deploy v1 again.");
        }
        if (!definition.compatibilities().contains(Compatibility.FARGATE) && !definition.requiresCompatibilities().contains(Compatibility.FARGATE)) {
            problems.add("Task definition " + name + " cannot run on Fargate. Take the name from the output EmbeddingTaskDefinitionName….");
        }
        if (container(definition).findAny().isEmpty()) {
            problems.add("Task definition " + name + " has no container " + settings.container() + "; it has: "
                    + String.join(", ", definition.containerDefinitions().stream().map(ContainerDefinition::name).toList()) + ". Give --container.");
        }
        return definition;
    }

    private Stream<ContainerDefinition> container(TaskDefinition definition) {
        return definition.containerDefinitions().stream().filter(c -> settings.container().value().equals(c.name()));
    }

    private FargatePrice price(TaskDefinition definition) {
        return definition == null || definition.cpu() == null || definition.memory() == null ? new FargatePrice(0, 0, region)
                : new FargatePrice(units(definition.cpu()), units(definition.memory()), region);
    }

    /** ECS counts 1,024 units to a vCPU, and MiB. */
    private static double units(String units) {
        return Long.parseLong(units) / 1024.0;
    }

    /** Null where the question was not permitted (a warning) or its answer was an error (a problem). */
    private <T> T ask(String permission, String what, Supplier<T> question) {
        try {
            return retrier.call(PATIENCE, question);
        } catch (ServiceException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                problems.add(what + " does not exist in " + region + ". Take the name from the stack's outputs, or give --region.");
            } else if (isDenied(e)) {
                warnings.add(what + " could not be checked: " + permission + " is not permitted.");
            } else {
                problems.add(what + " could not be checked: " + e.error().text() + ". Check the name, the network, the credentials, --region and --endpoint-url.");
            }
            return null;
        }
    }

    private static boolean isDenied(ServiceException e) {
        return e.error().text().startsWith("AccessDenied");
    }
}
