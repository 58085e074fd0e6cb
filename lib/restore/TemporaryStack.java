package lib.restore;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.RdsClusters.Cluster;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.Stacks;
import lib.common.Resource;
import lib.common.Text;
import lib.model.DatabaseLocation;
import lib.model.EngineVersion;
import lib.model.Setting;
import lib.restore.RestoreOptions.Via;

/** The stack of the temporary database: its name, template, parameters and tags. */
final class TemporaryStack {
    private static final String TAG = "bedrock-chat-restore:";
    /** It differs from one run to the next without a reason to create the stack again. */
    private static final String VERSION = "EngineVersion";

    private static final String SUBNETS = "SubnetIds";

    private TemporaryStack() {}

    /** The template as it is sent. */
    static String template() {
        return Resource.text("/restore/temporary-database.yaml");
    }

    /** A name that a later run of the same restore finds again. */
    static String name(String appStack, Snapshot snapshot) {
        return appStack + "-restore-" + HexFormat.of().formatHex(Text.sha256(snapshot.arn()), 0, 4);
    }

    /** The definition for CloudFormation. */
    static Stacks.Definition definition(
            RestoreSettings settings,
            Snapshot snapshot,
            EngineVersion version,
            Cluster newCluster,
            RestoreOptions options) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AppStack", settings.stack());
        parameters.put("SnapshotIdentifier", snapshot.arn());
        parameters.put(VERSION, version.text());
        parameters.put("VpcId", settings.vpc().value());
        parameters.put(
                SUBNETS, settings.subnets().stream().map(Setting::value).collect(Collectors.joining(",")));
        parameters.put("NewDatabaseSecurityGroupId", settings.securityGroup().value());
        if (options.usesDms()) {
            parameters.putAll(ofDms(settings, newCluster, options.dms));
        }
        Map<String, String> tags = new LinkedHashMap<>(ownerTags(settings.stack()));
        tags.put(TAG + "snapshot", snapshot.arn());
        tags.put(TAG + "via", options.how.via.name());
        return new Stacks.Definition(
                name(settings.stack(), snapshot), template(), parameters, tags, options.how.stackRoleArn);
    }

    /** The parameters that only DMS needs. */
    private static Map<String, String> ofDms(RestoreSettings settings, Cluster newCluster, RestoreOptions.Dms options) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("Via", Via.dms.name());
        parameters.put("NewDatabaseHost", newCluster.endpoint());
        parameters.put("NewDatabaseName", settings.database().name());
        parameters.put("NewDatabaseSecretArn", settings.database().secret().value());
        parameters.put("DmsRoleArn", Objects.requireNonNullElse(options.roleArn, ""));
        parameters.put("DmsSecretsRoleArn", Objects.requireNonNullElse(options.secretsRoleArn, ""));
        return parameters;
    }

    /** Where the database of a complete stack is. */
    static DatabaseLocation location(Stacks.State stack, Cluster cluster) {
        String source = "stack " + stack.name();
        return new DatabaseLocation(
                stack.outputs().get("Endpoint"),
                new Setting(cluster.arn(), source),
                new Setting(cluster.secret(), source),
                DatabaseLocation.DEFAULT_NAME,
                "");
    }

    private static Map<String, String> ownerTags(String appStack) {
        return Map.of(TAG + "command", "restore", TAG + "app-stack", appStack);
    }

    /** Whether this command created the stack for that app. */
    static boolean isOurs(Stacks.State stack, String appStack) {
        return stack.tags().entrySet().containsAll(ownerTags(appStack).entrySet());
    }

    /** Whether this command created the stack for that app from that snapshot. */
    static boolean isOurs(Stacks.State stack, String appStack, Snapshot snapshot) {
        return isOurs(stack, appStack) && snapshot.arn().equals(snapshotOf(stack));
    }

    /** How the rows are copied with this stack; stacks of earlier versions have no such tag. */
    static Via viaOf(Stacks.State stack) {
        return Via.dms.name().equals(stack.tags().get(TAG + "via")) ? Via.dms : Via.postgres_fdw;
    }

    /** The ARN of the snapshot that the stack was made from; empty if its tags do not say. */
    static String snapshotOf(Stacks.State stack) {
        return stack.tags().getOrDefault(TAG + "snapshot", "");
    }

    /** The parameters with which the stack was created and would not be created now, each with both values. */
    static List<String> differences(Stacks.State stack, Stacks.Definition now) {
        return now.parameters().entrySet().stream()
                .filter(parameter -> stack.parameters().containsKey(parameter.getKey()))
                .filter(parameter -> !parameter.getKey().equals(VERSION))
                .filter(parameter -> !sameValue(
                        parameter.getKey(), stack.parameters().get(parameter.getKey()), parameter.getValue()))
                .map(parameter -> parameter.getKey() + " " + stack.parameters().get(parameter.getKey()) + ", now "
                        + parameter.getValue())
                .toList();
    }

    private static boolean sameValue(String parameter, String before, String now) {
        return parameter.equals(SUBNETS)
                ? Set.copyOf(List.of(before.split(","))).equals(Set.copyOf(List.of(now.split(","))))
                : before.equals(now);
    }

    /**
     * The commands that delete a stack of this command by hand; each works when the one before has ended.
     *
     * @param access the options of the AWS CLI that select account and region
     */
    static List<String> deleteCommands(String name, Via via, String access) {
        String stack = "aws cloudformation delete-stack --stack-name " + name + access;
        return via == Via.dms
                ? List.of("aws dms delete-data-migration --data-migration-identifier " + name + access, stack)
                : List.of(stack);
    }
}
