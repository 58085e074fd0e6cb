package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import lib.model.StackKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outputs of each tag, from upstream's {@code cdk/lib}; those that do not matter are left out. */
class StackKindTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "v0.3.0, OTHER, FrontendURL BackendApiBackendApiUrl4A9A0F5C WebSocketWebSocketEndpointF298FA92",
        "v0.4.0, V0, DocumentBucketName FrontendURL BackendApiBackendApiUrl4A9A0F5C",
        "v0.4.4, V0, DocumentBucketName FrontendURL AuthUserPoolIdC0605E59",
        "v0.4.5, V0, DocumentBucketName FrontendURL VpcId PrivateSubnetId0 DbConfigSecretArn DbConfigHostname"
                + " DbConfigPort ConversationTableName DbSecurityGroupId LargeMessageBucketName",
        "v0.4.10, V0, DocumentBucketName FrontendURL PublishedApiWebAclArn VpcId DbConfigSecretArn DbConfigHostname"
                + " ConversationTableName",
        "v1.0.0, V1, DocumentBucketName FrontendURL DbConfigSecretArn DbConfigHostname ConversationTableName"
                + " DatabaseConversationTableNameDDF11821 EmbeddingClusterNameA6A626C4"
                + " EmbeddingTaskDefinitionName9C442847 EmbeddingTaskSecurityGroupId223DB337",
        "v1.4.0, V1, DocumentBucketName FrontendURL DbConfigSecretArn DbConfigHostname ConversationTableName"
                + " DatabaseConversationTableNameDDF11821 EmbeddingClusterNameA6A626C4",
        "v1 without one output, V1, DocumentBucketName FrontendURL DbConfigHostname ConversationTableName"
                + " DatabaseConversationTableNameDDF11821 EmbeddingTaskSecurityGroupId223DB337",
        "v1 with renamed tasks, V1, DbConfigHostname DatabaseConversationTableNameDDF11821 OurCluster",
        "v2.0.0, V2_OR_LATER, DocumentBucketName FrontendURL ConversationTableName LargeMessageBucketName"
                + " DatabaseConversationTableNameDDF11821",
        "v3.17.0, V2_OR_LATER, DocumentBucketName FrontendURL CloudFrontURL ConversationTableNameV3 BotTableNameV3"
                + " DatabaseConversationTableNameDDF11821",
        "BedrockRegionResourcesStack, OTHER, DocumentBucketName",
        "without outputs, OTHER, ''",
    })
    void theOutputsTellTheVersion(String version, StackKind kind, String outputs) {
        assertEquals(kind, StackKind.of(Set.of(outputs.split(" "))), version);
    }
}
