package lib.rehearsal.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lib.rehearsal.cloudformation.ResourceFault;
import lib.rehearsal.database.ClusterSnapshot;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.database.SnapshotContent;
import lib.rehearsal.database.SnapshotContent.BotRows;
import lib.rehearsal.scenario.BotItem.Sync;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.DeployedStacks;

/**
 * The scenarios of a restore: the old cluster's snapshot holds the rows of the sample bots as they were before the
 * upgrade. Since then one bot was created, one changed, one deleted and one embedded again, and one is being embedded.
 */
final class RestoreScenario {
    private static final Duration SINCE_UPGRADE = Duration.ofDays(2), SINCE_EMBEDDED = Duration.ofDays(60);
    /** About the time after which the temporary database is ready. */
    private static final Duration TEMPORARY_DATABASE = Duration.ofMinutes(18);

    private static final String SNAPSHOT = BedrockChatStack.OLD_DATABASE_CLUSTER + "-final-snapshot";
    private static final String ENGINE_VERSION = "15.10";
    private static final Sync THROTTLED =
            Sync.failed("An error occurred (ThrottlingException) when calling the InvokeModel operation "
                    + "(reached max retries: 4): Too many requests, please wait before trying again.");
    private static final String CREATED = "Office move", CHANGED = "Runbooks", DELETED = "Competitor watch";
    private static final String EMBEDDED = "Customer FAQ", BEING_EMBEDDED = "Product manuals";
    /** For the trouble scenario: the connection breaks while their rows are copied. */
    private static final String CUT = "Tender answers", CUT_LATER = "Onboarding checklist";

    /** For the trouble scenario: saved, and deleted, while the rows are copied. */
    private static final String SAVED_LATER = "HR policies", DELETED_LATER = "Sales playbook";

    private final SampleBots before = new SampleBots();
    private final SampleBots now = new SampleBots();

    RestoreScenario() {
        now.add(CREATED, "new-address.pdf", THROTTLED);
        now.addFile(CHANGED, "runbook-5.md", THROTTLED);
        now.remove(DELETED);
    }

    /** Returns the bots of the table. */
    SampleBots bots() {
        return now;
    }

    /** Adds the snapshots and the rows, and starts the task of the bot that is being embedded. */
    void prepare(Scenario.Target target, boolean trouble, boolean isDatabaseEmpty) {
        Instant start = target.clock().now();
        Instant upgrade = start.minus(SINCE_UPGRADE);
        target.aurora()
                .startFirst(
                        isDatabaseEmpty
                                ? SnapshotContent.EMPTY
                                : new SnapshotContent(
                                        List.of(rows(target.stacks().documentBucket(), now.bot(EMBEDDED), upgrade)),
                                        null));
        List<BotRows> rows = new ArrayList<>();
        Instant embeddedAt = upgrade.minus(SINCE_EMBEDDED);
        before.embedded().forEach(bot -> rows.add(rows(BedrockChatStack.BUCKET_OF_STACK, bot, embeddedAt)));
        target.aurora().snapshots().put(snapshot("reporting-before-upgrade", "reporting", upgrade, List.of()));
        target.aurora().snapshots().put(snapshot(SNAPSHOT, BedrockChatStack.OLD_DATABASE_CLUSTER, upgrade, rows));
        target.save(now.bot(BEING_EMBEDDED).keys(), start);
        if (trouble) {
            addTrouble(target, start);
        }
    }

    private static BotRows rows(String bucket, BotItem bot, Instant embeddedAt) {
        return new BotRows(bot.id(), bot.rowSources(bucket), embeddedAt);
    }

    private static ClusterSnapshot snapshot(String id, String cluster, Instant createdAt, List<BotRows> rows) {
        return new ClusterSnapshot(id, cluster, createdAt, ENGINE_VERSION, null, null, null, null, rows, null);
    }

    /** What a restore must get over by itself. */
    private void addTrouble(Scenario.Target target, Instant start) {
        String cleanUp = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
        target.stacks().update(BedrockChatStack.STACK, DeployedStacks.Change.ofStatus(cleanUp));
        target.aurora().snapshots().setStatus(SNAPSHOT, "creating");
        target.clock().schedule(start.plus(Duration.ofMinutes(3)), at -> {
            target.aurora().snapshots().setStatus(SNAPSHOT, "available");
            target.stacks().update(BedrockChatStack.STACK, DeployedStacks.Change.ofStatus("UPDATE_COMPLETE"));
        });
        target.aurora().newest().change(DbCluster.State.PAUSED, DbCluster.PAUSED_CALLS);
        for (String operation : List.of("DescribeStacks", "DescribeStackEvents", "ExecuteStatement")) {
            target.faults().add(Fault.error(operation, null, 400, throttling(operation), "Rate exceeded"));
        }
        target.faults().add(Fault.cut("CreateStack", null, "after"));
        for (String bot : List.of(CUT, CUT_LATER)) {
            target.faults().add(Fault.cut("ExecuteStatement", now.bot(bot).id(), "after"));
        }
        target.cloudFormation()
                .addFault(new ResourceFault(
                        "SecurityGroup",
                        ResourceFault.Operation.DELETE,
                        "resource sg-0a1b2c3d4e5f60003 has a dependent object (Service: Ec2, Status Code: 400)"));
        target.clock()
                .schedule(
                        start.plus(TEMPORARY_DATABASE),
                        at -> target.save(now.bot(SAVED_LATER).keys(), at));
        target.clock().schedule(start.plus(TEMPORARY_DATABASE), at -> target.table()
                .delete(now.bot(DELETED_LATER).keys()));
    }

    private static String throttling(String operation) {
        return operation.equals("ExecuteStatement") ? "ThrottlingException" : "Throttling";
    }
}
