package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.Waiting;

/** Stacks of the embedded CloudFormation, through the SDK's client. */
class EmbeddedCloudFormationTest {
    private static final String NAME = "Temporary", SNAPSHOT = "before-the-upgrade";
    private static final String TEMPLATE =
            """
            AWSTemplateFormatVersion: 2010-09-09
            Description: A temporary database
            Parameters:
              Snapshot: {Type: String}
              Subnets:
                Type: List<AWS::EC2::Subnet::Id>
                Default: subnet-0a1b2c3d4e5f60001,subnet-0a1b2c3d4e5f60002
              Group: {Type: AWS::EC2::SecurityGroup::Id, Default: sg-0a1b2c3d4e5f60002}
              Version: {Type: String, Default: ""}
              MaxCapacity: {Type: Number, Default: 4, MinValue: 1, MaxValue: 128}
            Conditions:
              HasVersion: !Not [!Equals [!Ref Version, ""]]
            Resources:
              Instance:
                Type: AWS::RDS::DBInstance
                DeletionPolicy: Delete
                Properties:
                  DBClusterIdentifier: !Ref Cluster
                  DBInstanceClass: db.serverless
                  Engine: aurora-postgresql
                  PubliclyAccessible: false
              Cluster:
                Type: AWS::RDS::DBCluster
                DeletionPolicy: Delete
                Properties:
                  Engine: aurora-postgresql
                  EngineVersion: !If [HasVersion, !Ref Version, !Ref "AWS::NoValue"]
                  SnapshotIdentifier: !Ref Snapshot
                  Port: 5432
                  ManageMasterUserPassword: true
                  EnableHttpEndpoint: true
                  ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: !Ref MaxCapacity}
                  DBSubnetGroupName: !Ref SubnetGroup
                  VpcSecurityGroupIds: [!GetAtt SecurityGroup.GroupId]
              SubnetGroup:
                Type: AWS::RDS::DBSubnetGroup
                Properties:
                  DBSubnetGroupDescription: !Sub "Subnets of ${AWS::StackName}"
                  SubnetIds: !Ref Subnets
              SecurityGroup:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: Lets in the new database
                  VpcId: vpc-0rehearsal0000001
                  SecurityGroupIngress:
                    - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref Group}
            Outputs:
              Endpoint: {Value: !Join [":", [!GetAtt Cluster.Endpoint.Address, !GetAtt Cluster.Endpoint.Port]]}
              Arn: {Description: The cluster, Value: !Sub "${Cluster.DBClusterArn}"}
            """;

    private final TestAccount account = TestAccount.empty().set("resourceSeconds", 20);
    private final CloudFormationClient client = SdkClients.cloudFormation(account);

    EmbeddedCloudFormationTest() {
        account.snapshot(Map.of("id", SNAPSHOT));
    }

    @Test
    void resourcesAreCreatedInTheOrderOfTheirReferencesAndDeletedInTheOpposite() {
        String id = create(r -> r.tags(tag("purpose", "test")));
        Stack stack = await(id, "CREATE_COMPLETE");
        assertEquals("test", stack.tags().get(0).value());
        assertEquals(
                List.of("Endpoint", "Arn"),
                stack.outputs().stream().map(Output::outputKey).toList());
        assertTrue(stack.outputs().get(0).outputValue().matches("[\\d.]+:\\d+"), stack.toString());
        List<StackEvent> events = events(id);
        assertEquals("Temporary CREATE_COMPLETE", text(events.get(0)), "the newest event is first");
        assertEquals("User Initiated", events.get(events.size() - 1).resourceStatusReason());
        List<String> completed = events.stream()
                .map(EmbeddedCloudFormationTest::text)
                .filter(text -> text.endsWith("CREATE_COMPLETE"))
                .toList();
        assertEquals(
                List.of("Temporary", "Instance", "Cluster"),
                completed.subList(0, 3).stream().map(text -> text.split(" ")[0]).toList());
        delete(NAME);
        assertEquals("DELETE_COMPLETE", await(id, "DELETE_COMPLETE").stackStatusAsString());
        assertRejected("Stack with id Temporary does not exist", () -> describe(NAME));
        List<String> deleted = events(id).stream()
                .map(EmbeddedCloudFormationTest::text)
                .filter(text -> text.endsWith("DELETE_COMPLETE"))
                .map(text -> text.split(" ")[0])
                .toList();
        assertEquals("Instance", deleted.get(deleted.size() - 1));
        assertEquals("Cluster", deleted.get(deleted.size() - 2));
        delete(NAME);
    }

