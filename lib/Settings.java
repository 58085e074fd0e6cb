package lib;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is migrated and where. An option beats an edited constant, which beats a stack output.
 *
 * @param databaseHost of the new database cluster, as the stack says it; empty where the stack does not tell
 */
public record Settings(Setting table, Setting ecsCluster, Setting taskDefinition, Setting container,
        List<Setting> subnets, List<Setting> securityGroups, String databaseHost) {

    private static final String DATABASE_HOST = "DbConfigHostname";

    /** A value that can come from an option and from a constant; lists are empty, and strings null, where the option was not given. */
    public record Names(String table, String ecsCluster, String taskDefinition, String container, List<String> subnets, List<String> securityGroups) {
        /** Constants that nobody edited. */
        public static final Names NONE = new Names("", "", "", "", List.of(""), List.of(""));
    }

    public static Settings resolve(Names options, Names constants, Supplier<StackOutputs> stack) {
        Once<StackOutputs> outputs = new Once<>(stack);
        Settings settings = new Settings(
                one("--table", options.table(), "TABLE_NAME", constants.table(), () -> outputs.get().nested("DatabaseConversationTableName", "--table")),
                one("--cluster", options.ecsCluster(), "CLUSTER_NAME", constants.ecsCluster(), () -> outputs.get().nested("EmbeddingClusterName", "--cluster")),
                one("--task-definition", options.taskDefinition(), "TASK_DEFINITION_NAME", constants.taskDefinition(),
                        () -> outputs.get().nested("EmbeddingTaskDefinitionName", "--task-definition")),
                one("--container", options.container(), "CONTAINER_NAME", constants.container(), () -> new Setting("Container", "the guide's value")),
                many("--subnet", options.subnets(), "SUBNET_ID", constants.subnets(), () -> privateSubnets(outputs.get())),
                many("--security-group", options.securityGroups(), "SECURITY_GROUP_ID", constants.securityGroups(),
                        () -> List.of(outputs.get().nested("EmbeddingTaskSecurityGroupId", "--security-group"))), "");
        return settings.withDatabaseHost(databaseHost(outputs));
    }

    /** Nobody has to name it and nothing fails without it, but where it can be had it tells whether the database cluster was replaced again. */
    private static String databaseHost(Supplier<StackOutputs> outputs) {
        try {
            return outputs.get().has(DATABASE_HOST) ? outputs.get().exact(DATABASE_HOST).value() : "";
        } catch (Problem notToBeHad) {
            return "";
        }
    }

    private Settings withDatabaseHost(String host) {
        return new Settings(table, ecsCluster, taskDefinition, container, subnets, securityGroups, host);
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

    /** Asks at the first need, and once. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> source;
        private T value;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public T get() {
            value = value == null ? source.get() : value;
            return value;
        }
    }
}
