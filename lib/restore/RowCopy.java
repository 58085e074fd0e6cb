package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lib.aws.RestoreDatabase.CallResult;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.model.Bot;

/**
 * A way in which the rows of the snapshot get into the new database, and their proof there, which is the same for both:
 * each database counts and adds up its own rows of a bot, and a copy that differs is taken back. Used by several
 * threads, for different bots.
 */
abstract sealed class RowCopy permits CopyByLink, CopyByDms {
    /**
     * The bots of a run.
     *
     * @param decided those of which it is known what became of them
     * @param open those whose rows are to be copied, or at least proved
     */
    record Bots(List<RestoredBot> decided, List<RestoredBot> open) {}

    /**
     * What a copy works with.
     *
     * @param stack of the temporary database
     * @param source the temporary database
     * @param namespace the schema of its table
     * @param inSnapshot the ids of the bots that have rows in it
     */
    record Context(
            Restore restore,
            RestorePlan plan,
            Stacks.State stack,
            RestoreDatabase source,
            String namespace,
            Set<String> inSnapshot,
            BotRows rows,
            BotWorkers workers) {}

    final Context context;
    final Restore restore;
    final RestorePlan plan;
    final BotRows rows;
    final BotWorkers workers;

    RowCopy(Context context) {
        this.context = context;
        this.restore = context.restore();
        this.plan = context.plan();
        this.rows = context.rows();
        this.workers = context.workers();
    }

    /** Makes the rows of the snapshot available to the new database, or continues where an earlier run has ended. */
    abstract void prepare() throws InterruptedException;

    /** Each selected bot that no earlier run has restored, and each bot whose rows were copied. */
    abstract Bots bots() throws InterruptedException;

    /** Copies and proves the rows of these bots, and returns what became of each; may be called again. */
    abstract List<RestoredBot> copy(List<RestoredBot> open) throws InterruptedException;

    /** Compares the rows in both databases, and decides by that what became of the bot. */
    final RestoredBot prove(RestoredBot bot) throws InterruptedException {
        CallResult there = rows.checksumOf(context.source(), bot, plan.settings().bucket());
        CallResult here = rows.checksum(bot);
        RestoredBot counted = bot.withRows(here.copied());
        return switch (CopyProof.of(there, here)) {
            case EQUAL -> {
                rows.setProved(bot);
                yield counted.with(RestoreOutcome.RESTORED);
            }
            case REPLACED, BESIDE_OTHERS -> takenBack(counted.with(RestoreOutcome.EMBEDDED_MEANWHILE));
            case REMOVED ->
                takenBack(
                        now(bot).isEmpty()
                                ? bot.with(RestoreOutcome.DELETED, "its rows were removed by the app")
                                : bot.with(
                                        RestoreOutcome.FAILED,
                                        "none of its " + there.rows() + " rows is there after the copy"));
            case DIFFERENT ->
                takenBack(counted.with(
                        RestoreOutcome.FAILED,
                        "the copied rows differ from the snapshot (" + there.rows() + " rows there, " + here.rows()
                                + " here); they were removed again"));
        };
    }

    /** Removes the copied rows that are still there. */
    final RestoredBot takenBack(RestoredBot bot) throws InterruptedException {
        rows.remove(bot);
        return bot;
    }

    /** The bot as it is in the conversation table now; empty if it is not in it. */
    final Optional<Bot> now(RestoredBot bot) {
        return Optional.ofNullable(bot.bot())
                .flatMap(known -> restore.session()
                        .retrier()
                        .call(BotRows.RETRY_LIMIT, () -> restore.table().read(known.key())))
                .filter(now -> !now.isLeftover());
    }

    /** Removes the rows of bots that were deleted in the app while they were copied. */
    final List<RestoredBot> withoutDeleted(List<RestoredBot> results) throws InterruptedException {
        Set<String> present = NewDatabase.byId(restore.table().bots()).keySet();
        List<RestoredBot> checked = new ArrayList<>();
        for (RestoredBot bot : results) {
            boolean deleted = bot.outcome() == RestoreOutcome.RESTORED
                    && bot.bot() != null
                    && !present.contains(bot.id())
                    && now(bot).isEmpty();
            checked.add(
                    deleted ? takenBack(bot.with(RestoreOutcome.DELETED, "it was deleted in the app meanwhile")) : bot);
        }
        return checked;
    }
}