    @Test
    void functionsAndPseudoParametersAreEvaluated() {
        String id = create(
                r -> r.parameters(List.of(parameter("Names", "a, b")))
                        .templateBody(
                                """
                        {"Parameters": {"Names": {"Type": "CommaDelimitedList"}},
                         "Conditions": {"Two": {"Fn::And": [{"Fn::Equals": [{"Fn::Select": [1, {"Ref": "Names"}]}, "b"]},
                                                            {"Fn::Or": [{"Condition": "One"}, {"Condition": "One"}]}]},
                                        "One": {"Fn::Not": [{"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}]},
                                        "Never": {"Fn::Equals": ["a", "b"]}},
                         "Resources": {"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties":
                                           {"GroupDescription": {"Fn::If": ["Two", "two", {"Ref": "AWS::NoValue"}]}}},
                                       "Never": {"Type": "AWS::EC2::SecurityGroup", "Condition": "Never"}},
                         "Outputs": {"Sub": {"Value": {"Fn::Sub": ["${AWS::AccountId} ${own} ${!kept} ${Group.VpcId}",
                                                                   {"own": {"Fn::Join": ["+", {"Ref": "Names"}]}}]}},
                                     "Split": {"Value": {"Fn::Select": ["0", {"Fn::Split": ["-", {"Ref": "Group"}]}]}},
                                     "Absent": {"Condition": "Never", "Value": {"Ref": "Never"}}}}"""));
        assertEquals(
                List.of("123456789012 a+b ${kept} vpc-0rehearsal0000001", "sg"),
                await(id, "CREATE_COMPLETE").outputs().stream()
                        .map(Output::outputValue)
                        .toList());
    }

    @Test
    void aRepeatedRequestWithTheSameTokenCreatesNoSecondStack() {
        String id = create(r -> r.clientRequestToken("first"));
        assertEquals(id, create(r -> r.clientRequestToken("first")));
        assertThrows(AlreadyExistsException.class, () -> create(r -> r.clientRequestToken("second")));
        assertThrows(AlreadyExistsException.class, () -> create(r -> r.stackName("BedrockChatStack")));
        assertEquals("first", events(id).get(0).clientRequestToken());
        delete(NAME);
        await(id, "DELETE_COMPLETE");
        assertTrue(!create(r -> {}).equals(id));
    }

    @Test
    void invalidRequestsAreRejectedBeforeAnythingIsCreated() {
        assertRejected("'stackName' failed to satisfy constraint", () -> create(r -> r.stackName("1-name")));
        assertRejected(
                "Template format error: YAML not well-formed. (line 2, column 1)",
                () -> create(r -> r.templateBody("Resources: [\n}")));
        assertRejected("At least one Resources member must be defined", () -> create(r -> r.templateBody("{}")));
        assertRejected(
                "Unresolved resource dependencies [Nothing] in the Resources block",
                () -> createWith("!Ref Cluster", "!Ref Nothing"));
        assertRejected(
                "resource SecurityGroup does not support attribute type Name in Fn::GetAtt",
                () -> createWith("SecurityGroup.GroupId", "SecurityGroup.Name"));
        assertRejected(
                "Unrecognized resource types: [AWS::RDS::Cluster]", () -> createWith("DBCluster\n", "Cluster\n"));
        assertRejected(
                "Circular dependency between resources: [Cluster, Instance]",
                () -> createWith(
                        "Engine: aurora-postgresql\n      EngineVersion",
                        "Engine: !Ref Instance\n      EngineVersion"));
        assertRejected("Parameters: [Snapshot] must have values", () -> create(r -> r.parameters(List.of())));
        assertRejected("Parameters: [Other] do not exist in the template", () -> createWithParameter("Other", "x"));
        assertRejected(
                "parameter value sg-1 for parameter name Group does not exist",
                () -> createWithParameter("Group", "sg-1"));
        assertRejected(
                "'MaxCapacity' must be a number not greater than 128", () -> createWithParameter("MaxCapacity", "129"));
        assertRejected(
                "is invalid or cannot be assumed", () -> create(r -> r.roleARN("arn:aws:iam::1:role/other-account")));
        assertRejected("'tags.member.value' failed", () -> create(r -> r.tags(tag("purpose", ""))));
        assertTrue(client.describeStacks().stacks().stream()
                .noneMatch(stack -> stack.stackName().equals(NAME)));
    }

