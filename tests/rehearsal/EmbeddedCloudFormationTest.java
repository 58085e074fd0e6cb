package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.TokenAlreadyExistsException;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.TestStack;

/** Stacks of the embedded CloudFormation, what it rejects, and resources that fail, through the SDK's client. */
class EmbeddedCloudFormationTest {
    private final TestAccount account = TestAccount.empty().set("resourceSeconds", 20);
    private final TestStack stack = new TestStack(account);

    @Test
    void resourcesAreCreatedInTheOrderOfTheirReferencesAndDeletedInTheOpposite() {
        String id = stack.create(r -> r.tags(TestStack.tag("purpose", "test")));
        Stack described = stack.await(id, "CREATE_COMPLETE");
        assertEquals("test", described.tags().get(0).value());
        assertTrue(stack.output("Endpoint").matches("[\\d.]+"), described.toString());
        assertEquals(
                List.of("ClusterIdentifier", "ClusterArn", "Endpoint", "Port"),
                described.outputs().stream().map(Output::outputKey).toList(),
                "outputs of DMS have a condition");
        List<StackEvent> events = stack.events(id);
        assertEquals("Temporary CREATE_COMPLETE", TestStack.text(events.get(0)), "the newest event is first");
        assertEquals("User Initiated", events.get(events.size() - 1).resourceStatusReason());
        assertEquals(List.of("Temporary", "Instance", "Cluster"), ended(events, "CREATE_COMPLETE").subList(0, 3));
        stack.delete(TestStack.NAME);
        stack.await(id, "DELETE_COMPLETE");
        assertRejected("Stack with id Temporary does not exist", () -> stack.describe(TestStack.NAME));
        List<String> deleted = ended(stack.events(id), "DELETE_COMPLETE");
        assertEquals(List.of("Cluster", "Instance"), deleted.subList(deleted.size() - 2, deleted.size()));
        stack.delete(TestStack.NAME);
    }

    /** Returns the resources that have reached a status, the last first. */
    private static List<String> ended(List<StackEvent> events, String status) {
        return events.stream()
                .filter(event -> event.resourceStatusAsString().equals(status))
                .map(StackEvent::logicalResourceId)
                .toList();
    }

    /** As the service: 100 resources in a page, and an export without imports is an error. */
    @Test
    void resourcesAndImportsOfADeployedStackAreListed() {
        CloudFormationClient client = SdkClients.cloudFormation(account);
        ListStackResourcesResponse first = client.listStackResources(r -> r.stackName("BedrockChatStack"));
        assertEquals(100, first.stackResourceSummaries().size());
        ListStackResourcesResponse second = client.listStackResources(
                r -> r.stackName("BedrockChatStack").nextToken(first.nextToken()));
        assertTrue(second.stackResourceSummaries().stream()
                .anyMatch(resource -> resource.physicalResourceId().equals(TestAccount.TABLE)));
        assertNull(second.nextToken());
        assertRejected(
                "Stack with id Nowhere does not exist", () -> client.listStackResources(r -> r.stackName("Nowhere")));

        String export = "BedrockClaudeChatDbConfigHostname";
        assertRejected(
                "Export '" + export + "' is not imported by any stack.",
                () -> client.listImports(r -> r.exportName(export)));
        account.control("stack", Map.of("name", "ApiPublishmentStack01", "imports", List.of(export)));
        assertEquals(
                List.of("ApiPublishmentStack01"),
                client.listImports(r -> r.exportName(export)).imports());
    }

    @Test
    void aRepeatedRequestWithTheSameTokenCreatesNoSecondStack() {
        String id = stack.create(r -> r.clientRequestToken("first"));
        assertEquals(id, stack.create(r -> r.clientRequestToken("first")));
        assertThrows(AlreadyExistsException.class, () -> stack.create(r -> r.clientRequestToken("second")));
        assertThrows(AlreadyExistsException.class, () -> stack.create(r -> r.stackName("BedrockChatStack")));
        stack.delete(TestStack.NAME);
        stack.await(id, "DELETE_COMPLETE");
        assertThrows(TokenAlreadyExistsException.class, () -> stack.create(r -> r.clientRequestToken("first")));
        assertTrue(!stack.create(r -> {}).equals(id));
    }

