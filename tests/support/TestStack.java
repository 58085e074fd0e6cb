package tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** A stack with a temporary database in an account, from a template that the tests change. */
public final class TestStack {
    public static final String NAME = "Temporary", SNAPSHOT = "before-the-upgrade";
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

    private final TestAccount account;
    private final CloudFormationClient client;

    /** @param account gets the snapshot that the template needs */
    public TestStack(TestAccount account) {
        this.account = account;
        client = SdkClients.cloudFormation(account);
        account.snapshot(Map.of("id", SNAPSHOT));
    }

    public CloudFormationClient client() {
        return client;
    }

    public String create(Consumer<CreateStackRequest.Builder> change) {
        return client.createStack(CreateStackRequest.builder()
                        .stackName(NAME)
                        .templateBody(TEMPLATE)
                        .parameters(parameter("Snapshot", SNAPSHOT))
                        .applyMutation(change)
                        .build())
                .stackId();
    }

    public String createWith(String text, String replacement) {
        assertTrue(TEMPLATE.contains(text), text);
        return create(r -> r.templateBody(TEMPLATE.replace(text, replacement)));
    }

    public String createWithSnapshot(String snapshot) {
        return create(r -> r.parameters(parameter("Snapshot", snapshot)));
    }

    public String createWithParameter(String name, String value) {
        return create(r -> r.parameters(parameter("Snapshot", SNAPSHOT), parameter(name, value)));
    }

    public static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    public static Parameter parameter(String name, String value) {
        return Parameter.builder().parameterKey(name).parameterValue(value).build();
    }

    public void delete(String nameOrId) {
        client.deleteStack(r -> r.stackName(nameOrId));
    }

    public Stack describe(String nameOrId) {
        return client.describeStacks(r -> r.stackName(nameOrId)).stacks().get(0);
    }

    public Stack await(String nameOrId, String status) {
        account.await(status, () -> !describe(nameOrId).stackStatusAsString().endsWith("_IN_PROGRESS"));
        Stack stack = describe(nameOrId);
        assertEquals(status, stack.stackStatusAsString(), () -> events(nameOrId).toString());
        return stack;
    }

    public List<StackEvent> events(String nameOrId) {
        return client.describeStackEventsPaginator(r -> r.stackName(nameOrId)).stackEvents().stream()
                .toList();
    }

    public static String text(StackEvent event) {
        return event.logicalResourceId() + " " + event.resourceStatusAsString();
    }
}
