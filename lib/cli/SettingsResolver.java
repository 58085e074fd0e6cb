package lib.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import lib.aws.StackOutputs;
import lib.common.UserException;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.model.Settings;

/**
 * Finds each setting: an option takes precedence over an edited constant, which takes precedence over a stack output.
 */
public final class SettingsResolver {
    /** The app's own, which a task definition with one container need not have. */
    public static final Setting USUAL_CONTAINER = new Setting("Container", "guide");

    /**
     * Values from options or from constants. For an option that was not given, the string is null or the list is empty.
     */
    public record Names(
            String table,
            String ecsCluster,
            String taskDefinition,
            String container,
            List<String> subnets,
            List<String> securityGroups) {
        /** Unedited constants. */
        public static final Names NONE = new Names("", "", "", "", List.of(""), List.of(""));

        /** The table alone, from an option. */
        public static Names ofTable(String table) {
            return new Names(table, null, null, null, List.of(), List.of());
        }
    }

    private final Names options;
    private final Names constants;
    private final DatabaseOptions database;
    private final Supplier<StackOutputs> outputs;
    private boolean usesStack;

    /** @param stack reads the stack's outputs; called at most once, when the first of them is needed */
    public SettingsResolver(Names options, Names constants, DatabaseOptions database, Supplier<StackOutputs> stack) {
        this.options = options;
        this.constants = constants;
        this.database = database;
        this.outputs = new Once<>(stack);
    }

    /** All settings; fails if one of them cannot be found. */
    public Settings resolve() {
        return new Settings(
                table(),
                ecsCluster(),
                taskDefinition(),
                container(),
                many(
                        "--subnet",
                        options.subnets(),
                        "SUBNET_ID",
                        constants.subnets(),
                        () -> settingsOfStack().privateSubnets()),
                many(
                        "--security-group",
                        options.securityGroups(),
                        "SECURITY_GROUP_ID",
                        constants.securityGroups(),
                        () -> List.of(settingsOfStack().nested("EmbeddingTaskSecurityGroupId", "--security-group"))),
                database());
    }

    /** The settings with which tasks are read; without those that only a start takes. */
    public Settings ofTasks() {
        return new Settings(
                table(), ecsCluster(), taskDefinition(), container(), List.of(), List.of(), database());
    }

    /** The guide's script has a value for it, which needs no edit. */
    private Setting container() {
        String constant =
                USUAL_CONTAINER.value().equals(constants.container().strip()) ? "" : constants.container();
        return one("--container", options.container(), "CONTAINER_NAME", constant, () -> USUAL_CONTAINER);
    }

    /** The conversation table. */
    public Setting table() {
        return one("--table", options.table(), "TABLE_NAME", constants.table(), () -> settingsOfStack()
                .nested("DatabaseConversationTableName", "--table"));
    }

    /** The ECS cluster. */
    public Setting ecsCluster() {
        return one("--cluster", options.ecsCluster(), "CLUSTER_NAME", constants.ecsCluster(), () -> settingsOfStack()
                .nested("EmbeddingClusterName", "--cluster"));
    }

    /** The task definition of the embedding task. */
    public Setting taskDefinition() {
        return one(
                "--task-definition",
                options.taskDefinition(),
                "TASK_DEFINITION_NAME",
                constants.taskDefinition(),
                () -> settingsOfStack().nested("EmbeddingTaskDefinitionName", "--task-definition"));
    }

    private StackOutputs settingsOfStack() {
        usesStack = true;
        return outputs.get().requireV1();
    }

    /**
     * The stack, if it can be read and a setting comes from it, or the table in use is its own; then it must be that of
     * a v1.
     */
    public Optional<StackOutputs> stack() {
        return readableStack()
                .filter(stack -> usesStack || stack.hasTable(table().value()))
                .map(StackOutputs::requireV1);
    }

    private Optional<StackOutputs> readableStack() {
        try {
            return Optional.of(outputs.get());
        } catch (UserException unreadable) {
            return Optional.empty(); // if a setting has to come from the stack, that fails with this error
        }
    }

    /**
     * The database, as far as it is known: without it, a run continues, but cannot count rows or notice that the
     * cluster was replaced. The database of a stack that has another table is that of another app.
     */
    public DatabaseLocation database() {
        Optional<StackOutputs> stack = stack().filter(outputs -> outputs.hasTable(table().value()));
        Optional<Setting> host = stack.flatMap(StackOutputs::databaseHost);
        Optional<Setting> secret = option("--db-secret-arn", database.secret)
                .or(() -> stack.flatMap(StackOutputs::databaseSecret));
        Optional<Setting> cluster = option("--db-cluster-arn", database.cluster)
                .or(() -> host.flatMap(h -> secret.flatMap(s -> DatabaseLocation.clusterOf(h, s))));
        return new DatabaseLocation(
                host.map(Setting::value).orElse(""),
                cluster.orElse(null),
                secret.orElse(null),
                database.name,
                whyUnknown());
    }

    /** The database of a command that cannot do without it; fails if it is not known. */
    public DatabaseLocation requireDatabase() {
        DatabaseLocation location = database();
        if (!location.isKnown()) {
            throw UserException.badSettings(
                    "The database is unknown: %s.%n"
                            + "Give --db-cluster-arn and --db-secret-arn, or --stack for the stack of this table.",
                    location.whyUnknown());
        }
        return location;
    }

    /** Why the stack does not name the database, if it does not. */
    private String whyUnknown() {
        return readableStack()
                .map(stack -> stack.hasTable(table().value())
                        ? "the outputs of stack " + stack.stack() + " do not name the database"
                        : "stack " + stack.stack() + " has another table than " + table().value()
                                + ", so its database is not the one of this table")
                .orElse("the stack, whose outputs name the database, cannot be read");
    }

    private static Optional<Setting> option(String option, String given) {
        return Optional.ofNullable(given).map(value -> new Setting(value.strip(), "option " + option));
    }

    private static Setting one(String option, String given, String constant, String edited, Supplier<Setting> output) {
        List<String> values = given == null ? List.of() : List.of(given);
        return many(option, values, constant, List.of(edited), () -> List.of(output.get()))
                .get(0);
    }

    private static List<Setting> many(
            String option, List<String> given, String constant, List<String> edited, Supplier<List<Setting>> output) {
        if (!given.isEmpty()) {
            return from("option " + option, given);
        }
        return edited.stream().noneMatch(SettingsResolver::isPlaceholder)
                ? from("constant " + constant, edited)
                : output.get();
    }

    /** The settings with these values, all from one source. */
    public static List<Setting> from(String source, List<String> values) {
        return values.stream().map(value -> new Setting(value.strip(), source)).toList();
    }

    /** In the guide, a series of X stands for the part to replace. */
    private static boolean isPlaceholder(String constant) {
        return constant.isBlank() || constant.strip().matches(".*(XXXXX|-xxxx+)");
    }

    /** Calls its source on first use, and only once, even if it fails. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> source;
        private T value;
        private UserException failure;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public T get() {
            if (failure != null) {
                throw failure;
            }
            try {
                value = value == null ? source.get() : value;
                return value;
            } catch (UserException e) {
                failure = e;
                throw e;
            }
        }
    }
}
