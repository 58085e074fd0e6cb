package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.CreateDataMigrationRequest;
import software.amazon.awssdk.services.databasemigration.model.DataMigration;
import software.amazon.awssdk.services.databasemigration.model.DatabaseMigrationException;
import software.amazon.awssdk.services.databasemigration.model.InvalidOperationException;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationMigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TablePreparationMode;
import software.amazon.awssdk.services.databasemigration.model.TargetDataSetting;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.TestStack;

/** Full loads of the embedded DMS, through the SDK's client: copies between two real servers. */
class EmbeddedDmsTest {
    private static final String MIGRATION = "vectors", CHECKSUM =
            "SELECT count(*), sum(hashtextextended(items::text, 0))::text FROM items";
    private static final String RULES =
            """
            {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "public", "table-name": "items"}}]}""";

    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 10).set("roles", List.of("dms-vpc-role"));
    private final TestStack stack = new TestStack(account).viaDms();
    private final DatabaseMigrationClient dms = SdkClients.databaseMigration(account);

    EmbeddedDmsTest() {
        account.snapshot(Map.of(
                "id",
                TestStack.SNAPSHOT,
                "sql",
                "INSERT INTO items (id, botid, content, embedding) SELECT lpad(n::text, 26, '0'), 'bot', E'a\\tb\\\\'"
                        + " || n, ('[' || array_to_string(array_fill(n::float8, '{1024}'), ',') || ']')::vector FROM"
                        + " generate_series(1, 100) n"));
    }

    @AfterEach
    void stopServers() {
        account.remove();
    }

    /** Creates the stack, and waits until the secret of its database is active. */
    private void createStack(Runnable creation) {
        creation.run();
        stack.await(TestStack.NAME, "CREATE_COMPLETE");
        String cluster = stack.output("ClusterIdentifier");
        account.await("the secret of " + cluster, () -> SdkClients.rds(account)
                .describeDBClusters(r -> r.dbClusterIdentifier(cluster))
                .dbClusters()
                .get(0)
                .masterUserSecret()
                .secretStatus()
                .equals("active"));
    }

    private DataMigration create(Consumer<CreateDataMigrationRequest.Builder> change) {
        return dms.createDataMigration(CreateDataMigrationRequest.builder()
                        .dataMigrationName(MIGRATION)
                        .migrationProjectIdentifier(stack.output("MigrationProjectArn"))
                        .serviceAccessRoleArn(stack.output("DmsRoleArn"))
                        .dataMigrationType(MigrationTypeValue.FULL_LOAD)
                        .enableCloudwatchLogs(true)
                        .numberOfJobs(1)
                        .selectionRules(RULES)
                        .targetDataSettings(mode(TablePreparationMode.DO_NOTHING))
                        .applyMutation(change)
                        .build())
                .dataMigration();
    }

    private static TargetDataSetting mode(TablePreparationMode mode) {
        return TargetDataSetting.builder().tablePreparationMode(mode).build();
    }

    private DataMigration start() {
        return dms.startDataMigration(r -> r.dataMigrationIdentifier(MIGRATION)
                        .startType(StartReplicationMigrationTypeValue.START_REPLICATION))
                .dataMigration();
    }

    private void stop() {
        dms.stopDataMigration(r -> r.dataMigrationIdentifier(MIGRATION));
    }

    private void delete() {
        dms.deleteDataMigration(r -> r.dataMigrationIdentifier(MIGRATION));
        account.await("the deletion", () -> dms.describeDataMigrations(r -> {}).dataMigrations().isEmpty());
    }

    private DataMigration migration() {
        return dms.describeDataMigrations(r -> {}).dataMigrations().get(0);
    }

    /** Waits until the status matches a pattern. */
    private DataMigration await(String status) {
        account.await(status, () -> migration().dataMigrationStatus().matches(status));
        return migration();
    }

    /** Creates the migration, starts it, and waits for its end. */
    private DataMigration load() {
        create(r -> {});
        await("ready");
        start();
        return await("stopped|failed");
    }

    private int rows() {
        return account.sql("SELECT count(*) FROM items").get(0).get(0).getAsInt();
    }

    private void assertLoaded(DataMigration migration) {
        assertEquals("stopped", migration.dataMigrationStatus(), migration.toString());
        assertEquals(100, migration.dataMigrationStatistics().fullLoadPercentage());
        assertEquals(1, migration.dataMigrationStatistics().tablesLoaded());
        assertEquals(0, migration.dataMigrationStatistics().tablesErrored());
        assertEquals(
                account.sqlAsAdministrator(stack.output("ClusterIdentifier"), CHECKSUM),
                account.sql(CHECKSUM),
                "the rows are those of the source");
    }

    @Test
    void aFullLoadCopiesTheTableAndThenIsStopped() {
        createStack(() -> stack.create(r -> {}));
        DataMigration created = create(r -> {});
        assertEquals("creating", created.dataMigrationStatus());
        assertTrue(
                created.dataMigrationArn().matches("arn:aws:dms:us-east-1:123456789012:data-migration:[A-Z0-9]{26}"),
                created.toString());
        assertNull(await("ready").dataMigrationStatistics());
        assertEquals("starting", start().dataMigrationStatus());
        assertLoaded(await("stopped|failed"));
        assertEquals(100, rows());
        stack.delete(TestStack.NAME);
        stack.await(TestStack.NAME, "DELETE_FAILED");
        assertTrue(stack.events(TestStack.NAME).toString().contains("has data migrations. Delete them first."));
        delete();
        String id = stack.describe(TestStack.NAME).stackId();
        stack.delete(TestStack.NAME);
        stack.await(id, "DELETE_COMPLETE");
    }

    @Test
    void aLoadThatIsStoppedInTheMiddleOrFailsLeavesNothingUnlessATestWantsIt() {
        createStack(() -> stack.create(r -> {}));
        create(r -> {});
        await("ready");
        start();
        account.set("resourceSeconds", 3000);
        account.await("a part of the rows", () -> migration().dataMigrationStatistics() != null
                && migration().dataMigrationStatistics().fullLoadPercentage() >= 20);
        assertEquals("load-running", migration().dataMigrationStatus());
        assertEquals(0, rows(), "the table is written with one COPY");
        account.set("resourceSeconds", 10);
        stop();
        DataMigration stopped = await("stopped");
        assertEquals(0, stopped.dataMigrationStatistics().tablesLoaded(), stopped.toString());
        assertEquals(0, rows());
        delete();

        account.control("dmsFault", Map.of("percent", 30, "message", "could not write to file"));
        DataMigration failed = load();
        assertEquals("failed", failed.dataMigrationStatus());
        assertEquals("pg_restore: error: could not write to file", failed.lastFailureMessage());
        assertEquals(30, failed.dataMigrationStatistics().fullLoadPercentage());
        assertEquals(0, rows());
        delete();

        account.control("dmsFault", Map.of("message", "lost", "keepsRows", true));
        assertEquals("pg_restore: error: lost", load().lastFailureMessage());
        assertEquals(50, rows());
        delete();

        DataMigration duplicate = load();
        assertTrue(
                duplicate.lastFailureMessage().contains("duplicate key value violates unique constraint"),
                duplicate.toString());
        assertEquals(1, duplicate.dataMigrationStatistics().tablesErrored());
        assertEquals(50, rows(), "pg_restore writes all rows of a table or none");
    }

    @Test
    void everyOperationNeedsItsStateAndItsParameters() {
        createStack(() -> stack.create(r -> {}));
        rejects(ResourceNotFoundException.class, "vectors does not exist", this::start);
        rejects(ResourceNotFoundException.class, "project none does not exist", () ->
                create(r -> r.migrationProjectIdentifier("none")));
        rejects(InvalidOperationException.class, "rule-action include only", () ->
                create(r -> r.selectionRules(RULES.replace("include", "exclude"))));
        rejects(DatabaseMigrationException.class, "not a valid identifier", () ->
                create(r -> r.dataMigrationName("a--b")));
        rejects(DatabaseMigrationException.class, "full-load", () -> create(r -> r.dataMigrationType("cdc")));
        rejects(DatabaseMigrationException.class, "do-nothing", () ->
                create(r -> r.targetDataSettings(mode(TablePreparationMode.TRUNCATE))));
        create(r -> {});
        rejects(ResourceAlreadyExistsException.class, "vectors already exists", () -> create(r -> {}));
        rejects(InvalidResourceStateException.class, "started while its status is creating", this::start);
        await("ready");
        rejects(InvalidResourceStateException.class, "stopped while its status is ready", this::stop);
        start();
        rejects(InvalidResourceStateException.class, "deleted while its status is starting", () ->
                dms.deleteDataMigration(r -> r.dataMigrationIdentifier(MIGRATION)));
        stop();
        await("stopped");
        rejects(InvalidResourceStateException.class, "started while its status is stopped", this::start);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ServerName: !Ref NewDatabaseHost | ServerName: nowhere | could not translate host name "nowhere"
                    DatabaseName: !Ref NewDatabaseName | DatabaseName: app | FATAL: database "app" does not exist
                    SecretId: !Ref NewDatabaseSecretArn | SecretId: !GetAtt Cluster.MasterUserSecret.SecretArn | FATAL: password
                    """)
    void aMigrationFailsForItsReason(String part, String replacement, String reason) {
        createStack(() -> stack.createWith(part, replacement));
        DataMigration failed = load();
        assertEquals("failed", failed.dataMigrationStatus());
        assertTrue(failed.lastFailureMessage().contains(reason), failed.lastFailureMessage());
    }

    @Test
    void aMigrationFailsIfTheNetworkDropsItsConnections() {
        createStack(() -> stack.create(r -> {}));
        account.set("networkBroken", true);
        assertTrue(load().lastFailureMessage().contains("failed: Connection timed out"));
    }

    @Test
    void aStackFailsForItsReason() {
        fails("DmsTarget", "implements SslMode require only", "SslMode: require", "SslMode: verify-full");
        fails("DmsTarget", "implements Engine postgres only", "Engine: postgres\n", "Engine: aurora_postgresql\n");
        fails(
                "DmsInstanceProfile",
                "implements PubliclyAccessible false only",
                "# Without it, the profile is public.\n      PubliclyAccessible: false",
                "PubliclyAccessible: true");
        account.set("roles", List.of());
        fails(
                "DmsSubnetGroup",
                "The IAM Role arn:aws:iam::123456789012:role/dms-vpc-role is not configured properly. (Service:"
                        + " AWSDatabaseMigrationService; Status Code: 400; Error Code: AccessDeniedFault;",
                "",
                "");
    }

    private void fails(String resource, String reason, String part, String replacement) {
        stack.assertFails(resource, reason, () -> stack.createWith(part, replacement));
    }

    private static void rejects(Class<? extends DatabaseMigrationException> type, String message, Runnable request) {
        DatabaseMigrationException error = assertThrows(type, request::run);
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }
}
