package lib.rehearsal.scenario;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lib.rehearsal.database.ClusterSnapshot;
import lib.rehearsal.database.ClusterSnapshots;
import lib.rehearsal.database.SnapshotContent;
import lib.rehearsal.database.SnapshotContent.BotRows;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * The scenarios of a restore: the old cluster's snapshot holds the rows of the sample bots as they were before the
 * upgrade. Since then one bot was created, one changed, one deleted and one embedded again, and one is being embedded.
 */
final class RestoreScenario {
    private static final Duration SINCE_UPGRADE = Duration.ofDays(2), SINCE_EMBEDDED = Duration.ofDays(60);
    private static final String SNAPSHOT = BedrockChatStack.OLD_DATABASE_CLUSTER + "-final-snapshot";
    private static final String ENGINE_VERSION = "15.10";
    private static final String CHANGED = "Runbooks", DELETED = "Competitor watch", COLLEAGUES = "Tender answers";
    private static final String EMBEDDED = "Customer FAQ", BEING_EMBEDDED = "Product manuals";

    private RestoreScenario() {}

    /** Changes the bots as users have done since the upgrade; their embedding has failed. */
    static void change(SampleBots bots) {
        BotItem.Sync throttled = BotItem.Sync.throttled();
        JsonObject created =
                Json.object("title", "Office move", "files", List.of("new-address.pdf"), "sync", throttled);
        bots.add(bots.bot(COLLEAGUES).user(), created);
        bots.change(CHANGED, bot -> bot.withFile("runbook-5.md").with(throttled));
        bots.remove(DELETED);
    }

    /** Adds the snapshots and the rows, and starts the task of the bot that is being embedded. */
    static void prepare(Scenario.Target target, SampleBots bots, boolean isDatabaseEmpty, Instant now) {
        Instant upgrade = now.minus(SINCE_UPGRADE);
        BotRows embedded = bots.bot(EMBEDDED).rows(target.stacks().documentBucket(), upgrade);
        target.aurora()
                .startFirst(new SnapshotContent(isDatabaseEmpty ? List.of() : List.of(embedded), null));
        List<BotRows> before = new SampleBots()
                .withKnowledge().stream()
                        .filter(bot -> bot.sync().equals(BotItem.Sync.DONE))
                        .map(bot -> bot.rows(BedrockChatStack.BUCKET_OF_STACK, upgrade.minus(SINCE_EMBEDDED)))
                        .toList();
        ClusterSnapshots snapshots = target.aurora().snapshots();
        snapshots.put(snapshot("reporting-before-upgrade", "reporting", upgrade, List.of()));
        snapshots.put(snapshot(SNAPSHOT, BedrockChatStack.OLD_DATABASE_CLUSTER, upgrade, before));
        target.scheduler().pipe().save(bots.bot(BEING_EMBEDDED).keys(), now);
    }

    private static ClusterSnapshot snapshot(String id, String cluster, Instant createdAt, List<BotRows> rows) {
        return new ClusterSnapshot(id, cluster, createdAt, ENGINE_VERSION, null, null, null, null, rows, null);
    }
}
