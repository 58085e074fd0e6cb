package lib.rehearsal;

import java.time.Instant;
import java.util.List;
import lib.rehearsal.database.ClusterSnapshot;
import lib.rehearsal.database.SnapshotContent;
import lib.rehearsal.stack.BedrockChatStack;

/**
 * A snapshot, or an automated backup, to be added.
 *
 * @param clusterId null: an earlier cluster of the app
 * @param engineVersion null: 15.3
 * @param createdAt null: now
 * @param status null: available
 * @param kmsKeyId null: not encrypted
 * @param type manual or automated; null: manual
 * @param bots null: none
 * @param sql statements that change the table, which has the rows of the bots
 */
record SnapshotRequest(
        String id,
        String clusterId,
        String engineVersion,
        String createdAt,
        String status,
        Integer sizeInGiB,
        String kmsKeyId,
        String type,
        List<Bot> bots,
        String sql) {
    /** The rows of one bot, by their sources. */
    record Bot(String botId, List<String> sources) {}

    SnapshotRequest {
        if (id == null) {
            throw new IllegalArgumentException("id is missing");
        }
    }

    ClusterSnapshot snapshot(Instant now) {
        Instant created = createdAt == null ? now : Instant.parse(createdAt);
        List<SnapshotContent.BotRows> rows = bots == null
                ? List.of()
                : bots.stream()
                        .map(bot -> new SnapshotContent.BotRows(bot.botId, bot.sources, created))
                        .toList();
        return new ClusterSnapshot(
                id,
                clusterId == null ? BedrockChatStack.OLD_DATABASE_CLUSTER : clusterId,
                created,
                engineVersion == null ? "15.3" : engineVersion,
                status == null ? "available" : status,
                sizeInGiB == null ? 1 : sizeInGiB,
                kmsKeyId,
                type == null ? "manual" : type,
                new SnapshotContent(rows, sql));
    }
}
