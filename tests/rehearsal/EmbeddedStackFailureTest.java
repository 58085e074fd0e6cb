package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import tests.support.TestAccount;
import tests.support.TestStack;

/** What the embedded CloudFormation rejects, and resources that fail, through the SDK's client. */
class EmbeddedStackFailureTest {
    private final TestAccount account = TestAccount.empty().set("resourceSeconds", 20);
    private final TestStack stack = new TestStack(account);

    @Test
    void invalidRequestsAreRejectedBeforeAnythingIsCreated() {
        assertRejected("'stackName' failed to satisfy constraint", () -> stack.create(r -> r.stackName("1-name")));
        assertRejected(
                "Template format error: YAML not well-formed. (line 2, column 1)",
                () -> stack.create(r -> r.templateBody("Resources: [\n}")));
        assertRejected("At least one Resources member must be defined", () -> stack.create(r -> r.templateBody("{}")));
        assertRejected(
                "Unresolved resource dependencies [Nothing] in the Resources block",
                () -> stack.createWith("!Ref Cluster", "!Ref Nothing"));
        assertRejected(
                "resource SecurityGroup does not support attribute type Name in Fn::GetAtt",
                () -> stack.createWith("SecurityGroup.GroupId", "SecurityGroup.Name"));
        assertRejected(
                "Unrecognized resource types: [AWS::RDS::Cluster]", () -> stack.createWith("DBCluster\n", "Cluster\n"));
        assertRejected(
                "Circular dependency between resources: [Cluster, Instance]",
                () -> stack.createWith(
                        "Engine: aurora-postgresql\n      EngineVersion",
                        "Engine: !Ref Instance\n      EngineVersion"));
        assertRejected("Parameters: [Snapshot] must have values", () -> stack.create(r -> r.parameters(List.of())));
        assertRejected(
                "Parameters: [Other] do not exist in the template", () -> stack.createWithParameter("Other", "x"));
        assertRejected(
                "parameter value sg-1 for parameter name Group does not exist",
                () -> stack.createWithParameter("Group", "sg-1"));
        assertRejected(
                "'MaxCapacity' must be a number not greater than 128",
                () -> stack.createWithParameter("MaxCapacity", "129"));
        assertRejected(
                "is invalid or cannot be assumed",
                () -> stack.create(r -> r.roleARN("arn:aws:iam::1:role/other-account")));
        assertRejected("'tags.member.value' failed", () -> stack.create(r -> r.tags(TestStack.tag("purpose", ""))));
        assertTrue(stack.client().describeStacks().stacks().stream()
                .noneMatch(stack -> stack.stackName().equals(TestStack.NAME)));
    }

    @Test
    void aFailedResourceRollsTheStackBackWithItsReason() {
        assertFails("Cluster", "DBClusterSnapshot not found: none", () -> stack.createWithSnapshot("none"));
        account.snapshot(Map.of("id", "unfinished", "status", "creating"));
        assertFails("Cluster", "not in the available state", () -> stack.createWithSnapshot("unfinished"));
        assertFails("Cluster", "Cannot find version 15.3", () -> stack.createWithParameter("Version", "15.3"));
        assertFails(
                "Cluster",
                "Cannot restore a snapshot of version 15.3",
                () -> stack.createWithParameter("Version", "16.9"));
        assertFails(
                "SubnetGroup",
                "Add subnets to cover at least 2 AZs",
                () -> stack.createWithParameter("Subnets", "subnet-0a1b2c3d4e5f60001"));
        assertFails(
                "Cluster",
                "extraneous key [Ports] is not permitted",
                () -> stack.createWith("      Port: 5432", "      Ports: 5432"));
        assertFails(
                "SubnetGroup",
                "required key [DBSubnetGroupDescription] not found",
                () -> stack.createWith(
                        "DBSubnetGroupDescription: !Sub \"Subnets of ${AWS::StackName}\"\n", "Tags: []\n"));
        assertFails(
                "Cluster",
                "MasterUsername cannot be specified",
                () -> stack.createWith("      Port: 5432\n", "      MasterUsername: postgres\n"));
        assertFails(
                "Instance",
                "Set the Serverless v2 scaling configuration",
                () -> stack.createWith(
                        "ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: !Ref MaxCapacity}",
                        "StorageType: aurora"));
        account.set("clusterQuota", 1);
        assertFails("Cluster", "HandlerErrorCode: ServiceLimitExceeded", () -> stack.create(r -> {}));
    }

    @Test
    void aFailedStackIsKeptIfNoRollbackIsWanted() {
        resourceFault("Instance", "create", "The security token included in the request is expired");
        String id = stack.create(r -> r.onFailure("DO_NOTHING"));
        Stack described = stack.await(id, "CREATE_FAILED");
        assertEquals("The following resource(s) failed to create: [Instance]. ", described.stackStatusReason());
        assertEquals(
                "CREATE_COMPLETE",
                stack.client().describeStackResources(r -> r.stackName(TestStack.NAME)).stackResources().stream()
                        .filter(resource -> resource.logicalResourceId().equals("Cluster"))
                        .findFirst()
                        .orElseThrow()
                        .resourceStatusAsString());
        stack.delete(TestStack.NAME);
        stack.await(id, "DELETE_COMPLETE");
    }

    @Test
    void aFailedDeletionCanBeRepeated() {
        String id = stack.create(r -> {});
        stack.await(id, "CREATE_COMPLETE");
        resourceFault("Cluster", "delete", "Cluster cannot be deleted now");
        stack.delete(TestStack.NAME);
        Stack described = stack.await(id, "DELETE_FAILED");
        assertEquals("The following resource(s) failed to delete: [Cluster]. ", described.stackStatusReason());
        stack.delete(id);
        stack.await(id, "DELETE_COMPLETE");
    }

    /** Creates the stack, whose failed resource must be rolled back for that reason. */
    private void assertFails(String resource, String reason, Runnable creation) {
        creation.run();
        Stack described = stack.await(TestStack.NAME, "ROLLBACK_COMPLETE");
        StackEvent failed = stack.events(TestStack.NAME).stream()
                .filter(event -> TestStack.text(event).equals(resource + " CREATE_FAILED"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(resource + " did not fail"));
        assertTrue(failed.resourceStatusReason().contains(reason), failed.resourceStatusReason());
        assertEquals(null, described.stackStatusReason());
        stack.delete(TestStack.NAME);
        stack.await(described.stackId(), "DELETE_COMPLETE");
    }

    private void resourceFault(String resource, String operation, String reason) {
        account.control("resourceFault", Map.of("resource", resource, "operation", operation, "reason", reason));
    }

    private static void assertRejected(String text, Runnable call) {
        CloudFormationException error = assertThrows(CloudFormationException.class, call::run);
        assertEquals("ValidationError", error.awsErrorDetails().errorCode());
        assertTrue(error.getMessage().contains(text), error.getMessage());
    }
}
