package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lib.aws.RestoreDatabase.CallResult;
import lib.model.Bot;

/** The new database reads the temporary one through postgres_fdw, and inserts the rows bot by bot. */
final class CopyByLink extends RowCopy {
    /** How often rows are fetched that a restart of the database has removed before they were inserted. */
    private static final int MAX_FETCHES = 3;

    CopyByLink(Context context) {
        super(context);
    }

    @Override
    void prepare() throws InterruptedException {
        new DatabaseLink(context).make();
    }

    @Override
    Bots bots() {
        List<RestoredBot> decided = new ArrayList<>(plan.target().leftAlone());
        List<RestoredBot> open = new ArrayList<>(plan.target().restored(plan.target().earlier().unproved()));
        for (Bot bot : plan.target().toCopy()) {
            if (context.inSnapshot().contains(bot.key().id())) {
                open.add(RestoredBot.of(bot, RestoreOutcome.RESTORED));
            } else {
                decided.add(RestoredBot.of(bot, RestoreOutcome.NOT_IN_SNAPSHOT));
            }
        }
        open.addAll(deleted());
        return new Bots(decided, open);
    }

    /** The bots of the snapshot that are no longer in the conversation table, if they are to be copied. */
    private List<RestoredBot> deleted() {
        Set<String> deleted = plan.target().deleted(context.inSnapshot());
        deleted.removeAll(plan.target().withRows());
        if (plan.options().includesDeleted()) {
            return plan.target().restored(deleted);
        }
        if (!deleted.isEmpty()) {
            services.session()
                    .console()
                    .say("Bots of the snapshot that are no longer in the conversation table: " + deleted.size()
                            + ". Their rows are not copied (--include-deleted copies them).");
        }
        return List.of();
    }

    @Override
    List<RestoredBot> copy(List<RestoredBot> open) throws InterruptedException {
        Set<String> copied = services.target().copied().keySet();
        return workers.each(open, bot -> copied.contains(bot.id()) ? prove(bot) : copy(bot));
    }

    /** Copies and proves the rows of a bot, unless it is deleted, embedded or has rows by now. */
    private RestoredBot copy(RestoredBot bot) throws InterruptedException {
        for (int fetches = 1; ; fetches++) {
            CallResult fetched = rows.fetch(bot, plan.settings().bucket());
            Optional<RestoreOutcome> obstacle = obstacle(bot);
            if (obstacle.isPresent()) {
                return bot.with(obstacle.get());
            }
            CallResult inserted = rows.insert(bot, fetched.rows(), plan.snapshot().arn());
            if (inserted.rows() > 0) {
                return bot.with(RestoreOutcome.LEFT_ALONE, "it got rows while this command worked");
            }
            if (!inserted.isError()) {
                return prove(bot);
            }
            if (fetches == MAX_FETCHES) {
                throw BotRows.rejected(inserted);
            }
        }
    }

    /** Why the bot must not be copied now. */
    private Optional<RestoreOutcome> obstacle(RestoredBot bot) {
        if (bot.bot() == null) {
            return Optional.empty();
        }
        Optional<Bot> now = now(bot);
        if (now.isEmpty()) {
            return Optional.of(RestoreOutcome.DELETED);
        }
        return now.filter(services.embeddedNow()::has).map(embedding -> RestoreOutcome.BEING_EMBEDDED);
    }
}
