package lib.restore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.Text;
import lib.model.Bot;

/** The new database reads the temporary one through postgres_fdw, and inserts the rows bot by bot. */
final class LinkedCopy implements RowCopy {
    private final RestoreServices services;
    private final RestorePlan plan;
    private final SnapshotFinder snapshots;
    private final Session session;
    private final Stacks.State stack;
    private final RestoreDatabase source;
    private final BotCopy copy;
    private final BotCopies copies;
    private final String run;
    private final Set<String> inSnapshot;

    /**
     * @param stack of the temporary database
     * @param source the temporary database
     * @param run identifies this run in the databases
     */
    LinkedCopy(
            RestoreServices services,
            RestorePlan plan,
            SnapshotFinder snapshots,
            Session session,
            Stacks.State stack,
            RestoreDatabase source,
            BotCopy copy,
            String run) {
        this.services = services;
        this.plan = plan;
        this.snapshots = snapshots;
        this.session = session;
        this.stack = stack;
        this.source = source;
        this.copy = copy;
        this.copies = new BotCopies(session);
        this.run = run;
        this.inSnapshot = services.bots(source, session);
    }

    @Override
    public List<RestoredBot> run() throws InterruptedException {
        new DatabaseLink(source, services.target(), session)
                .make(
                        run,
                        stack.outputs().get("Port"),
                        plan.settings().securityGroup().value());
        List<RestoredBot> results = new ArrayList<>(plan.leftAlone());
        List<RestoredBot> toCopy = new ArrayList<>();
        for (Bot bot : plan.target().toCopy()) {
            if (inSnapshot.contains(bot.key().id())) {
                toCopy.add(RestoredBot.of(bot, RestoreOutcome.RESTORED));
            } else {
                results.add(RestoredBot.of(bot, RestoreOutcome.NOT_IN_SNAPSHOT));
            }
        }
        if (toCopy.isEmpty() && !plan.target().toCopy().isEmpty()) {
            snapshots.warnOfNoRows(plan.snapshot());
        }
        toCopy.addAll(deleted());
        results.addAll(copies.run(plan.unproved(), copy::prove));
        results.addAll(copies.run(toCopy, copy::copy));
        return results;
    }

    /** The bots of the snapshot that are no longer in the conversation table, if they are to be copied. */
    private List<RestoredBot> deleted() {
        Set<String> deleted = new HashSet<>(inSnapshot);
        deleted.removeAll(plan.target().all().keySet());
        deleted.removeAll(plan.target().withRows());
        if (plan.options().includesDeleted()) {
            return deleted.stream().map(RestoredBot::ofDeleted).toList();
        }
        if (!deleted.isEmpty()) {
            session.console()
                    .say("Bots of the snapshot that are no longer in the conversation table: " + deleted.size()
                            + ". Their rows are not copied (--include-deleted copies them).");
        }
        return List.of();
    }

    @Override
    public List<RestoredBot> runAgain(List<RestoredBot> results) throws InterruptedException {
        List<RestoredBot> open = results.stream().filter(this::couldGive).toList();
        if (open.isEmpty()) {
            return results;
        }
        session.events().say("looking once more at " + Text.count(open.size(), "bot"));
        Set<String> copied = services.target().copied().keySet();
        List<RestoredBot> again = new ArrayList<>(results);
        again.removeAll(open);
        again.addAll(copies.run(open, bot -> copied.contains(bot.id()) ? copy.prove(bot) : copy.copy(bot)));
        return again;
    }

    @Override
    public boolean couldGive(RestoredBot bot) {
        return bot.isOpen() && inSnapshot.contains(bot.id());
    }
}
