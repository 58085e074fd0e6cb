package tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.CreateDataMigrationRequest;
import software.amazon.awssdk.services.databasemigration.model.DataMigration;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationMigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TablePreparationMode;
import software.amazon.awssdk.services.databasemigration.model.TargetDataSetting;

/** A stack with a temporary database and a DMS migration project that copies from it into the app's database. */
public final class TestMigrationProject {
    public static final String STACK = "Temporary", MIGRATION = "vectors", ITEMS = rule("public", "items", "include");
    /** The template, which tests change by replacing a part of it. */
    public static final String TEMPLATE =
            """
            Parameters:
              TargetHost: {Type: String}
              TargetSecret: {Type: String}
            Resources:
              Cluster:
                Type: AWS::RDS::DBCluster
                DeletionPolicy: Delete
                Properties:
                  Engine: aurora-postgresql
                  SnapshotIdentifier: before-the-upgrade
                  Port: 5432
                  ManageMasterUserPassword: true
                  ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: 4}
                  VpcSecurityGroupIds: [sg-0a1b2c3d4e5f60002]
              Instance:
                Type: AWS::RDS::DBInstance
                DeletionPolicy: Delete
                Properties:
                  {DBClusterIdentifier: !Ref Cluster, DBInstanceClass: db.serverless, Engine: aurora-postgresql}
              Ingress:
                Type: AWS::EC2::SecurityGroupIngress
                Properties:
                  GroupId: sg-0a1b2c3d4e5f60002
                  IpProtocol: tcp
                  FromPort: 5432
                  ToPort: 5432
                  SourceSecurityGroupId: sg-0a1b2c3d4e5f60002
              SubnetGroup:
                Type: AWS::DMS::ReplicationSubnetGroup
                Properties:
                  ReplicationSubnetGroupDescription: Private subnets
                  SubnetIds: [subnet-0a1b2c3d4e5f60001, subnet-0a1b2c3d4e5f60002]
              Profile:
                Type: AWS::DMS::InstanceProfile
                Properties:
                  SubnetGroupIdentifier: !Ref SubnetGroup
                  VpcSecurityGroups: [sg-0a1b2c3d4e5f60002]
                  PubliclyAccessible: false
              Source:
                Type: AWS::DMS::DataProvider
                Properties:
                  Engine: postgres
                  Settings:
                    PostgreSqlSettings:
                      ServerName: !GetAtt Cluster.Endpoint.Address
                      Port: !GetAtt Cluster.Endpoint.Port
                      DatabaseName: postgres
                      SslMode: require
              Target:
                Type: AWS::DMS::DataProvider
                Properties:
                  Engine: postgres
                  Settings:
                    PostgreSqlSettings:
                      {ServerName: !Ref TargetHost, Port: 5432, DatabaseName: postgres, SslMode: require}
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      Effect: Allow
                      Principal:
                        Service: [dms-data-migrations.amazonaws.com, !Sub "dms.${AWS::Region}.amazonaws.com"]
                      Action: sts:AssumeRole
                  Policies:
                    - PolicyName: migration
                      PolicyDocument:
                        Statement:
                          - {Effect: Allow, Resource: "*", Action: [ec2:*, "logs:*", "servicequotas:GetServiceQuota"]}
                          - {Effect: Allow, Resource: "*", Action: cloudwatch:PutMetricData}
                          - Effect: Allow
                            Resource: [!GetAtt Cluster.MasterUserSecret.SecretArn, !Ref TargetSecret]
                            Action: [secretsmanager:GetSecretValue, secretsmanager:DescribeSecret]
              Project:
                Type: AWS::DMS::MigrationProject
                DependsOn: Instance
                Properties:
                  InstanceProfileArn: !GetAtt Profile.InstanceProfileArn
                  SourceDataProviderDescriptors:
                    - DataProviderArn: !Ref Source
                      SecretsManagerSecretId: !GetAtt Cluster.MasterUserSecret.SecretArn
                      SecretsManagerAccessRoleArn: !GetAtt Role.Arn
                  TargetDataProviderDescriptors:
                    - DataProviderIdentifier: !GetAtt Target.DataProviderArn
                      SecretsManagerSecretId: !Ref TargetSecret
                      SecretsManagerAccessRoleArn: !GetAtt Role.Arn
            Outputs:
              Project: {Value: !GetAtt Project.MigrationProjectArn}
              Role: {Value: !GetAtt Role.Arn}
              Cluster: {Value: !Ref Cluster}
            """;

