package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.databasemigration.model.DataMigration;
import software.amazon.awssdk.services.databasemigration.model.DataMigrationStatistics;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationMigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TablePreparationMode;
import software.amazon.awssdk.services.databasemigration.model.TargetDataSetting;
import tests.support.TestAccount;
import tests.support.TestMigrationProject;

/** Full loads of the embedded DMS, through the SDK's client: copies between two real servers. */
class EmbeddedDmsTest {
    private static final String CHECKSUM = "SELECT count(*), sum(hashtextextended(items::text, 0))::text FROM items";
    private static final String COUNT = "SELECT count(*) FROM items";
    private static final String OWN_ROW = "INSERT INTO items (id, botid) VALUES (lpad('1', 26, '0'), 'own')";

    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 10).set("dmsVpcRole", true);
    private final TestMigrationProject project = new TestMigrationProject(account).snapshot(100);

    @AfterEach
    void stopServers() {
        account.remove();
    }

    private int rows() {
        return account.sql(COUNT).get(0).get(0).getAsInt();
    }

    private void assertLoaded(DataMigration migration) {
        assertEquals("stopped", migration.dataMigrationStatus(), migration.toString());
        assertEquals(100, migration.dataMigrationStatistics().fullLoadPercentage());
        assertEquals(0, migration.dataMigrationStatistics().tablesErrored());
        assertEquals(
                account.sqlAsAdministrator(project.output("Cluster"), CHECKSUM),
                account.sql(CHECKSUM),
                "the rows are those of the source");
    }

    @Test
    void aFullLoadCopiesTheTableAndThenIsStopped() {
        project.create();
        DataMigration created = project.createMigration(r -> r.numberOfJobs(4));
        assertEquals("creating", created.dataMigrationStatus());
        assertTrue(
                created.dataMigrationArn().matches("arn:aws:dms:us-east-1:123456789012:data-migration:[A-Z0-9]{26}"),
                created.toString());
        assertEquals(project.output("Project"), created.migrationProjectArn());
        DataMigration ready = project.awaitMigration("ready");
        assertNull(ready.dataMigrationStatistics());
        assertEquals(4, ready.dataMigrationSettings().numberOfJobs());
        DataMigration started = project.start(StartReplicationMigrationTypeValue.START_REPLICATION);
        assertEquals("starting", started.dataMigrationStatus());
        DataMigration ended = project.awaitMigration("stopped|failed");
        assertLoaded(ended);
        assertEquals(1, ended.dataMigrationStatistics().tablesLoaded());
        assertTrue(ended.dataMigrationEndTime().isAfter(ended.dataMigrationStartTime()), ended.toString());
        assertEquals("The full load is complete.", ended.stopReason());
        assertEquals(100, rows());
        project.deleteMigration();
        project.delete("DELETE_COMPLETE");
    }

    @Test
    void aLoadIsObservedAndStoppedInTheMiddleAndLoadedAgain() {
        project.create().createMigration(r -> {});
        project.awaitMigration("ready");
        account.pauseClock();
        project.start(StartReplicationMigrationTypeValue.START_REPLICATION);
        account.set("dms", Map.of("stageSeconds", 3000)).resumeClock();
        account.await("a part of the rows", () -> percentage() >= 20);
        account.pauseClock();
        DataMigration running = project.migration();
        assertEquals("load-running", running.dataMigrationStatus());
        DataMigrationStatistics statistics = running.dataMigrationStatistics();
        assertEquals(
                List.of(0, 1, 0),
                List.of(statistics.tablesLoaded(), statistics.tablesLoading(), statistics.tablesQueued()));
        assertTrue(statistics.fullLoadPercentage() < 100 && statistics.elapsedTimeMillis() > 0, statistics.toString());
        assertEquals(0, rows(), "the table is written with one COPY");
        account.set("dms", Map.of("stageSeconds", 10));
        assertEquals(
                "stopping",
                project.dms()
                        .stopDataMigration(r -> r.dataMigrationIdentifier(running.dataMigrationArn()))
                        .dataMigration()
                        .dataMigrationStatus());
        account.resumeClock();
        DataMigration stopped = project.awaitMigration("stopped");
        assertTrue(stopped.dataMigrationStatistics().fullLoadPercentage() < 100, stopped.toString());
        assertEquals("The data migration was stopped by a user.", stopped.stopReason());
        assertEquals(0, rows());
        assertEquals(
                "reloading-target",
                project.start(StartReplicationMigrationTypeValue.RELOAD_TARGET).dataMigrationStatus());
        assertLoaded(project.awaitMigration("stopped|failed"));
    }

    private int percentage() {
        DataMigrationStatistics statistics = project.migration().dataMigrationStatistics();
        return statistics == null ? 0 : statistics.fullLoadPercentage();
    }

    @Test
    void rowsOfTheTargetFailALoadThatDoesNothingToThem() {
        project.create();
        account.sql(OWN_ROW);
        DataMigration failed = project.run(r -> {});
        assertEquals("failed", failed.dataMigrationStatus());
        assertTrue(
                failed.lastFailureMessage().contains("duplicate key value violates unique constraint \"items_pkey\""),
                failed.toString());
        assertEquals(1, failed.dataMigrationStatistics().tablesErrored());
        assertEquals(1, rows(), "pg_restore writes all rows of a table or none");
    }

    @Test
    void aTruncatedTableLosesItsRows() {
        project.create();
        account.sql(OWN_ROW);
        assertLoaded(project.run(r -> r.targetDataSettings(TestMigrationProject.mode(TablePreparationMode.TRUNCATE))));
    }

    @Test
    void aDroppedTableIsCreatedAgainWithItsIndexes() {
        project.create();
        account.sql(OWN_ROW);
        account.sql("DROP INDEX idx_items_botid; ALTER TABLE items ADD extra text; CREATE TABLE mine AS SELECT 1");
        assertLoaded(project.run(
                r -> r.targetDataSettings(TestMigrationProject.mode(TablePreparationMode.DROP_TABLES_ON_TARGET))));
        assertEquals(
                3,
                account.sql("SELECT FROM pg_indexes WHERE tablename = 'items'").size());
        assertEquals(1, account.sql("SELECT * FROM mine").size());
    }

    @Test
    void withoutSettingsEverythingInTheTargetIsDeleted() {
        project.create();
        account.sql("CREATE TABLE mine AS SELECT 1");
        assertLoaded(project.run(r -> r.targetDataSettings(List.<TargetDataSetting>of())
                .selectionRules(TestMigrationProject.rule("pub%", "%", "include"))));
        assertEquals(2, project.migration().dataMigrationStatistics().tablesLoaded());
        assertEquals(2, account.sql("SELECT * FROM other").size());
        assertEquals(
                0, account.sql("SELECT FROM pg_tables WHERE tablename = 'mine'").size());
    }

    @Test
    void aLoadThatFailsInTheMiddleLeavesNothingUnlessATestWantsIt() {
        project.create();
        account.control("dmsFault", Map.of("stage", "load", "percent", 30, "message", "could not write to file"));
        DataMigration failed = project.run(r -> {});
        assertEquals("pg_restore: error: could not write to file", failed.lastFailureMessage());
        assertEquals(30, failed.dataMigrationStatistics().fullLoadPercentage());
        assertEquals(0, rows());
        account.control("dmsFault", Map.of("stage", "load", "message", "lost", "keepsRows", true));
        project.start(StartReplicationMigrationTypeValue.RELOAD_TARGET);
        account.await("the second failure", () -> "pg_restore: error: lost"
                .equals(project.migration().lastFailureMessage()));
        assertEquals(50, rows());
    }

    @Test
    void aStoppedLoadDoesNotWaitForALockOfAnother() {
        project.create();
        account.sql("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600);"
                + " RETURN NEW; END $$; CREATE TRIGGER slow BEFORE INSERT ON items EXECUTE FUNCTION slow()");
        project.createMigration(r -> {});
        project.awaitMigration("ready");
        project.start(StartReplicationMigrationTypeValue.START_REPLICATION);
        project.awaitMigration("load-running");
        project.dms().stopDataMigration(r -> r.dataMigrationIdentifier(TestMigrationProject.MIGRATION));
        project.awaitMigration("stopped");
        assertEquals(0, rows());
    }
}
