package lib.rehearsal.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of an unmodified Bedrock Chat v1.0.0. Output keys are those of the synthesized template: the suffix of a
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

    public static final String DOCUMENT_BUCKET = "bedrockchatstack-documentbucketae41e5a9-rehearsal0001";
    public static final String LOG_GROUP = STACK + "-EmbeddingTaskLogGroupE1F2A3B4-REHEARSAL";
    public static final String LOG_STREAM_PREFIX = "embed-task";

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

    static Map<String, String> outputs(String region) {
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("DatabaseConversationTableNameDDF11821", TABLE);
        outputs.put("ConversationTableName", TABLE);
        outputs.put("EmbeddingClusterNameA6A626C4", CLUSTER);
        outputs.put("EmbeddingTaskDefinitionName9C442847", FAMILY);
        outputs.put("EmbeddingTaskSecurityGroupId223DB337", SECURITY_GROUP);
        outputs.put("PrivateSubnetId0", SUBNETS.get(0));
        outputs.put("PrivateSubnetId1", SUBNETS.get(1));
        outputs.put("VpcId", VPC);
        outputs.put(DATABASE_HOST, databaseHost(region));
        outputs.put("DbConfigPort", "5432");
        outputs.put(DATABASE_SECRET, arn("secretsmanager", region, "secret:VectorStoreClusterSecret-REHEARSAL-AbCdEf"));
        outputs.put("DbSecurityGroupId", DATABASE_SECURITY_GROUP);
        outputs.put("DocumentBucketName", DOCUMENT_BUCKET);
        outputs.put("FrontendURL", "https://d1rehearsal0001.cloudfront.net");
        return outputs;
    }
}