    private final TestAccount account;
    private final CloudFormationClient cloudFormation;
    private final DatabaseMigrationClient dms;
    private Map<String, String> outputs;

    public TestMigrationProject(TestAccount account) {
        this.account = account;
        cloudFormation = SdkClients.cloudFormation(account);
        dms = SdkClients.databaseMigration(account);
    }

    public CloudFormationClient cloudFormation() {
        return cloudFormation;
    }

    public DatabaseMigrationClient dms() {
        return dms;
    }

    /** Creates the stack, and waits until it is complete and the secret of its database is active. */
    public TestMigrationProject create() {
        return createWith("", "");
    }

    /** Creates the stack with a part of its template replaced. */
    public TestMigrationProject createWith(String part, String replacement) {
        send(changed(part, replacement), r -> r.capabilities(Capability.CAPABILITY_IAM));
        outputs = new HashMap<>();
        for (Output output : await("CREATE_COMPLETE").outputs()) {
            outputs.put(output.outputKey(), output.outputValue());
        }
        account.await("the secret of " + outputs.get("Cluster"), () -> SdkClients.rds(account)
                .describeDBClusters(r -> r.dbClusterIdentifier(outputs.get("Cluster")))
                .dbClusters()
                .get(0)
                .masterUserSecret()
                .secretStatus()
                .equals("active"));
        return this;
    }

    /** Creates the stack with a part of its template replaced, and returns why it failed. */
    public List<String> failWith(String part, String replacement) {
        send(changed(part, replacement), r -> r.capabilities(Capability.CAPABILITY_IAM));
        await("ROLLBACK_COMPLETE");
        List<String> reasons = reasons();
        delete("DELETE_COMPLETE");
        return reasons;
    }

    private static String changed(String part, String replacement) {
        assertTrue(TEMPLATE.contains(part), part);
        return TEMPLATE.replace(part, replacement);
    }

    /** Deletes the stack, and waits for that status. */
    public void delete(String status) {
        String id = describe(STACK).stackId();
        cloudFormation.deleteStack(r -> r.stackName(STACK));
        account.await(status, () -> !describe(id).stackStatusAsString().endsWith("_IN_PROGRESS"));
        assertEquals(status, describe(id).stackStatusAsString());
    }

    /** Sends the request for the stack. */
    public void send(String template, Consumer<CreateStackRequest.Builder> change) {
        String host =
                account.clusterArn().replaceFirst(".*:", "") + ".cluster-c1rehearsal0.us-east-1.rds.amazonaws.com";
        cloudFormation.createStack(CreateStackRequest.builder()
                .stackName(STACK)
                .templateBody(template)
                .parameters(parameter("TargetHost", host), parameter("TargetSecret", account.secretArn()))
                .applyMutation(change)
                .build());
    }

    private static Parameter parameter(String name, String value) {
        return Parameter.builder().parameterKey(name).parameterValue(value).build();
    }

    /** Waits until nothing happens to the stack, which then must have that status. */
    public Stack await(String status) {
        account.await(status, () -> !describe(STACK).stackStatusAsString().endsWith("_IN_PROGRESS"));
        Stack stack = describe(STACK);
        assertEquals(status, stack.stackStatusAsString(), () -> reasons().toString());
        return stack;
    }

