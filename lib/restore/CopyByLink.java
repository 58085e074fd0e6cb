package lib.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lib.aws.RestoreDatabase;
import lib.aws.RestoreDatabase.CallResult;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.common.Wait;
import lib.model.Bot;
import lib.retry.ServiceException;

/** The new database reads the temporary one through postgres_fdw, and inserts the rows bot by bot. */
final class CopyByLink extends RowCopy {
    /** Short: the stack has had the host name and the rules of its security group for minutes. */
    private static final Duration LINK_LIMIT = Duration.ofSeconds(30);

    private static final Duration LINK_PAUSE = Duration.ofSeconds(15);

    CopyByLink(Context context) {
        super(context);
    }

    /** Makes the link anew, with a new password. */
    @Override
    void prepare() throws InterruptedException {
        RestoreDatabase target = restore.target();
        String host = context.source().location().host();
        String port = context.stack().outputs().get("Port");
        target.createExtension();
        context.source()
                .allowReader(target.link(rows.run(), context.source().location(), port, context.namespace()));
        Optional<ServiceException> problem = Wait.until(
                restore.session().clock(),
                LINK_LIMIT,
                LINK_PAUSE,
                this::problem,
                seen -> seen.filter(e -> e.error().isRetryable()).isEmpty());
        if (problem.isPresent()) {
            ServiceException e = problem.get();
            String securityGroup = plan.settings().securityGroup().value();
            throw LinkError.of(e.error().text())
                    .<RuntimeException>map(error ->
                            new UserException(ExitCode.AWS_ERROR, error.explanation(host, port, securityGroup), e))
                    .orElse(e);
        }
        restore.session().events().say("the new database can read the temporary one");
    }

    /** Why the new database cannot read the temporary one; empty if it can. */
    private Optional<ServiceException> problem() {
        try {
            restore.target().checkReach();
            return Optional.empty();
        } catch (ServiceException e) {
            return Optional.of(e);
        }
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
            restore.session()
                    .console()
                    .say("Bots of the snapshot that are no longer in the conversation table: " + deleted.size()
                            + ". Their rows are not copied (--include-deleted copies them).");
        }
        return List.of();
    }

    @Override
    List<RestoredBot> copy(List<RestoredBot> open) throws InterruptedException {
        Set<String> copied = restore.target().copied().keySet();
        return workers.each(open, bot -> copied.contains(bot.id()) ? prove(bot) : copy(bot));
    }

    /** Copies and proves the rows of a bot, unless it is deleted, embedded or has rows by now. */
    private RestoredBot copy(RestoredBot bot) throws InterruptedException {
        CallResult fetched = rows.fetch(bot, plan.settings().bucket());
        Optional<RestoreOutcome> obstacle = obstacle(bot);
        if (obstacle.isPresent()) {
            return bot.with(obstacle.get());
        }
        CallResult inserted = rows.insert(bot, fetched.rows(), plan.snapshot().arn());
        return inserted.rows() > 0
                ? bot.with(RestoreOutcome.LEFT_ALONE, "it got rows while this command worked")
                : prove(bot);
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
        return now.filter(restore.embeddedNow()::has).map(embedding -> RestoreOutcome.BEING_EMBEDDED);
    }
}
