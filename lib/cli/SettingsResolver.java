package lib.cli;

import java.util.ArrayList;
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
    private static final String DATABASE_HOST = "DbConfigHostname";
    private static final String DATABASE_SECRET = "DbConfigSecretArn";

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
                one("--cluster", options.ecsCluster(), "CLUSTER_NAME", constants.ecsCluster(), () -> outputs.get()
                        .nested("EmbeddingClusterName", "--cluster")),
                one(
                        "--task-definition",
                        options.taskDefinition(),
                        "TASK_DEFINITION_NAME",
                        constants.taskDefinition(),
                        () -> outputs.get().nested("EmbeddingTaskDefinitionName", "--task-definition")),
                one(
                        "--container",
                        options.container(),
                        "CONTAINER_NAME",
                        constants.container(),
                        () -> new Setting("Container", "the guide's value")),
                many("--subnet", options.subnets(), "SUBNET_ID", constants.subnets(), this::privateSubnets),
                many(
                        "--security-group",
                        options.securityGroups(),
                        "SECURITY_GROUP_ID",
                        constants.securityGroups(),
                        () -> List.of(outputs.get().nested("EmbeddingTaskSecurityGroupId", "--security-group"))),
                database());
    }

    /** The conversation table. */
    public Setting table() {
        return one("--table", options.table(), "TABLE_NAME", constants.table(), () -> outputs.get()
                .nested("DatabaseConversationTableName", "--table"));
    }

    /**
     * The database, as far as it is known: without it, a run continues, but cannot count rows or notice that the
     * cluster was replaced.
     */
    public DatabaseLocation database() {
        Optional<Setting> host = output(DATABASE_HOST);
        Optional<Setting> secret = option("--db-secret-arn", database.secret).or(() -> output(DATABASE_SECRET));
        Optional<Setting> cluster = option("--db-cluster-arn", database.cluster)
                .or(() -> host.flatMap(h -> secret.flatMap(s -> DatabaseLocation.clusterOf(h, s))));
        return new DatabaseLocation(
                host.map(Setting::value).orElse(""), cluster.orElse(null), secret.orElse(null), database.name);
    }

    private static Optional<Setting> option(String option, String given) {
        return Optional.ofNullable(given).map(value -> new Setting(value.strip(), "option " + option));
    }

    private Optional<Setting> output(String name) {
        try {
            return outputs.get().has(name) ? Optional.of(outputs.get().exact(name)) : Optional.empty();
        } catch (UserException stackUnreadable) {
            return Optional.empty(); // if the stack is needed for anything else, that fails with this error
        }
    }

    /** Capacity is per availability zone, so every private subnet is used. */
    private List<Setting> privateSubnets() {
        List<Setting> subnets = new ArrayList<>(List.of(outputs.get().exact("PrivateSubnetId0")));
        for (int i = 1; outputs.get().has("PrivateSubnetId" + i); i++) {
            subnets.add(outputs.get().exact("PrivateSubnetId" + i));
        }
        return List.copyOf(subnets);
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

    private static List<Setting> from(String source, List<String> values) {
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
