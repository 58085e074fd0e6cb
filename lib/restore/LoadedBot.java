package lib.restore;

import java.util.List;
import lib.aws.RestoreDatabase;
import lib.aws.RestoreDatabase.CallResult;

/**
 * Proves the rows of one bot after another service has copied the table. The service takes no lock, so a bot that was
 * embedded at the same time has both sets of rows: it keeps the fresh ones. Safe to use from several threads.
 */
final class LoadedBot {
    private final RestoreDatabase source;
    private final RestoreDatabase target;
    private final BotCopy copy;
    private final BotCalls calls;
    private final String run;
    private final RestorePlan plan;

    /**
     * @param run identifies this run in the databases
     * @param plan names the snapshot in {@code source}, and the bucket of the files
     */
    LoadedBot(
            RestoreDatabase source,
            RestoreDatabase target,
            BotCopy copy,
            BotCalls calls,
            String run,
            RestorePlan plan) {
        this.source = source;
        this.target = target;
        this.copy = copy;
        this.calls = calls;
        this.run = run;
        this.plan = plan;
    }

    /** Compares the rows in both databases, and removes those of the snapshot that do not belong here. */
    RestoredBot prove(RestoredBot bot) throws InterruptedException {
        if (bot.bot() != null && bot.bot().sources().isEmpty()) {
            adopt(bot);
            return copy.removed(
                    bot, RestoreOutcome.NO_KNOWLEDGE, "no sources; the rows of the snapshot were removed again");
        }
        adopt(bot);
        BotCopy.Checksums checksums = copy.checksums(bot);
        CallResult here = checksums.here();
        if (here.copied() > 0 && here.rows() > here.copied()) {
            return copy.removed(
                    bot,
                    RestoreOutcome.EMBEDDED_MEANWHILE,
                    "an embedding task has written rows; those of the snapshot were removed again");
        }
        RestoredBot counted = bot.withRows(here.copied());
        return switch (checksums.proof()) {
            case EQUAL -> copy.proved(counted, reason(bot));
            case REPLACED ->
                copy.removed(counted, RestoreOutcome.EMBEDDED_MEANWHILE, RestoreOutcome.EMBEDDED_MEANWHILE.reason());
            case REMOVED -> missing(counted, checksums.there().rows());
            case DIFFERENT ->
                copy.removed(counted, RestoreOutcome.FAILED, "the rows that DMS has copied" + checksums.difference());
        };
    }

    private static String reason(RestoredBot bot) {
        return bot.bot() == null
                ? "it is no longer in the conversation table; its rows came along"
                : RestoreOutcome.RESTORED.reason();
    }

    private RestoredBot missing(RestoredBot bot, long rows) throws InterruptedException {
        return bot.bot() == null || copy.isDeleted(bot)
                ? copy.removed(bot, RestoreOutcome.DELETED, "its rows were removed by the app")
                : copy.removed(bot, RestoreOutcome.FAILED, "none of its " + rows + " rows that DMS copies is there");
    }

    /** Removes the rows of the snapshot. */
    void remove(RestoredBot bot) throws InterruptedException {
        adopt(bot);
        copy.remove(bot);
    }

    /** Notes which rows of the bot came from the snapshot. */
    private void adopt(RestoredBot bot) throws InterruptedException {
        String after = "";
        for (List<String> ids = ids(bot, after); !ids.isEmpty(); ids = ids(bot, after)) {
            List<String> page = ids;
            calls.make(bot, "adopt", calls.deadline(), call -> target.loadedRows()
                    .adopt(call, run, bot.id(), page, plan.snapshot().arn(), plan.bucket()));
            after = page.get(page.size() - 1);
        }
    }

    private List<String> ids(RestoredBot bot, String after) {
        return source.loadedRows().ids(bot.id(), after);
    }
}
