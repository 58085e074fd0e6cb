package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import tests.support.TestAccount;
import tests.support.TestStack;

/** What the embedded CloudFormation rejects, and resources that fail, through the SDK's client. */
class EmbeddedStackFailureTest {
    private final TestAccount account = TestAccount.empty().set("resourceSeconds", 20);
    private final TestStack stack = new TestStack(account);

    @Test
    void invalidRequestsAreRejectedBeforeAnythingIsCreated() {
        assertRejected("'stackName' failed to satisfy constraint", () -> stack.create(r -> r.stackName("1-name")));
        assertRejected("YAML not well-formed", () -> stack.create(r -> r.templateBody("Resources: [\n}")));
        assertRejected(
                "Unrecognized resource types: [AWS::RDS::Cluster]", () -> stack.createWith("DBCluster\n", "Cluster\n"));
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

    private void resourceFault(String resource, String operation, String reason) {
        account.control("resourceFault", Map.of("resource", resource, "operation", operation, "reason", reason));
    }

    private static void assertRejected(String text, Runnable call) {
        CloudFormationException error = assertThrows(CloudFormationException.class, call::run);
        assertEquals("ValidationError", error.awsErrorDetails().errorCode());
        assertTrue(error.getMessage().contains(text), error.getMessage());
    }
}
