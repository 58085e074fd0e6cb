package lib.restore;

import java.util.Optional;
import lib.aws.RestoreDatabase.CallResult;
import lib.model.Bot;

/**
 * Proves that a bot has the rows of the snapshot: each database counts and adds up its own. A copy that differs is
 * taken back. Safe to use from several threads, for different bots.
 */
final class BotProof {
    private final RowCopy.Context context;
    private final BotRows rows;

    BotProof(RowCopy.Context context) {
        this.context = context;
        this.rows = context.rows();
    }

    /** Compares the rows in both databases, and decides by that what became of the bot. */
    RestoredBot prove(RestoredBot bot) throws InterruptedException {
        CallResult there = rows.checksumOf(context.source(), bot, context.plan().bucket());
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
                        isDeleted(bot)
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
    RestoredBot takenBack(RestoredBot bot) throws InterruptedException {
        rows.remove(bot);
        return bot;
    }

    /** Whether the bot is no longer in the conversation table. */
    boolean isDeleted(RestoredBot bot) {
        return now(bot).isEmpty();
    }

    /** The bot as it is in the conversation table now; empty if it is not in it. */
    Optional<Bot> now(RestoredBot bot) {
        return Optional.ofNullable(bot.bot())
                .flatMap(known -> context.services()
                        .session()
                        .retrier()
                        .call(BotRows.RETRY_LIMIT, () -> context.services().table().read(known.key())))
                .filter(now -> !now.isLeftover());
    }
}