    private Stack describe(String nameOrId) {
        return cloudFormation
                .describeStacks(r -> r.stackName(nameOrId))
                .stacks()
                .get(0);
    }

    /** Returns the reasons of the failed resources, the newest first. */
    public List<String> reasons() {
        return cloudFormation.describeStackEventsPaginator(r -> r.stackName(STACK)).stackEvents().stream()
                .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .toList();
    }

    /** Returns an output of the stack: Project, Role or Cluster. */
    public String output(String name) {
        return outputs.get(name);
    }

    /** Creates the snapshot of the old database, whose table has rows with the numbers from 1 on as ids. */
    public TestMigrationProject snapshot(int rows) {
        account.snapshot(Map.of(
                "id",
                "before-the-upgrade",
                "sql",
                "CREATE TABLE other (n integer GENERATED ALWAYS AS IDENTITY, t text DEFAULT 'x' NOT NULL); INSERT INTO"
                        + " other (t) VALUES ('a'), ('b'); INSERT INTO items (id, botid, content, embedding) SELECT"
                        + " lpad(n::text, 26, '0'), 'bot', E'a\\tb\\\\' || n, ('[' ||"
                        + " array_to_string(array_fill(n::float8, '{1024}'), ',') || ']')::vector FROM"
                        + " generate_series(1, " + rows + ") n"));
        return this;
    }

    /** Creates a full load of the table items that leaves the target's tables untouched. */
    public DataMigration createMigration(Consumer<CreateDataMigrationRequest.Builder> change) {
        return dms.createDataMigration(CreateDataMigrationRequest.builder()
                        .dataMigrationName(MIGRATION)
                        .migrationProjectIdentifier(output("Project"))
                        .serviceAccessRoleArn(output("Role"))
                        .dataMigrationType(MigrationTypeValue.FULL_LOAD)
                        .selectionRules(ITEMS)
                        .targetDataSettings(mode(TablePreparationMode.DO_NOTHING))
                        .applyMutation(change)
                        .build())
                .dataMigration();
    }

    /** Creates the migration, starts it, and waits for its end. */
    public DataMigration run(Consumer<CreateDataMigrationRequest.Builder> change) {
        createMigration(change);
        awaitMigration("ready");
        start(StartReplicationMigrationTypeValue.START_REPLICATION);
        return awaitMigration("stopped|failed");
    }

    public DataMigration start(StartReplicationMigrationTypeValue type) {
        return dms.startDataMigration(r -> r.dataMigrationIdentifier(MIGRATION).startType(type))
                .dataMigration();
    }

    /** Returns what happens to the target's tables before a load. */
    public static TargetDataSetting mode(TablePreparationMode mode) {
        return TargetDataSetting.builder().tablePreparationMode(mode).build();
    }

    public List<DataMigration> migrations() {
        return dms.describeDataMigrationsPaginator(r -> {}).dataMigrations().stream()
                .toList();
    }

    public DataMigration migration() {
        return migrations().get(0);
    }

    /** Waits until the status matches a pattern. */
    public DataMigration awaitMigration(String status) {
        account.await(status, () -> migration().dataMigrationStatus().matches(status));
        return migration();
    }

    /** Deletes the migration, and waits until it is gone. */
    public void deleteMigration() {
        dms.deleteDataMigration(r -> r.dataMigrationIdentifier(MIGRATION));
        account.await("deletion", () -> migrations().isEmpty());
    }

    /** Returns the selection rules with one rule. */
    public static String rule(String schema, String table, String action) {
        JsonObject locator = new JsonObject();
        locator.addProperty("schema-name", schema);
        locator.addProperty("table-name", table);
        return "{\"rules\": [{\"rule-type\": \"selection\", \"rule-id\": \"1\", \"rule-name\": \"1\", \"rule-action\":"
                + " \""
                + action + "\", \"object-locator\": " + locator + ", \"filters\": []}]}";
    }
}
