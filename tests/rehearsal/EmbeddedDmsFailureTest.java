package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;
import software.amazon.awssdk.services.databasemigration.model.DataMigration;
import software.amazon.awssdk.services.databasemigration.model.DatabaseMigrationException;
import software.amazon.awssdk.services.databasemigration.model.FailedDependencyException;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.InvalidOperationException;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.ResourceQuotaExceededException;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationMigrationTypeValue;
import tests.support.TestAccount;
import tests.support.TestMigrationProject;

/** What the embedded DMS rejects, and why its data migrations fail, through the SDK's client. */
class EmbeddedDmsFailureTest {
    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 10).set("dmsVpcRole", true);
    private final TestMigrationProject project = new TestMigrationProject(account).snapshot(1);

    @AfterEach
    void stopServers() {
        account.remove();
    }

    @Test
    void invalidRequestsAreRejected() {
        project.create();
        assertRejected(
                ResourceNotFoundException.class,
                "project none does not exist",
                () -> project.createMigration(r -> r.migrationProjectIdentifier("none")));
        assertRejected(
                FailedDependencyException.class,
                "is not configured properly",
                () -> project.createMigration(r -> r.serviceAccessRoleArn("arn:aws:iam::123456789012:role/none")));
        assertRejected(
                InvalidOperationException.class,
                "rule-action must be include",
                () -> project.createMigration(
                        r -> r.selectionRules(TestMigrationProject.rule("public", "items", "exclude"))));
        assertRejected(
                InvalidOperationException.class,
                "schema-name is missing",
                () -> project.createMigration(
                        r -> r.selectionRules(TestMigrationProject.ITEMS.replace("schema-name", "schema"))));
        assertRejected(
                DatabaseMigrationException.class,
                "not a valid identifier",
                () -> project.createMigration(r -> r.dataMigrationName("a--b")));
        assertRejected(
                DatabaseMigrationException.class,
                "full-load only",
                () -> project.createMigration(r -> r.dataMigrationType("cdc")));
        assertRejected(
                ResourceNotFoundException.class,
                "vectors does not exist",
                () -> project.start(StartReplicationMigrationTypeValue.START_REPLICATION));
        assertRejected(DatabaseMigrationException.class, "does not implement Filters", () -> project.dms()
                .describeDataMigrations(r -> r.filters(
                        List.of(Filter.builder().name("name").values("vectors").build()))));
        assertEquals(List.of(), project.migrations());
    }

    @Test
    void everyOperationNeedsItsState() {
        project.create();
        account.pauseClock();
        project.createMigration(r -> {});
        String name = TestMigrationProject.MIGRATION;
        assertRejected(
                ResourceAlreadyExistsException.class, name + " already exists", () -> project.createMigration(r -> {}));
        assertRejected(
                InvalidResourceStateException.class,
                "started while its status is creating",
                () -> project.start(StartReplicationMigrationTypeValue.START_REPLICATION));
        account.resumeClock();
        project.awaitMigration("ready");
        assertRejected(InvalidResourceStateException.class, "stopped while its status is ready", () -> project.dms()
                .stopDataMigration(r -> r.dataMigrationIdentifier(name)));
        assertRejected(
                InvalidResourceStateException.class,
                "reloaded while",
                () -> project.start(StartReplicationMigrationTypeValue.RELOAD_TARGET));
        assertRejected(
                InvalidOperationException.class,
                "cannot resume",
                () -> project.start(StartReplicationMigrationTypeValue.RESUME_PROCESSING));
        account.pauseClock();
        project.start(StartReplicationMigrationTypeValue.START_REPLICATION);
        assertRejected(InvalidResourceStateException.class, "deleted while its status is starting", () -> project.dms()
                .deleteDataMigration(r -> r.dataMigrationIdentifier(name)));
        project.dms().stopDataMigration(r -> r.dataMigrationIdentifier(name));
        account.resumeClock();
        project.awaitMigration("stopped");
        assertRejected(
                InvalidResourceStateException.class,
                "started while its status is stopped",
                () -> project.start(StartReplicationMigrationTypeValue.START_REPLICATION));
        project.delete("DELETE_FAILED");
        assertTrue(
                project.reasons().stream().anyMatch(each -> each.contains("has data migrations. Delete them first.")));
    }

    @Test
    void quotasAndPages() {
        project.create();
        project.createMigration(r -> {});
        project.createMigration(r -> r.dataMigrationName("second"));
        project.createMigration(r -> r.dataMigrationName("third"));
        account.set("dms", Map.of("pageSize", 1, "quota", 3, "statusStyle", "console"));
        assertEquals(
                List.of("vectors", "second", "third"),
                project.migrations().stream()
                        .map(DataMigration::dataMigrationName)
                        .toList());
        assertRejected(
                ResourceQuotaExceededException.class,
                "The quota of 3 data migrations",
                () -> project.createMigration(r -> r.dataMigrationName("fourth")));
        account.await(
                "the console's spelling",
                () -> project.migration().dataMigrationStatus().equals("Ready"));
        account.set("dms", Map.of("quota", 100));
        for (int i = 4; i <= 10; i++) {
            String name = "migration-" + i;
            project.createMigration(r -> r.dataMigrationName(name));
        }
        assertRejected(
                ResourceQuotaExceededException.class,
                "The quota of 10 data migrations in a",
                () -> project.createMigration(r -> r.dataMigrationName("eleventh")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PubliclyAccessible: false | PubliclyAccessible: true | failed: Connection timed out
                    SourceSecurityGroupId: sg-0a1b2c3d4e5f60002 | CidrIp: 172.16.0.0/12 | failed: Connection timed out
                    VpcSecurityGroups: [sg-0a1b2c3d4e5f60002] | Description: none | failed: Connection timed out
                    SubnetGroupIdentifier: !Ref SubnetGroup | Description: none | has no subnet group
                    Port: 5432, DatabaseName | Port: 5433, DatabaseName | failed: Connection timed out
                    DatabaseName: postgres, | DatabaseName: app, | FATAL: database "app" does not exist
                    postgres, SslMode: require | postgres, SslMode: none | no pg_hba.conf entry
                    postgres, SslMode: require | postgres, SslMode: verify-full | root certificate file
                    ServerName: !Ref TargetHost | ServerName: nowhere | could not translate host name "nowhere"
                    DescribeSecret] | ListSecrets] | not authorized to perform: secretsmanager:DescribeSecret
                    "servicequotas:GetServiceQuota" | "dms:*" | not authorized to perform: servicequotas
                    """)
    void aMigrationFailsForItsReason(String part, String replacement, String reason) {
        project.createWith(part, replacement);
        DataMigration failed = project.run(r -> {});
        assertEquals("failed", failed.dataMigrationStatus());
        assertTrue(failed.lastFailureMessage().contains(reason), failed.lastFailureMessage());
    }

    @Test
    void aSecretNeedsItsKeysAndMustBeThatOfTheDatabase() {
        project.createWith(
                "SecretsManagerSecretId: !Ref TargetSecret",
                "SecretsManagerSecretId: !GetAtt Cluster.MasterUserSecret.SecretArn");
        assertTrue(
                project.run(r -> {}).lastFailureMessage().contains("FATAL: password authentication failed"),
                project.migration().toString());
        account.set("dms", Map.of("secretKeys", List.of("username")));
        project.start(StartReplicationMigrationTypeValue.RELOAD_TARGET);
        account.await("a failure", () -> project.migration().lastFailureMessage() != null);
        assertTrue(project.migration().lastFailureMessage().contains("must contain the keys username and password"));
    }

    @Test
    void aRoleThatTrustsNotBothServicesCannotBeUsed() {
        project.createWith("dms-data-migrations.amazonaws.com, ", "");
        assertRejected(
                FailedDependencyException.class, "is not configured properly", () -> project.createMigration(r -> {}));
    }

    @Test
    void aStackFailsForItsReason() {
        assertFails("Target: ", "extraneous key [Password]", "SslMode: require}", "SslMode: require, Password: x}");
        for (String engine : List.of("aurora-postgresql", "nonsense")) {
            assertFails(
                    "Target: ",
                    "#/Engine: failed validation constraint for keyword [enum]",
                    "Engine: postgres\n",
                    "Engine: " + engine + "\n");
        }
        assertFails(
                "Target: ",
                "DMS doesn't support aurora_postgresql database engine",
                "Engine: postgres\n",
                "Engine: aurora_postgresql\n");
        assertFails(
                "Target: ",
                "#/Settings/PostgreSqlSettings/SslMode: failed validation constraint for keyword [enum]",
                "SslMode: require}",
                "SslMode: prefer}");
        assertFails(
                "Profile: ",
                "replication subnet group other does not exist",
                "Identifier: !Ref SubnetGroup",
                "Identifier: other");
        assertFails(
                "Project: ",
                "data provider none does not exist",
                "DataProviderArn: !Ref Source",
                "DataProviderArn: none");
        assertFails(
                "Target: ",
                "for the same database already exists",
                "ServerName: !Ref TargetHost",
                "ServerName: !GetAtt Cluster.Endpoint.Address");
        assertFails(
                "SubnetGroup: ",
                "Error Code: ReplicationSubnetGroupDoesNotCoverEnoughAZs",
                ", subnet-0a1b2c3d4e5f60002]",
                "]");
        assertFails(
                "Role: ", "Syntax errors in policy", "Statement:\n          Effect", "Statements:\n          Effect");
        account.set("dmsVpcRole", false);
        assertFails(
                "SubnetGroup: ",
                "The IAM Role arn:aws:iam::123456789012:role/dms-vpc-role is not configured properly. (Service:"
                        + " AWSDatabaseMigrationService; Status Code: 400; Error Code: AccessDeniedFault;",
                "",
                "");
    }

    private void assertFails(String resource, String reason, String part, String replacement) {
        List<String> reasons = project.failWith(part, replacement);
        assertTrue(
                reasons.stream().anyMatch(each -> each.startsWith(resource) && each.contains(reason)),
                reasons.toString());
    }

    @Test
    void rolesNeedTheirCapability() {
        assertThrows(
                InsufficientCapabilitiesException.class, () -> project.send(TestMigrationProject.TEMPLATE, r -> {}));
        String named = TestMigrationProject.TEMPLATE.replace(
                "AssumeRolePolicyDocument:\n", "RoleName: mine\n      AssumeRolePolicyDocument:\n");
        InsufficientCapabilitiesException error = assertThrows(
                InsufficientCapabilitiesException.class,
                () -> project.send(named, r -> r.capabilitiesWithStrings("CAPABILITY_IAM")));
        assertEquals(
                "Requires capabilities : [CAPABILITY_NAMED_IAM]",
                error.awsErrorDetails().errorMessage());
    }

    private static void assertRejected(
            Class<? extends DatabaseMigrationException> type, String message, Runnable request) {
        DatabaseMigrationException error = assertThrows(type, request::run);
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }
}
