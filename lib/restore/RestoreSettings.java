package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import lib.aws.RdsClusters;
import lib.aws.StackOutputs;
import lib.cli.SettingsResolver;
import lib.common.UserException;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.model.Settings;

/**
 * The settings of {@code restore}: an option takes precedence over a stack output.
 *
 * @param stack the name of the app's stack
 * @param database the new one
 * @param securityGroup of the new database
 * @param fileBucket output of the app's stack, if it can be read and has it
 * @param tasks with which embedding tasks are read; fails with a {@link UserException} if they are unknown
 */
record RestoreSettings(
        String stack,
        Setting table,
        DatabaseLocation database,
        Setting vpc,
        List<Setting> subnets,
        Setting securityGroup,
        Supplier<Optional<Setting>> fileBucket,
        Supplier<Settings> tasks) {

    /** Upstream's output ({@code cdk/lib/bedrock-chat-stack.ts}). */
    private static final String FILE_BUCKET = "DocumentBucketName";
    /** Every v1 has this output, and v0.4 from v0.4.5 on (upstream {@code cdk/lib/bedrock-chat-stack.ts}). */
    private static final String SECURITY_GROUP = "DbSecurityGroupId";

    /** @param stack reads the outputs of the app's stack */
    static RestoreSettings resolve(
            RestoreOptions options, SettingsResolver.Names constants, Supplier<StackOutputs> stack) {
        Outputs outputs = new Outputs(stack);
        SettingsResolver resolver = new SettingsResolver(
                SettingsResolver.Names.ofTable(options.app.table), constants, options.database, outputs::get);
        Setting table = resolver.table();
        DatabaseLocation database = resolver.database();
        if (!database.isKnown()) {
            throw UserException.badSettings(
                    "The database is unknown: %s.%n"
                            + "Give --db-cluster-arn and --db-secret-arn, or --stack for the stack of this table.",
                    database.whyUnknown());
        }
        return new RestoreSettings(
                options.app.stack,
                table,
                database,
                vpc(options.app.vpc, outputs),
                subnets(options.app.subnets, outputs),
                outputs.get().exact(SECURITY_GROUP),
                () -> resolver.stack().flatMap(app -> app.find(FILE_BUCKET)),
                resolver::ofTasks);
    }

    private static Setting vpc(String given, Outputs outputs) {
        return given == null ? outputs.get().exact("VpcId", "--vpc") : new Setting(given.strip(), "option --vpc");
    }

    private static List<Setting> subnets(List<String> given, Outputs outputs) {
        List<Setting> subnets = new ArrayList<>();
        given.forEach(subnet -> subnets.add(new Setting(subnet.strip(), "option --subnet")));
        for (int i = 0; given.isEmpty() && (i == 0 || outputs.get().has("PrivateSubnetId" + i)); i++) {
            subnets.add(outputs.get().exact("PrivateSubnetId" + i, "--subnet"));
        }
        if (subnets.size() < 2) {
            throw UserException.badSettings(
                    "A database needs subnets in two availability zones, but only %s is known."
                            + " Give both with --subnet. Nothing was created.",
                    subnets.get(0).value());
        }
        return List.copyOf(subnets);
    }

    /**
     * What the names of the app's database clusters begin with (upstream {@code cdk/lib/constructs/vectorstore.ts}).
     */
    String clusterPrefix() {
        return RdsClusters.prefixOfClusters(stack);
    }

    /** The outputs, read once. */
    private static final class Outputs {
        private final Supplier<StackOutputs> stack;
        private StackOutputs outputs;

        Outputs(Supplier<StackOutputs> stack) {
            this.stack = stack;
        }

        StackOutputs get() {
            outputs = outputs == null ? stack.get() : outputs;
            return outputs;
        }
    }
}
