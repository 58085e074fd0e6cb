package lib.rehearsal.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.cloudformation.CloudFormation;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.ecs.FargateScheduler;
import lib.rehearsal.ecs.TaskBehaviors;
import lib.rehearsal.s3.Buckets;
import lib.rehearsal.stack.AppVersion;
import lib.rehearsal.stack.DeployedStacks;

/** The initial contents of an account, and whether failures occur. */
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
            TaskBehaviors behaviors,
            FaultInjector faults,
            AuroraClusters aurora,
            FargateScheduler scheduler,
            CloudFormation cloudFormation,
            DeployedStacks stacks,
            SimulatedClock clock) {
        /** Saves a bot's knowledge as the app does, whose pipe then embeds it. */
        void save(BotKeys bot, Instant at) {
            table.writeEdit(bot, "QUEUED");
            scheduler.pipe().start(bot, at);
        }

        /** Fills the table, and uploads the files of its bots. */
        private void create(SampleBots bots) {
            table.create(bots.items());
            table.setMissedByIndex(bots.missedByIndex());
            buckets.putObjects(stacks.documentBucket(), bots.documents(), clock.now());
        }
    }

    /** Returns whether it needs database servers that can connect to each other. */
    public boolean isRestore() {
        return name().startsWith(RESTORE.name());
    }

    private boolean isViaDms() {
        return name().startsWith(RESTORE_VIA_DMS.name());
    }

    /** Returns the version that is deployed in it; null: any. */
    public AppVersion app() {
        return isBefore() ? AppVersion.V0_4_10 : null;
    }

    private boolean isBefore() {
        return this == BEFORE || this == BEFORE_TROUBLE;
    }

    /** Returns whether its database has rows from the start, so that it needs a server of its own. */
    public boolean hasRows() {
        return isRestore() || isBefore() || this == EMBEDDED || this == EMBEDDED_TROUBLE;
    }

    /** Fills a new account, and sets up the failures. */
    public void prepare(Target target) {
        if (isRestore()) {
            RestoreScenario restore = new RestoreScenario();
            target.create(restore.bots());
            target.clock().perform(now -> {
                restore.prepare(target, name().endsWith(TROUBLE.name()), isViaDms());
                return null;
            });
            return;
        }
        SampleBots bots = new SampleBots();
        boolean isEmbedded = isBefore() || this == EMBEDDED || this == EMBEDDED_TROUBLE;
        if (isEmbedded) {
            bots.setEmbedded();
        }
        if (this == EMPTY) {
            target.table().create(List.of());
        } else {
            target.create(bots);
        }
        if (isEmbedded) {
            target.clock().perform(now -> {
                EmbeddedScenario.prepare(target, bots, this == EMBEDDED_TROUBLE);
                return null;
            });
        }
        if (this == BEFORE_TROUBLE) {
            BeforeScenario.addTrouble(target);
        }
        if (this == TROUBLE) {
            FailureScenario.prepare(target, bots);
        }
    }

    /** Returns the name in options and in the control API. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
