package lib.rehearsal.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lib.rehearsal.stack.DeployedStacks.Resource;

/**
 * The parts of an unmodified Bedrock Chat. Output keys are those of the synthesized template: the suffix of a
 * nested output is a hash of the construct's path, so it is the same in every unmodified deployment.
 */
public final class BedrockChatStack {
    public static final String ACCOUNT = "123456789012";
    public static final String STACK = "BedrockChatStack";
    public static final String TABLE = "BedrockChatStack-DatabaseConversationTable03F3FD7C-REHEARSAL0001";
    public static final String CLUSTER = "BedrockChatStack-EmbeddingClusterD1C0AA4F-REHEARSAL";
    public static final String FAMILY = "BedrockChatStackEmbeddingTaskDefinitionCF2B0A3F";
    public static final String CONTAINER = "Container";
    public static final String VPC = "vpc-0rehearsal0000001";
    public static final List<String> SUBNETS = List.of("subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002");
    public static final String SECURITY_GROUP = "sg-0a1b2c3d4e5f60001";
    public static final String DATABASE_SECURITY_GROUP = "sg-0a1b2c3d4e5f60002";
    /** The cluster that the upgrade to v1 has replaced. */
    public static final String OLD_DATABASE_CLUSTER = "bedrockchatstack-vectorstorecluster5a1b2c3d-before0001";
    /** Output keys. */
    static final String DATABASE_HOST = "DbConfigHostname", DATABASE_SECRET = "DbConfigSecretArn";

    /**
     * The bucket with the files up to v1.3.2, which rows from that time name. CloudFormation's names end with the
     * logical id of the template.
     */
    public static final String BUCKET_OF_STACK = "bedrockchatstack-documentbucketae41e5a9-rehearsal0001";

    /** The bucket since v1.4.0: in another stack, the logical id begins with the region. */
    private static final String BUCKET_ELSEWHERE = "bedrockregionresour-useast1documentbucket0a1b2c3d-rehearsal0001";
    public static final String LOG_GROUP = STACK + "-EmbeddingTaskLogGroupE1F2A3B4-REHEARSAL";
    public static final String LOG_STREAM_PREFIX = "embed-task";

    static final String DATABASE_RESOURCE = "VectorStoreCluster6BA30A7E", DATABASE_TYPE = "AWS::RDS::DBCluster";
    private static final int OTHER_RESOURCES = 110;
    private static final Set<String> EXPORTED = Set.of(
            "ConversationTableName",
            DATABASE_HOST,
            "DbConfigPort",
            DATABASE_SECRET,
            "DbSecurityGroupId",
            "LargeMessageBucketName",
            "PrivateSubnetId0",
            "PrivateSubnetId1",
            "VpcId");

    private BedrockChatStack() {}

    /** Returns an ARN in this account. */
    public static String arn(String service, String region, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + ACCOUNT + ":" + resource;
    }

    /** Returns the host of the first database cluster. */
    public static String databaseHost(String region) {
        return "bedrockchatstack-vectorstorecluster5a1b2c3d-rehearsal0001.cluster-c1rehearsal0." + region
                + ".rds.amazonaws.com";
    }

    /** Returns the name of the bucket with the documents. */
    public static String documentBucket(AppVersion version) {
        return version.hasBucketElsewhere() ? BUCKET_ELSEWHERE : BUCKET_OF_STACK;
    }

    /** Returns the ARN of the secret of the first database cluster. */
    static String databaseSecret(String region) {
        return arn("secretsmanager", region, "secret:VectorStoreClusterSecret-REHEARSAL-AbCdEf");
    }

    static Map<String, String> outputs(AppVersion version, String region) {
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("DocumentBucketName", documentBucket(version));
        outputs.put("FrontendURL", "https://d1rehearsal0001.cloudfront.net");
        if (!version.hasExports()) {
            return outputs;
        }
        boolean isV3 = version == AppVersion.V3_0_0;
        outputs.put(isV3 ? "ConversationTableNameV3" : "ConversationTableName", TABLE);
        outputs.put("LargeMessageBucketName", STACK.toLowerCase(Locale.ROOT) + "-largemessagebucket-rehearsal");
        if (isV3) {
            outputs.put("BotTableNameV3", STACK + "-DatabaseBotTableV3-REHEARSAL");
        }
        if (version.hasDatabase()) {
            outputs.put("PrivateSubnetId0", SUBNETS.get(0));
            outputs.put("PrivateSubnetId1", SUBNETS.get(1));
            outputs.put("VpcId", VPC);
            outputs.put(DATABASE_HOST, databaseHost(region));
            outputs.put("DbConfigPort", "5432");
            outputs.put(DATABASE_SECRET, databaseSecret(region));
            outputs.put("DbSecurityGroupId", DATABASE_SECURITY_GROUP);
        }
        if (version.isV1() || !version.hasDatabase()) {
            outputs.put("DatabaseConversationTableNameDDF11821", TABLE);
        }
        if (version.isV1()) {
            outputs.put("EmbeddingClusterNameA6A626C4", CLUSTER);
            outputs.put("EmbeddingTaskDefinitionName9C442847", FAMILY);
            outputs.put("EmbeddingTaskSecurityGroupId223DB337", SECURITY_GROUP);
        }
        return outputs;
    }

    /** Returns the name under which an output is exported for published APIs; null if it is not. */
    static String exportName(String output) {
        return EXPORTED.contains(output) ? "BedrockClaudeChat" + output : null;
    }

    /**
     * Returns the resources of the stack, as far as the tool looks for them or could take them for others; they come
     * after a page of others, as CDK makes more than two hundred.
     *
     * @param host of the present database cluster
     * @param secret its ARN
     */
    static List<Resource> resources(AppVersion version, String host, String secret) {
        List<Resource> resources = new ArrayList<>();
        for (int i = 0; i < OTHER_RESOURCES; i++) {
            String id = String.format(Locale.ROOT, "BackendApiHandlerPermission%08X", i);
            resources.add(new Resource(id, "AWS::Lambda::Permission", STACK + "-" + id));
        }
        String bucket = "AWS::S3::Bucket", table = "AWS::DynamoDB::Table";
        resources.add(new Resource("AccessLogBucketDA470295", bucket, "bedrockchatstack-accesslog"));
        resources.add(new Resource("DatabaseWebsocketSessionTable5B9D8A77", table, STACK + "-Session"));
        resources.add(new Resource("DatabaseConversationTable03F3FD7C", table, TABLE));
        if (!version.hasBucketElsewhere()) {
            resources.add(new Resource("DocumentBucketAE41E5A9", bucket, BUCKET_OF_STACK));
            resources.add(new Resource("DocumentBucketPolicyA8B7C6D5", "AWS::S3::BucketPolicy", BUCKET_OF_STACK));
        }
        if (version.hasDatabase()) {
            String id = host.split("\\.")[0], attachment = "AWS::SecretsManager::SecretTargetAttachment";
            String secretId = "BedrockChatStackVectorStoreClusterSecret7FCB3E8D3fdaad7efa858a3daf9490cf0a702aeb";
            resources.add(new Resource(DATABASE_RESOURCE, DATABASE_TYPE, id));
            resources.add(new Resource("VectorStoreClusterwriter8A9B7C6D", "AWS::RDS::DBInstance", id + "-writer"));
            resources.add(new Resource(secretId, "AWS::SecretsManager::Secret", secret));
            resources.add(new Resource("VectorStoreClusterSecretAttachment5C4D3E2F", attachment, secret));
        }
        return resources;
    }
}
