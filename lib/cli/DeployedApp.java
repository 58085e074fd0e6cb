package lib.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import lib.aws.StackOutputs;
import lib.aws.Stacks.Resource;
import lib.model.DatabaseLocation;
import lib.model.Setting;

/**
 * The names of a deployed Bedrock Chat v0.4 or v1: from the outputs of its stack, else from its resources. (v0.4.0 to
 * v0.4.4 have only an output for the bucket.)
 *
 * @param table the conversation table
 * @param bucket with the files that users have uploaded
 * @param ownsBucket whether the bucket belongs to this stack, so that v1.4.0, which brings another, deletes it
 * @param cluster the id of the database cluster
 * @param secret the ARN of the secret with its password
 */
public record DeployedApp(
        StackOutputs stack,
        Optional<Setting> table,
        Optional<Setting> bucket,
        boolean ownsBucket,
        Optional<Setting> cluster,
        Optional<Setting> secret) {
    /** CloudFormation's name of a bucket ends with the logical id, which begins with the region in another stack. */
    private static final Pattern OWN_BUCKET = Pattern.compile(".*-documentbucket[0-9a-f]{8}-.*");

    /** @param resources of the stack; empty if they are unknown, which then leaves names empty */
    public static DeployedApp of(StackOutputs stack, List<Resource> resources) {
        Optional<Setting> bucket = stack.documentBucket()
                .or(() -> find(resources, "AWS::S3::Bucket", id -> id.startsWith("DocumentBucket")));
        return new DeployedApp(
                stack,
                stack.find("ConversationTableName")
                        .or(() -> find(
                                resources, "AWS::DynamoDB::Table", id -> id.startsWith("DatabaseConversationTable"))),
                bucket,
                bucket.map(name -> owns(resources, name.value())).orElse(false),
                stack.databaseHost()
                        .map(host -> new Setting(host.value().split("\\.")[0], host.source()))
                        .or(() -> find(resources, "AWS::RDS::DBCluster", id -> id.startsWith("VectorStoreCluster"))),
                stack.databaseSecret()
                        .or(() -> find(
                                resources, "AWS::SecretsManager::Secret", id -> id.contains("VectorStoreCluster"))));
    }

    /** Whether a bucket of that name belongs to the stack of a v0.4 to v1.3.2, as far as the name tells. */
    public static boolean ownsBucket(String name) {
        return OWN_BUCKET.matcher(name).matches();
    }

    /**
     * What a later deploy destroys although this one is a v1, as a sentence; empty if that is nothing. The name of the
     * bucket tells, so no further permission is needed.
     */
    public static Optional<String> laterLoss(StackOutputs stack) {
        return stack.documentBucket()
                .map(Setting::value)
                .filter(DeployedApp::ownsBucket)
                .map(bucket -> "A later deploy of v1.4.0 deletes the bucket s3://" + bucket + " with the bots' files:"
                        + " the command prepare says how to keep them.");
    }

    private static boolean owns(List<Resource> resources, String bucket) {
        return resources.isEmpty()
                ? ownsBucket(bucket)
                : resources.stream().anyMatch(resource -> resource.physicalId().equals(bucket));
    }

    private static Optional<Setting> find(List<Resource> resources, String type, Predicate<String> logicalId) {
        return resources.stream()
                .filter(resource -> resource.type().equals(type) && logicalId.test(resource.logicalId()))
                .filter(resource -> !resource.physicalId().isEmpty())
                .findFirst()
                .map(resource -> new Setting(resource.physicalId(), "resource " + resource.logicalId()));
    }

    /** The database, as far as its names are known. */
    public DatabaseLocation database() {
        return new DatabaseLocation(
                cluster.map(Setting::value).orElse(""),
                cluster.flatMap(id -> secret.flatMap(arn -> DatabaseLocation.clusterOf(id, arn)))
                        .orElse(null),
                secret.orElse(null),
                DatabaseLocation.DEFAULT_NAME,
                "neither the outputs of stack " + stack.stack() + " nor its resources name the database");
    }

    /** The AWS account, from an ARN; empty if no ARN is known. */
    public Optional<String> account() {
        return secret.map(arn -> arn.value().split(":"))
                .filter(parts -> parts.length > 4)
                .map(parts -> parts[4]);
    }
}
