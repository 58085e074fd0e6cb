package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.DataMigrations;
import lib.common.Text;
import lib.model.Bot;

/**
 * AWS DMS copies the whole table, and the rows of each bot are proved afterwards. DMS takes no lock, so a bot that is
 * embedded at the same time has both sets of rows: it keeps the fresh ones.
 */
final class CopyByDms extends RowCopy {
    /** Of a ULID. */
    private static final int ID_LENGTH = 26;

    private static final String TABLE = "items";

    CopyByDms(Context context) {
        super(context);
    }

    @Override
    void prepare() throws InterruptedException {
        Map<String, String> outputs = context.stack().outputs();
        DataLoad load = restore.load(plan.stacks().name(), plan.snapshot().arn());
        if (load.isCopied()) {
            restore.session().events().say("DMS has copied the rows already");
        } else {
            if (load.removeFailed()) {
                removeAll();
                restore.target().loadedRows().undo();
            }
            load.copy(
                    new DataMigrations.Definition(
                            plan.stacks().name(),
                            outputs.get("MigrationProjectArn"),
                            outputs.get("DmsRoleArn"),
                            context.namespace(),
                            TABLE),
                    rows.run());
        }
        load.remove();
    }

    /** Removes the rows of the snapshot that a load without success has left. */
    private void removeAll() throws InterruptedException {
        Set<String> present = restore.bots(restore.target());
        present.retainAll(context.inSnapshot());
        for (RestoredBot bot : plan.target().restored(present)) {
            remove(bot);
        }
    }

    @Override
    Bots bots() throws InterruptedException {
        List<RestoredBot> decided = new ArrayList<>();
        List<RestoredBot> open = new ArrayList<>();
        Set<String> proved = plan.target().earlier().proved();
        for (Bot bot : plan.target().selected()) {
            if (proved.contains(bot.key().id())) {
                continue;
            }
            if (context.inSnapshot().contains(bot.key().id())) {
                open.add(RestoredBot.of(bot, RestoreOutcome.RESTORED));
            } else {
                decided.add(RestoredBot.of(
                        bot, bot.sources().isEmpty() ? RestoreOutcome.NO_KNOWLEDGE : RestoreOutcome.NOT_IN_SNAPSHOT));
            }
        }
        List<RestoredBot> orphans = orphans();
        if (!orphans.isEmpty() && removesOrphans(orphans)) {
            decided.addAll(workers.each(orphans, this::withoutOrphan));
        } else {
            open.addAll(orphans);
        }
        return new Bots(decided, open);
    }

    /** The bots of the snapshot that are no longer in the conversation table, and not proved yet. */
    private List<RestoredBot> orphans() {
        Set<String> ids = plan.target().deleted(context.inSnapshot());
        ids.removeAll(plan.target().earlier().proved());
        return plan.target().restored(ids);
    }

    /** Names the orphans, and asks whether to delete their rows; they stay if no question may be asked. */
    private boolean removesOrphans(List<RestoredBot> orphans) {
        restore.session()
                .console()
                .say("DMS has also copied the rows of " + Text.count(orphans.size(), "bot")
                        + " that are no longer in the conversation table: "
                        + orphans.stream()
                                .map(orphan -> Text.oneLine(orphan.id(), ID_LENGTH))
                                .collect(Collectors.joining(", ")));
        boolean asks = !plan.options().includesDeleted() && !plan.options().yes(restore.session());
        return asks && restore.session().console().confirm("Delete their rows?", false);
    }

    private RestoredBot withoutOrphan(RestoredBot bot) throws InterruptedException {
        remove(bot);
        return bot.with(RestoreOutcome.DELETED, "it is no longer in the conversation table; its rows were deleted");
    }

    /** Proves the rows that DMS has copied; it can't copy those of a single bot again. */
    @Override
    List<RestoredBot> copy(List<RestoredBot> open) throws InterruptedException {
        List<RestoredBot> bots = workers.each(open, this::adoptAndProve);
        Set<String> present = restore.bots(restore.target());
        if (bots.stream().noneMatch(bot -> bot.isOpen() && present.contains(bot.id()))) {
            restore.target().loadedRows().setProved();
        }
        return bots;
    }

    private RestoredBot adoptAndProve(RestoredBot bot) throws InterruptedException {
        adopt(bot);
        if (bot.bot() != null && bot.bot().sources().isEmpty()) {
            return takenBack(bot.with(
                    RestoreOutcome.NO_KNOWLEDGE, "no sources; the rows of the snapshot were removed again"));
        }
        RestoredBot proved = prove(bot);
        boolean isOrphan = bot.bot() == null && proved.outcome() == RestoreOutcome.RESTORED;
        return isOrphan
                ? proved.with(
                        RestoreOutcome.RESTORED, "it is no longer in the conversation table; its rows came along")
                : proved;
    }

    private void remove(RestoredBot bot) throws InterruptedException {
        adopt(bot);
        rows.remove(bot);
    }

    /** Notes which rows of the bot came from the snapshot. */
    private void adopt(RestoredBot bot) throws InterruptedException {
        List<String> ids = context.source().loadedRows().ids(bot.id(), "");
        while (!ids.isEmpty()) {
            rows.adopt(bot, ids, plan.snapshot().arn(), plan.settings().bucket());
            ids = context.source().loadedRows().ids(bot.id(), ids.get(ids.size() - 1));
        }
    }
}
