package lib.help;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import lib.aws.AwsClients;
import lib.aws.StackOutputs;
import lib.cli.AccessOptions;
import lib.cli.DatabaseOptions;
import lib.cli.DeployedApp;
import lib.cli.OutputOptions;
import lib.cli.Session;
import lib.cli.SettingsResolver;
import lib.common.ProcessContext;
import lib.common.UserException;
import lib.help.IamPolicy.Placeholder;
import lib.model.DatabaseLocation;
import lib.model.MigrationId;
import lib.model.StackKind;
import lib.retry.ServiceException;

/** The values of a policy's placeholders, as far as they can be read: the same that the commands use. */
final class PolicyValues {
    private final Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
    private String partition = "aws";
    private String failure = "";

    private PolicyValues() {}

    /** Reads them. Never fails: a value that cannot be read is missing. */
    static PolicyValues read(
            ProcessContext context,
            AccessOptions access,
            String stack,
            SettingsResolver.Names constants,
            IamPolicy command) {
        PolicyValues values = new PolicyValues();
        values.values.put(Placeholder.STACK_NAME, MigrationId.bare(stack));
        try (Session session = Session.open(context, access, new OutputOptions())) {
            values.readAccount(session.aws());
            if (command == IamPolicy.PREPARE) {
                values.readDeployed(session, stack);
            } else {
                values.readNames(constants, () -> values.outputs(session, stack));
            }
        } catch (UserException e) { // no region, or no such profile
            values.note(e.getMessage());
            if (command != IamPolicy.PREPARE) {
                values.readNames(constants, () -> {
                    throw e;
                });
            }
        }
        return values;
    }

    Map<Placeholder, String> values() {
        return values;
    }

    /** The partition of the region, or that of the commercial regions if there is none. */
    String partition() {
        return partition;
    }

    /** Why the first of them could not be read, in one line; empty if nothing failed. */
    String failure() {
        return failure;
    }

    private void readAccount(AwsClients aws) {
        partition = aws.partition();
        values.put(Placeholder.REGION, aws.region());
        put(Placeholder.ACCOUNT, () -> {
            aws.checkCredentials();
            return aws.caller().account();
        });
    }

    private StackOutputs outputs(Session session, String stack) {
        session.aws().checkCredentials();
        return StackOutputs.read(session.stacks(), stack);
    }

    /** The names of an app of any version, as {@code prepare} reads them. */
    private void readDeployed(Session session, String name) {
        attempt(() -> outputs(session, name)).ifPresent(stack -> {
            DeployedApp app = DeployedApp.of(
                    stack,
                    attempt(() -> session.stacks().resources(name))
                            .orElse(List.of()));
            app.table().ifPresent(table -> values.put(Placeholder.TABLE_NAME, table.value()));
            app.bucket().ifPresent(bucket -> values.put(Placeholder.DOCUMENT_BUCKET, bucket.value()));
            app.cluster().ifPresent(cluster -> values.put(Placeholder.DATABASE_CLUSTER, cluster.value()));
            app.secret().ifPresent(secret -> values.put(Placeholder.SECRET_ARN, secret.value()));
        });
    }

    private void readNames(SettingsResolver.Names constants, Supplier<StackOutputs> outputs) {
        SettingsResolver settings =
                new SettingsResolver(SettingsResolver.Names.ofTable(null), constants, new DatabaseOptions(), outputs);
        put(Placeholder.TABLE_NAME, () -> MigrationId.bare(settings.table().value()));
        put(
                Placeholder.CLUSTER_NAME,
                () -> MigrationId.bare(settings.ecsCluster().value()));
        put(
                Placeholder.TASK_DEFINITION_NAME,
                () -> family(settings.taskDefinition().value()));
        put(
                Placeholder.DOCUMENT_BUCKET,
                () -> outputs.get().exact(StackKind.DOCUMENT_BUCKET).value());
        attempt(settings::database).filter(DatabaseLocation::isKnown).ifPresent(database -> {
            values.put(Placeholder.DATABASE_CLUSTER, database.clusterName());
            values.put(Placeholder.SECRET_ARN, database.secret().value());
            values.putIfAbsent(Placeholder.ACCOUNT, database.account());
        });
    }

    /** Without ARN and revision: the policy allows every revision. */
    private static String family(String taskDefinition) {
        return MigrationId.bare(taskDefinition).replaceFirst(":\\d+$", "");
    }

    private void put(Placeholder placeholder, Supplier<String> read) {
        attempt(read).ifPresent(value -> values.put(placeholder, value));
    }

    private <T> Optional<T> attempt(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (UserException e) {
            note(e.getMessage());
        } catch (ServiceException e) {
            note(e.error().text());
        }
        return Optional.empty();
    }

    private void note(String message) {
        failure = failure.isEmpty() ? message.lines().findFirst().orElse("") : failure;
    }
}
