package lib.rehearsal.database;

import java.time.Instant;

/**
 * A snapshot of a database cluster, manual or automated.
 *
 * @param clusterId the cluster, which may be gone
 * @param status such as available or creating
 * @param sizeInGiB AllocatedStorage
 * @param kmsKeyId null: not encrypted
 * @param type manual or automated
 */
public record ClusterSnapshot(
        String id,
        String clusterId,
        Instant createdAt,
        String engineVersion,
        String status,
        int sizeInGiB,
        String kmsKeyId,
        String type,
        SnapshotContent content) {
    ClusterSnapshot with(String newStatus) {
        return new ClusterSnapshot(
                id, clusterId, createdAt, engineVersion, newStatus, sizeInGiB, kmsKeyId, type, content);
    }
}
