package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import tests.support.SdkClients;
import tests.support.TestAccount;

/** The RDS of the embedded AWS, through the SDK's client. */
class EmbeddedRdsTest {
    private final TestAccount account = TestAccount.empty();
    private final RdsClient client = SdkClients.rds(account);

    @Test
    void whatDoesNotExistIsAnError() {
        assertThrows(
                DbClusterNotFoundException.class, () -> client.describeDBClusters(r -> r.dbClusterIdentifier("none")));
        assertThrows(
                DbClusterSnapshotNotFoundException.class,
                () -> client.describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier("none")));
    }

    @Test
    void snapshotsAreListedByTypeAndPage() {
        for (int i = 0; i < 105; i++) {
            account.snapshot(Map.of("id", "manual-" + i, "createdAt", "2026-11-01T00:00:00Z"));
        }
        account.snapshot(
                Map.of("id", "automatic", "type", "automated", "kmsKeyId", "arn:aws:kms:us-east-1:123456789012:key/1"));
        List<DBClusterSnapshot> manual = client
                .describeDBClusterSnapshotsPaginator(r -> r.snapshotType("manual"))
                .dbClusterSnapshots()
                .stream()
                .toList();
        assertEquals(105, manual.size());
        assertEquals("manual-104", manual.get(104).dbClusterSnapshotIdentifier());
        assertEquals("2026-11-01T00:00:00Z", manual.get(0).snapshotCreateTime().toString());
        assertTrue(manual.get(0).dbClusterIdentifier().startsWith("bedrockchatstack-vectorstorecluster"));
        assertTrue(!manual.get(0).storageEncrypted());
        assertEquals(
                "arn:aws:kms:us-east-1:123456789012:key/1",
                client.describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier("automatic"))
                        .dbClusterSnapshots()
                        .get(0)
                        .kmsKeyId());
    }

    @Test
    void backupsOfDeletedClustersAreListed() {
        account.control("backup", Map.of("id", "cluster-ABC", "clusterId", "gone"));
        assertEquals(
                "gone",
                client.describeDBClusterAutomatedBackups(r -> {})
                        .dbClusterAutomatedBackups()
                        .get(0)
                        .dbClusterIdentifier());
        assertTrue(client.describeDBClusterSnapshots().dbClusterSnapshots().isEmpty());
    }

    /** As the release calendars of Aurora PostgreSQL say of July 2026. */
    @Test
    void retiredVersionsAreNotOnOffer() {
        List<String> available =
                client.describeDBEngineVersions(r -> r.engine("aurora-postgresql")).dbEngineVersions().stream()
                        .map(DBEngineVersion::engineVersion)
                        .filter(version -> version.startsWith("15."))
                        .toList();
        assertEquals(List.of("15.10", "15.12", "15.13", "15.14", "15.15", "15.17"), available);
    }
}
