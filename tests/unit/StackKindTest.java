package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import lib.cli.DeployedApp;
import lib.model.StackKind;
import lib.model.StackState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stack is, by its outputs, its status and the name of its bucket. */
class StackKindTest {
    /** The outputs of each tag, from upstream's {@code cdk/lib}; those that do not matter are left out. */
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

    /** Every StackStatus of CloudFormation, and one that does not exist yet. */
    @ParameterizedTest
    @CsvSource({
        "CREATE_COMPLETE, READY",
        "UPDATE_COMPLETE, READY",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, CLEANING_UP",
        "IMPORT_COMPLETE, READY",
        "IMPORT_ROLLBACK_COMPLETE, READY",
        "CREATE_IN_PROGRESS, CHANGING",
        "REVIEW_IN_PROGRESS, CHANGING",
        "UPDATE_IN_PROGRESS, CHANGING",
        "ROLLBACK_IN_PROGRESS, CHANGING",
        "UPDATE_ROLLBACK_IN_PROGRESS, CHANGING",
        "IMPORT_IN_PROGRESS, CHANGING",
        "IMPORT_ROLLBACK_IN_PROGRESS, CHANGING",
        "DELETE_IN_PROGRESS, DELETED",
        "DELETE_FAILED, DELETED",
        "DELETE_COMPLETE, DELETED",
        "CREATE_FAILED, FAILED",
        "ROLLBACK_COMPLETE, FAILED",
        "ROLLBACK_FAILED, FAILED",
        "UPDATE_FAILED, FAILED",
        "UPDATE_ROLLBACK_COMPLETE, ROLLED_BACK",
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, ROLLED_BACK",
        "UPDATE_ROLLBACK_FAILED, FAILED",
        "IMPORT_ROLLBACK_FAILED, FAILED",
        "SOMETHING_IN_PROGRESS, CHANGING"
    })
    void theStatusSaysWhetherTheDatabaseIsThere(String status, StackState state) {
        assertEquals(state, StackState.of(status));
        assertEquals(state.isReady(), state.meaning().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "READY, false",
        "CLEANING_UP, false",
        "CHANGING, true",
        "DELETED, true",
        "ROLLED_BACK, false",
        "FAILED, false"
    })
    void nothingIsStartedWhileTheStackChangesOrAfterItWasDeleted(StackState state, boolean forbids) {
        assertEquals(forbids, state.forbidsStarts());
    }

    /** CloudFormation makes it of the stack's name and the logical id. */
    @ParameterizedTest
    @CsvSource({
        "bedrockchatstack-documentbucketae41e5a9-1xyz2abc3def, true",
        "dev-bedrockchatstack-documentbucketae41e5a9-1xyz2abc3def, true",
        "bedrockregionresourcesst-useast1documentbucket0a1b2c3d-1xyz2abc, false",
        "bedrockregionresourcesst-useast1documentbucket-1xyz2abc, false",
        "our-own-documents, false"
    })
    void theBucketOfTheStackItselfIsTold(String bucket, boolean isOwn) {
        assertEquals(isOwn, DeployedApp.ownsBucket(bucket));
    }
}
