package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.databasemigration.model.DataMigration;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationMigrationTypeValue;
import tests.support.TestAccount;
import tests.support.TestMigrationProject;

/** Homogeneous data migrations of the embedded DMS, through the SDK's client: a copy between two real servers. */
class EmbeddedDmsTest {
    private static final String CHECKSUM = "SELECT count(*), sum(hashtextextended(items::text, 0))::text FROM items";

    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 10).set("dmsVpcRole", true);
    private final TestMigrationProject project = new TestMigrationProject(account);

    @AfterEach
    void stopServers() {
        account.remove();
    }

    private void snapshot(int rows) {
        account.snapshot(Map.of(
                "id",
                "before-the-upgrade",
                "sql",
                "INSERT INTO items (id, botid, content, embedding) SELECT lpad(n::text, 26, '0'), 'bot', E'a\\tb\\\\'"
                        + " || n, ('[' || array_to_string(array_fill(n::float8, '{1024}'), ',') || ']')::vector FROM"
                        + " generate_series(1, " + rows + ") n"));
    }

    @Test
    void aFullLoadCopiesTheTableAndThenIsStopped() {
        snapshot(100);
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
        assertEquals("stopped", ended.dataMigrationStatus(), ended.toString());
        assertEquals(100, ended.dataMigrationStatistics().fullLoadPercentage());
        assertEquals(1, ended.dataMigrationStatistics().tablesLoaded());
        assertEquals(0, ended.dataMigrationStatistics().tablesErrored());
        assertTrue(ended.dataMigrationEndTime().isAfter(ended.dataMigrationStartTime()), ended.toString());
        assertEquals(
                account.sqlAsAdministrator(project.output("Cluster"), CHECKSUM),
                account.sql(CHECKSUM),
                "the rows are those of the source");
        assertEquals(100, account.sql(CHECKSUM).get(0).get(0).getAsInt());
        project.deleteMigration();
        assertEquals(List.of(), project.migrations());
    }
}
