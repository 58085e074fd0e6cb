package lib.rehearsal.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.SnapshotContent;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.ecs.FargateScheduler;
import lib.rehearsal.s3.Buckets;
import lib.rehearsal.stack.AppVersion;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.wire.DataFile;

/** The initial contents of an account; what goes wrong in it is in a script of the same name. */
public enum Scenario {
    /** A realistic account, in which every bot that can be embedded succeeds. */
    ORDINARY,
    /** The same bots, with each kind of outcome and error once. */
    TROUBLE,
    /** The same bots after the upgrade, with a snapshot of the old database. */
    RESTORE,
    /** The same, with what a restore must get over by itself. */
    RESTORE_TROUBLE,
    /** The snapshot and the bots of RESTORE, with a new database that is still empty, as DMS needs it. */
    RESTORE_VIA_DMS,
    /** The same, with what a restore must get over by itself. */
    RESTORE_VIA_DMS_TROUBLE,
    /** The same bots after they were embedded, with their rows. */
    EMBEDDED,
    /** The same, with rows missing, twice, and of a bot that no longer exists. */
    EMBEDDED_TROUBLE,
    /** The same bots and rows before the upgrade, in a Bedrock Chat v0.4.10. */
    BEFORE,
    /** The same, after a deploy that was rolled back, and with what stands in the way of the next one. */
    BEFORE_TROUBLE,
    /** A table without items. */
    EMPTY;

    /** The parts of an account that a scenario fills. */
    public record Target(
            ConversationTable table,
            Buckets buckets,
            AuroraClusters aurora,
            FargateScheduler scheduler,
            DeployedStacks stacks,
            SimulatedClock clock) {}

    private static final Duration SINCE_EMBEDDED = Duration.ofHours(1);

    /** Returns whether it needs database servers that can connect to each other. */
    public boolean isRestore() {
        return is(RESTORE, RESTORE_TROUBLE, RESTORE_VIA_DMS, RESTORE_VIA_DMS_TROUBLE);
    }

    /** Returns the version that is deployed in it; null: any. */
    public AppVersion app() {
        return is(BEFORE, BEFORE_TROUBLE) ? AppVersion.V0_4_10 : null;
    }

    private boolean isEmbedded() {
        return is(EMBEDDED, EMBEDDED_TROUBLE, BEFORE, BEFORE_TROUBLE);
    }

    private boolean is(Scenario... scenarios) {
        return Set.of(scenarios).contains(this);
    }

    /** Returns whether its database has rows from the start, so that it needs a server of its own. */
    public boolean hasRows() {
        return isRestore() || isEmbedded();
    }

    /**
     * Fills a new account.
     *
     * @return the script of what goes wrong in it: a list of calls of the test control API, in YAML; empty: nothing
     */
    public String prepare(Target target) {
        if (this == EMPTY) {
            target.table.create(List.of());
            return "[]";
        }
        SampleBots bots = new SampleBots();
        if (isRestore()) {
            RestoreScenario.change(bots);
        } else if (isEmbedded()) {
            bots.setEmbedded();
        }
        target.table.create(bots.items());
        target.table.setMissedByIndex(bots.missedByIndex());
        target.clock.perform(now -> {
            target.buckets.putObjects(target.stacks.documentBucket(), bots.documents(), now);
            if (isRestore()) {
                boolean isDatabaseEmpty = is(RESTORE_VIA_DMS, RESTORE_VIA_DMS_TROUBLE);
                RestoreScenario.prepare(target, bots, isDatabaseEmpty, now);
            } else if (isEmbedded()) {
                target.aurora.startFirst(rows(bots, target.stacks.documentBucket(), now.minus(SINCE_EMBEDDED)));
            }
            return null;
        });
        return script(bots);
    }

    private static SnapshotContent rows(SampleBots bots, String bucket, Instant embeddedAt) {
        return new SnapshotContent(
                bots.withKnowledge().stream().map(bot -> bot.rows(bucket, embeddedAt)).toList(), null);
    }

    private String script(SampleBots bots) {
        return switch (this) {
            case TROUBLE, EMBEDDED_TROUBLE, BEFORE_TROUBLE, RESTORE_TROUBLE ->
                bots.resolve(DataFile.text(this + ".yaml"));
            case RESTORE_VIA_DMS_TROUBLE -> RESTORE_TROUBLE.script(bots);
            default -> "[]";
        };
    }

    /** Returns the name in options and in the control API. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