    @Test
    void aFailedResourceRollsTheStackBackWithItsReason() {
        assertFails("Cluster", "DBClusterSnapshot not found: none", () -> createWithSnapshot("none"));
        account.snapshot(Map.of("id", "unfinished", "status", "creating"));
        assertFails("Cluster", "not in the available state", () -> createWithSnapshot("unfinished"));
        assertFails("Cluster", "Cannot find version 15.3", () -> createWithParameter("Version", "15.3"));
        assertFails(
                "Cluster", "Cannot restore a snapshot of version 15.3", () -> createWithParameter("Version", "16.9"));
        assertFails(
                "SubnetGroup",
                "Add subnets to cover at least 2 AZs",
                () -> createWithParameter("Subnets", "subnet-0a1b2c3d4e5f60001"));
        assertFails(
                "Cluster",
                "extraneous key [Ports] is not permitted",
                () -> createWith("      Port: 5432", "      Ports: 5432"));
        assertFails(
                "SubnetGroup",
                "required key [DBSubnetGroupDescription] not found",
                () -> createWith("DBSubnetGroupDescription: !Sub \"Subnets of ${AWS::StackName}\"\n", "Tags: []\n"));
        assertFails(
                "Cluster",
                "MasterUsername cannot be specified",
                () -> createWith("      Port: 5432\n", "      MasterUsername: postgres\n"));
        assertFails(
                "Instance",
                "Set the Serverless v2 scaling configuration",
                () -> createWith(
                        "ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: !Ref MaxCapacity}",
                        "StorageType: aurora"));
        account.set("clusterQuota", 1);
        assertFails("Cluster", "HandlerErrorCode: ServiceLimitExceeded", () -> create(r -> {}));
    }

    @Test
    void aFailedStackIsKeptIfNoRollbackIsWanted() {
        resourceFault("Instance", "create", "The security token included in the request is expired");
        String id = create(r -> r.onFailure("DO_NOTHING"));
        Stack stack = await(id, "CREATE_FAILED");
        assertEquals("The following resource(s) failed to create: [Instance]. ", stack.stackStatusReason());
        assertEquals(
                "CREATE_COMPLETE",
                client.describeStackResources(r -> r.stackName(NAME)).stackResources().stream()
                        .filter(resource -> resource.logicalResourceId().equals("Cluster"))
                        .findFirst()
                        .orElseThrow()
                        .resourceStatusAsString());
        delete(NAME);
        await(id, "DELETE_COMPLETE");
    }

    @Test
    void aFailedDeletionCanBeRepeated() {
        String id = create(r -> {});
        await(id, "CREATE_COMPLETE");
        resourceFault("Cluster", "delete", "Cluster cannot be deleted now");
        delete(NAME);
        Stack stack = await(id, "DELETE_FAILED");
        assertEquals("The following resource(s) failed to delete: [Cluster]. ", stack.stackStatusReason());
        delete(id);
        await(id, "DELETE_COMPLETE");
    }

    @Test
    void aStackCanBeDeletedWhileItIsCreated() {
        String id = create(r -> {});
        Waiting.await("the cluster", () -> events(id).stream().anyMatch(e -> text(e).startsWith("Cluster CREATE")));
        delete(NAME);
        await(id, "DELETE_COMPLETE");
        assertEquals(
                1, SdkClients.rds(account).describeDBClusters().dbClusters().size(), "the app's cluster alone is left");
    }

