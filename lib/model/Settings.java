package lib.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lib.aws.StackOutputs;
import lib.common.UserException;

/**
 * What is migrated and where. An option beats an edited constant, which beats a stack output.
 *
 */
public record Settings(Setting table, Setting ecsCluster, Setting taskDefinition, Setting container,
        List<Setting> subnets, List<Setting> securityGroups, DatabaseLocation database) {

    private static final String DATABASE_HOST = "DbConfigHostname";
    private static final String DATABASE_SECRET = "DbConfigSecretArn";

    /** A value that can come from an option and from a constant; lists are empty, and strings null, where the option was not given. */
    public record Names(String table, String ecsCluster, String taskDefinition, String container, List<String> subnets, List<String> securityGroups) {
        /** Constants that nobody edited. */
        public static final Names NONE = new Names("", "", "", "", List.of(""), List.of(""));
    }

    public static Settings resolve(Names options, Names constants, DatabaseLocation.Names database, Supplier<StackOutputs> stack) {
        Supplier<StackOutputs> outputs = new Once<>(stack);
        return new Settings(
                table(options, constants, outputs),
                one("--cluster", options.ecsCluster(), "CLUSTER_NAME", constants.ecsCluster(), () -> outputs.get().nested("EmbeddingClusterName", "--cluster")),
                one("--task-definition", options.taskDefinition(), "TASK_DEFINITION_NAME", constants.taskDefinition(),
                        () -> outputs.get().nested("EmbeddingTaskDefinitionName", "--task-definition")),
                one("--container", options.container(), "CONTAINER_NAME", constants.container(), () -> new Setting("Container", "the guide's value")),
                many("--subnet", options.subnets(), "SUBNET_ID", constants.subnets(), () -> privateSubnets(outputs.get())),
                many("--security-group", options.securityGroups(), "SECURITY_GROUP_ID", constants.securityGroups(),
                        () -> List.of(outputs.get().nested("EmbeddingTaskSecurityGroupId", "--security-group"))), database(database, outputs));
    }

    /** The table and the database alone, for what starts no tasks. */
    public record Stores(Setting table, DatabaseLocation database) {
        public static Stores resolve(Names options, Names constants, DatabaseLocation.Names database, Supplier<StackOutputs> stack) {
            Supplier<StackOutputs> outputs = new Once<>(stack);
            return new Stores(Settings.table(options, constants, outputs), Settings.database(database, outputs));
        }
    }

    private static Setting table(Names options, Names constants, Supplier<StackOutputs> outputs) {
        return one("--table", options.table(), "TABLE_NAME", constants.table(), () -> outputs.get().nested("DatabaseConversationTableName", "--table"));
    }

    /**
     * Nobody has to name it and nothing fails without it: where it can be had, its host tells whether the database cluster was replaced again,
     * and its rows are the proof.
     */
    private static DatabaseLocation database(DatabaseLocation.Names given, Supplier<StackOutputs> outputs) {
        Setting host = ifTold(DATABASE_HOST, outputs);
        Setting secret = given.secret() != null ? new Setting(given.secret().strip(), "option --db-secret-arn") : ifTold(DATABASE_SECRET, outputs);
        Setting cluster = given.cluster() != null ? new Setting(given.cluster().strip(), "option --db-cluster-arn")
                : host == null || secret == null ? null : DatabaseLocation.clusterOf(host, secret);
        return new DatabaseLocation(host == null ? "" : host.value(), cluster, secret, given.name());
    }

    private static Setting ifTold(String output, Supplier<StackOutputs> outputs) {
        try {
            return outputs.get().has(output) ? outputs.get().exact(output) : null;
        } catch (UserException notToBeHad) {
            return null;
        }
    }

    /** Capacity is per availability zone, so every private subnet is worth having. */
    private static List<Setting> privateSubnets(StackOutputs outputs) {
        List<Setting> subnets = new ArrayList<>(List.of(outputs.exact("PrivateSubnetId0")));
        for (int i = 1; outputs.has("PrivateSubnetId" + i); i++) {
            subnets.add(outputs.exact("PrivateSubnetId" + i));
        }
        return List.copyOf(subnets);
    }

    private static Setting one(String option, String given, String constant, String edited, Supplier<Setting> output) {
        return many(option, given == null ? List.of() : List.of(given), constant, List.of(edited), () -> List.of(output.get())).get(0);
    }

    private static List<Setting> many(String option, List<String> given, String constant, List<String> edited, Supplier<List<Setting>> output) {
        if (!given.isEmpty()) {
            return from("option " + option, given);
        }
        return edited.stream().noneMatch(Settings::isPlaceholder) ? from("constant " + constant, edited) : output.get();
    }

    private static List<Setting> from(String source, List<String> values) {
        return values.stream().map(value -> new Setting(value.strip(), source)).toList();
    }

    /** The guide writes the part to be replaced as a row of X. */
    private static boolean isPlaceholder(String constant) {
        return constant.isBlank() || constant.strip().matches(".*(XXXXX|-xxxx+)");
    }

    /** Asks at the first need, and once, whatever the answer is. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> source;
        private T value;
        private UserException error;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public T get() {
            if (error != null) {
                throw error;
            }
            try {
                value = value == null ? source.get() : value;
                return value;
            } catch (UserException e) {
                error = e;
                throw e;
            }
        }
    }
}