    @Test
    void aStackCanBeDeletedWhileItIsCreated() {
        String id = stack.create(r -> {});
        account.await("the cluster", () -> stack.events(id).stream()
                .anyMatch(e -> TestStack.text(e).startsWith("Cluster CREATE")));
        stack.delete(TestStack.NAME);
        stack.await(id, "DELETE_COMPLETE");
        assertEquals(
                1, SdkClients.rds(account).describeDBClusters().dbClusters().size(), "the app's cluster alone is left");
    }

    @Test
    void theStacksOfADeploymentHaveTheStatusOfATest() {
        account.control("stack", Map.of("status", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"));
        Stack described = stack.describe("BedrockChatStack");
        assertEquals("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", described.stackStatusAsString());
        assertTrue(described.hasOutputs());
        stack.create(r -> {});
        assertEquals(
                List.of("BedrockChatStack", TestStack.NAME),
                stack.client().describeStacksPaginator().stacks().stream()
                        .map(Stack::stackName)
                        .toList());
    }

    @Test
    void invalidRequestsAreRejectedBeforeAnythingIsCreated() {
        assertRejected("'stackName' failed to satisfy constraint", () -> stack.create(r -> r.stackName("1-name")));
        assertRejected( // the limit counts bytes
                "less than or equal to 51200", () -> stack.create(r -> r.templateBody("#" + "é".repeat(25_600))));
        assertRejected("YAML not well-formed", () -> stack.create(r -> r.templateBody("Resources: [\n}")));
        assertRejected(
                "Unrecognized resource types: [AWS::RDS::Cluster]", () -> stack.createWith("DBCluster\n", "Cluster\n"));
        assertRejected( // what a cluster leaves by default
                "does not implement the deletion policy Snapshot",
                () -> stack.createWith("    DeletionPolicy: Delete\n", ""));
        assertRejected("must have values", () -> stack.create(r -> r.parameters(List.of())));
        assertRejected(
                "Parameters: [Other] do not exist in the template", () -> stack.createWithParameter("Other", "x"));
        assertRejected(
                "parameter value sg-1 for parameter name NewDatabaseSecurityGroupId does not exist",
                () -> stack.createWithParameter("NewDatabaseSecurityGroupId", "sg-1"));
        assertRejected("must be one of AllowedValues", () -> stack.createWithParameter("Via", "DMS"));
        assertRejected("MaxCapacity", () -> stack.createWithParameter("MaxCapacity", "four"));
        assertRejected(
                "is invalid or cannot be assumed",
                () -> stack.create(r -> r.roleARN("arn:aws:iam::1:role/other-account")));
        assertRejected("'tags.member.value' failed", () -> stack.create(r -> r.tags(TestStack.tag("purpose", ""))));
        assertThrows(
                InsufficientCapabilitiesException.class, () -> stack.create(r -> r.capabilities(List.of())));
        assertTrue(stack.client().describeStacks().stacks().stream()
                .noneMatch(stack -> stack.stackName().equals(TestStack.NAME)));
    }

    @Test
    void aFailedResourceLetsTheStackBeDeletedAndHasItsReason() {
        stack.assertFails(
                "Cluster",
                "DBClusterSnapshot not found: none",
                () -> stack.createWithParameter("SnapshotIdentifier", "none"));
        account.snapshot(Map.of("id", "unfinished", "status", "creating"));
        stack.assertFails(
                "Cluster",
                "not in the available state",
                () -> stack.createWithParameter("SnapshotIdentifier", "unfinished"));
        stack.assertFails(
                "Cluster", "Cannot find version 15.3", () -> stack.createWithParameter("EngineVersion", "15.3"));
        stack.assertFails(
                "Cluster",
                "Cannot restore a snapshot of version 15.3",
                () -> stack.createWithParameter("EngineVersion", "16.9"));
        stack.assertFails(
                "SubnetGroup",
                "Add subnets to cover at least 2 AZs",
                () -> stack.createWithParameter("SubnetIds", "subnet-0a1b2c3d4e5f60001"));
        stack.assertFails(
                "Cluster",
                "does not implement the property MasterUsername",
                () -> stack.createWith("      Port: 5432\n", "      MasterUsername: postgres\n"));
        stack.assertFails(
                "Instance",
                "required key [DBClusterIdentifier] not found",
                () -> stack.createWith("      DBClusterIdentifier: !Ref Cluster\n", ""));
    }

    private static void assertRejected(String text, Runnable call) {
        CloudFormationException error = assertThrows(CloudFormationException.class, call::run);
        assertEquals("ValidationError", error.awsErrorDetails().errorCode());
        assertTrue(error.getMessage().contains(text), error.getMessage());
    }
}
