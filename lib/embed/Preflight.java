package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.cli.SettingsResolver;
import lib.common.Text;
import lib.common.UserException;
import lib.model.FargatePrice;
import lib.model.MigrationId;
import lib.model.Setting;
import lib.model.Settings;
import lib.proof.RowVerifier;
import lib.retry.Retrier;
import lib.retry.ServiceException;

/**
 * Checks all settings before anything starts. All problems are reported together; a check that is not permitted becomes
 * a warning.
 */
public final class Preflight {
    /** Whether the table has the sparse index with all attributes. */
    public enum Index {
        PRESENT,
        MISSING,
        UNKNOWN
    }

    /**
     * The results of the checks.
     *
     * @param settings with the name of the task definition's only container
     * @param account the table's owner, from its ARN; empty if the table could not be described
     * @param price of a task of this size in this region
     * @param logGroup of the embedding container, or empty; its streams are named {@code logPrefix/container/task id}
     * @param logRegion of the log group
     * @param documentBucket the variable DOCUMENT_BUCKET of the embedding container; empty if it is not known
     */
    public record Result(
            Settings settings,
            String account,
            Index index,
            FargatePrice price,
            String logGroup,
            String logPrefix,
            String logRegion,
            Optional<String> documentBucket,
            List<String> warnings) {
        /**
         * The migration's identity. Its account is the table's owner; if the table could not be described, the
         * caller's.
         */
        public MigrationId migrationId(AwsClients aws) {
            return new MigrationId(
                    account.isEmpty() ? aws.caller().account() : account,
                    aws.region(),
                    settings.table().value(),
                    settings.ecsCluster().value(),
                    settings.database().host());
        }
    }

    private static final Duration RETRY_LIMIT = Duration.ofSeconds(10);

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final RowVerifier rows;
    private final Settings settings;
    private final String region;
    private final Retrier retrier;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    /** Whether a permission is missing among the problems. */
    private boolean isDenied;

    public Preflight(
            BotTable table, EmbeddingTasks tasks, RowVerifier rows, Settings settings, String region, Retrier retrier) {
        this.table = table;
        this.tasks = tasks;
        this.rows = rows;
        this.settings = settings;
        this.region = region;
        this.retrier = retrier;
    }

    /**
     * Checks everything; throws one {@link UserException} that lists all problems.
     *
     * @param withDatabase false if the run does not depend on the database
     */
    public Result check(boolean withDatabase) {
        checkNames();
        Optional<BotTable.Description> description = checkTable();
        checkCluster();
        Optional<EmbeddingTasks.Definition> definition = checkTaskDefinition();
        if (withDatabase) {
            checkDatabase();
        }
        if (!problems.isEmpty()) {
            UserException all = UserException.badSettings(
                    "Nothing was started. %s in the settings:%n  %s",
                    Text.count(problems.size(), "problem"), String.join("\n  ", problems));
            throw isDenied ? all.needsPolicy() : all;
        }
        return new Result(
                definition
                        .flatMap(this::onlyContainer)
                        .map(settings::with)
                        .orElse(settings),
                description.map(BotTable.Description::account).orElse(""),
                description
                        .map(d -> d.hasIndex() ? Index.PRESENT : Index.MISSING)
                        .orElse(Index.UNKNOWN),
                definition.map(d -> new FargatePrice(d.vcpu(), d.gb(), region)).orElse(new FargatePrice(0, 0, region)),
                definition.map(d -> d.logOptions().get("awslogs-group")).orElse(""),
                definition.map(d -> d.logOptions().get("awslogs-stream-prefix")).orElse(""),
                definition.map(d -> d.logOptions().get("awslogs-region")).orElse(region),
                definition.flatMap(EmbeddingTasks.Definition::documentBucket),
                List.copyOf(warnings));
    }

    private void checkNames() {
        Stream.of(settings.table(), settings.ecsCluster(), settings.taskDefinition(), settings.container())
                .filter(Preflight::isEmpty)
                .forEach(s ->
                        problems.add("An empty name was given (" + s.source() + "). Give the real name, or omit it."));
        checkFormat(settings.subnets(), "Subnet", "subnet");
        checkFormat(settings.securityGroups(), "Security group", "sg");
    }

    private void checkFormat(List<Setting> ids, String noun, String prefix) {
        ids.stream()
                .filter(id -> !id.value().matches(prefix + "-([0-9a-f]{8}|[0-9a-f]{17})"))
                .forEach(id -> problems.add(noun + " " + id + " is not of the form " + prefix
                        + "-0123456789abcdef0. Take the id from the stack's outputs."));
    }

    private static boolean isEmpty(Setting setting) {
        return setting.value().isEmpty();
    }

