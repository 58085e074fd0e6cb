package lib.rehearsal.database;

import java.time.Instant;
import java.util.List;
import lib.rehearsal.stack.BedrockChatStack;

/**
 * A snapshot of a database cluster, or an automated backup.
 *
 * @param clusterId the cluster, which may be gone; null: an earlier cluster of the app
 * @param engineVersion null: 15.3
 * @param status such as creating; null: available
 * @param sizeInGiB AllocatedStorage; null: one
 * @param kmsKeyId null: not encrypted
 * @param type manual or automated; null: manual
 * @param bots whose rows it holds; null: none
 * @param sql statements that change the table, which has the rows of the bots; null: none
 */
public record ClusterSnapshot(
        String id,
        String clusterId,
        Instant createdAt,
        String engineVersion,
        String status,
        Integer sizeInGiB,
        String kmsKeyId,
        String type,
        List<SnapshotContent.BotRows> bots,
        String sql) {
    public ClusterSnapshot {
        if (id == null) {
            throw new IllegalArgumentException("id is missing");
        }
        clusterId = clusterId == null ? BedrockChatStack.OLD_DATABASE_CLUSTER : clusterId;
        engineVersion = engineVersion == null ? "15.3" : engineVersion;
        status = status == null ? "available" : status;
        sizeInGiB = sizeInGiB == null ? 1 : sizeInGiB;
        type = type == null ? "manual" : type;
        bots = bots == null ? List.of() : bots;
    }

    /** Returns the rows; those of which no time is known are as old as the snapshot. */
    public SnapshotContent content() {
        return new SnapshotContent(bots.stream().map(bot -> bot.orAt(createdAt)).toList(), sql);
    }
}