    @Test
    void aClusterWithoutADeletionPolicyLeavesASnapshot() {
        String id = createWith(
                "    DeletionPolicy: Delete\n    Properties:\n      Engine: a", "    Properties:\n      Engine: a");
        await(id, "CREATE_COMPLETE");
        delete(NAME);
        await(id, "DELETE_COMPLETE");
        assertEquals(
                2,
                SdkClients.rds(account)
                        .describeDBClusterSnapshots()
                        .dbClusterSnapshots()
                        .size());
    }

    @Test
    void theStacksOfADeploymentHaveTheStatusOfATest() {
        account.control("stack", Map.of("status", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"));
        Stack stack = describe("BedrockChatStack");
        assertEquals("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", stack.stackStatusAsString());
        assertTrue(stack.hasOutputs());
        create(r -> {});
        account.set("stackPageSize", 1);
        assertEquals(
                List.of("BedrockChatStack", NAME),
                client.describeStacksPaginator().stacks().stream()
                        .map(Stack::stackName)
                        .toList());
    }

    /** Creates the stack, whose failed resource must be rolled back for that reason. */
    private void assertFails(String resource, String reason, Runnable creation) {
        creation.run();
        Stack stack = await(NAME, "ROLLBACK_COMPLETE");
        StackEvent failed = events(NAME).stream()
                .filter(event -> text(event).equals(resource + " CREATE_FAILED"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(resource + " did not fail"));
        assertTrue(failed.resourceStatusReason().contains(reason), failed.resourceStatusReason());
        assertEquals(null, stack.stackStatusReason());
        delete(NAME);
        await(stack.stackId(), "DELETE_COMPLETE");
    }

    private void resourceFault(String resource, String operation, String reason) {
        account.control("resourceFault", Map.of("resource", resource, "operation", operation, "reason", reason));
    }

    private String create(Consumer<CreateStackRequest.Builder> change) {
        return client.createStack(CreateStackRequest.builder()
                        .stackName(NAME)
                        .templateBody(TEMPLATE)
                        .parameters(parameter("Snapshot", SNAPSHOT))
                        .applyMutation(change)
                        .build())
                .stackId();
    }

    private String createWith(String text, String replacement) {
        assertTrue(TEMPLATE.contains(text), text);
        return create(r -> r.templateBody(TEMPLATE.replace(text, replacement)));
    }

    private String createWithSnapshot(String snapshot) {
        return create(r -> r.parameters(parameter("Snapshot", snapshot)));
    }

    private String createWithParameter(String name, String value) {
        return create(r -> r.parameters(parameter("Snapshot", SNAPSHOT), parameter(name, value)));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static Parameter parameter(String name, String value) {
        return Parameter.builder().parameterKey(name).parameterValue(value).build();
    }

    private void delete(String nameOrId) {
        client.deleteStack(r -> r.stackName(nameOrId));
    }

    private Stack describe(String nameOrId) {
        return client.describeStacks(r -> r.stackName(nameOrId)).stacks().get(0);
    }

    private Stack await(String nameOrId, String status) {
        Waiting.await(status, () -> !describe(nameOrId).stackStatusAsString().endsWith("_IN_PROGRESS"));
        Stack stack = describe(nameOrId);
        assertEquals(status, stack.stackStatusAsString(), () -> events(nameOrId).toString());
        return stack;
    }

    private List<StackEvent> events(String nameOrId) {
        return client.describeStackEventsPaginator(r -> r.stackName(nameOrId)).stackEvents().stream()
                .toList();
    }

    private static String text(StackEvent event) {
        return event.logicalResourceId() + " " + event.resourceStatusAsString();
    }

    private static void assertRejected(String text, Runnable call) {
        CloudFormationException error = assertThrows(CloudFormationException.class, call::run);
        assertEquals("ValidationError", error.awsErrorDetails().errorCode());
        assertTrue(error.getMessage().contains(text), error.getMessage());
    }
}