    private Optional<BotTable.Description> checkTable() {
        if (isEmpty(settings.table())) {
            return Optional.empty();
        }
        Optional<BotTable.Description> description =
                read("dynamodb:DescribeTable", "Table " + settings.table(), table::describe);
        description.ifPresent(this::checkTable);
        return description;
    }

    private void checkTable(BotTable.Description description) {
        if (!List.of("ACTIVE", "UPDATING").contains(description.status())) {
            problems.add("Table " + settings.table() + " is " + description.status()
                    + ", not ACTIVE. Wait until it is ACTIVE.");
        }
        if (!description.keys().equals(List.of("PK", "SK")) || !description.hasStringKeys()) {
            problems.add("Table " + settings.table() + " has the keys " + description.keys()
                    + ", not the strings PK and SK: it is not Bedrock Chat's conversation table."
                    + " Take the name from the output DatabaseConversationTableName….");
        }
    }

    private void checkCluster() {
        if (isEmpty(settings.ecsCluster())) {
            return;
        }
        String cluster = "ECS cluster " + settings.ecsCluster();
        Optional<Optional<String>> status = read("ecs:DescribeClusters", cluster, tasks::clusterStatus);
        if (status.isPresent() && status.get().isEmpty()) {
            problems.add(cluster + " does not exist in " + region
                    + ". Take the name from the output EmbeddingClusterName…, or give --region.");
        } else if (status.isPresent() && !status.get().get().equals("ACTIVE")) {
            problems.add(
                    cluster + " is " + status.get().get() + ", not ACTIVE. Deploy v1 again, or name another cluster.");
        } else {
            checkThatTasksCanBeWatched();
        }
    }

    /** A problem, not a warning: a task that cannot be watched must not be started. */
    private void checkThatTasksCanBeWatched() {
        try {
            tasks.checkDescribe();
        } catch (ServiceException e) { // any other error is reported by the checks before
            if (e.error().isAccessDenied()) {
                problems.add("Not permitted: ecs:DescribeTasks in ECS cluster " + settings.ecsCluster()
                        + ". Without it, tasks cannot be watched.");
                isDenied = true;
            }
        }
    }

    private Optional<EmbeddingTasks.Definition> checkTaskDefinition() {
        if (isEmpty(settings.taskDefinition())) {
            return Optional.empty();
        }
        Optional<EmbeddingTasks.Definition> definition = read(
                "ecs:DescribeTaskDefinition",
                "Task definition " + settings.taskDefinition(),
                tasks::describeDefinition);
        definition.ifPresent(this::checkTaskDefinition);
        return definition;
    }

    private void checkTaskDefinition(EmbeddingTasks.Definition definition) {
        String name = "Task definition " + settings.taskDefinition();
        if (!definition.status().equals("ACTIVE")) {
            problems.add(name + " is " + definition.status()
                    + ", not ACTIVE. Name its family without a revision, or deploy v1 again.");
        }
        if (!definition.runsOnFargate()) {
            problems.add(
                    name + " cannot run on Fargate. Take the name from the output EmbeddingTaskDefinitionName….");
        }
        if (onlyContainer(definition).isEmpty()
                && !definition.containers().contains(settings.container().value())) {
            problems.add(name + " has no container " + settings.container() + "; it has: "
                    + String.join(", ", definition.containers()) + ". Give --container.");
        }
    }

    /** The definition's only container, whatever its name is, unless the user has named one. */
    private Optional<Setting> onlyContainer(EmbeddingTasks.Definition definition) {
        return definition.containers().size() == 1
                        && settings.container().equals(SettingsResolver.USUAL_CONTAINER)
                        && !definition.containers().contains(settings.container().value())
                ? Optional.of(new Setting(definition.containers().get(0), "the task definition's only container"))
                : Optional.empty();
    }

    /** Tasks whose database is down cost money and fail. */
    private void checkDatabase() {
        rows.check()
                .ifPresent(problem -> problems.add("The database cannot be used: " + problem
                        + " --no-proof starts the tasks all the same, and does not read the rows."));
        rows.unavailableReason().ifPresent(warnings::add);
    }

    /** Empty if the request was not permitted (a warning) or failed (a problem). */
    private <T> Optional<T> read(String permission, String what, Supplier<T> request) {
        try {
            return Optional.of(retrier.call(RETRY_LIMIT, request));
        } catch (ServiceException e) {
            if (e.error().isNotFound()) {
                problems.add(what + " does not exist in " + region
                        + ". Take the name from the stack's outputs, or give --region.");
            } else if (e.error().isAccessDenied()) {
                warnings.add(what + " could not be checked: " + permission + " is not permitted.");
            } else {
                problems.add(what + " could not be checked: " + e.error().explained());
            }
            return Optional.empty();
        }
    }
}
