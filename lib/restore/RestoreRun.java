package lib.restore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.proof.IndexRebuild;

/** The steps after the plan was confirmed, up to the rebuilt index. */
final class RestoreRun {
    /**
     * What a run has done.
     *
     * @param bots what became of each selected bot, and of deleted bots whose rows were copied
     * @param indexed whether the index was rebuilt, was not to be rebuilt, or did not need to be
     */
    record Result(List<RestoredBot> bots, boolean indexed) {}

    private final RestoreServices services;
    private final RestorePlan plan;
    private final RestoreOptions options;
    private final TemporaryDatabase temporary;
    private final Leftovers leftovers;
    private final RowCopy rowCopy;
    private final Session session;

    RestoreRun(
            RestoreServices services,
            RestorePlan plan,
            RestoreOptions options,
            TemporaryDatabase temporary,
            Leftovers leftovers,
            RowCopy rowCopy,
            Session session) {
        this.services = services;
        this.plan = plan;
        this.options = options;
        this.temporary = temporary;
        this.leftovers = leftovers;
        this.rowCopy = rowCopy;
        this.session = session;
    }

    /** Creates the temporary database, copies the rows, proves the copies, and rebuilds the index. */
    Result run(Lease lease) throws InterruptedException {
        leftovers.stack(plan.stackName(), plan.deleteCommand());
        Stacks.State stack = temporary.create();
        RestoreDatabase source = new TemporaryDatabaseAccess(services.aws(), services.clusters(), session).open(stack);
        services.appStack().check();
        List<RestoredBot> results = rowCopy.run(lease, stack, source);
        BotCopy copy = new BotCopy(source, services.target(), services.table(), lease.run(), session);
        results = withoutDeleted(results, copy);
        return new Result(results, rebuildIndex());
    }

    /** Removes the rows of bots that were deleted in the app while they were copied. */
    private List<RestoredBot> withoutDeleted(List<RestoredBot> results, BotCopy copy) throws InterruptedException {
        Set<String> now = new HashSet<>(NewDatabase.ids(NewDatabase.bots(services.table())));
        List<RestoredBot> checked = new ArrayList<>();
        for (RestoredBot bot : results) {
            boolean deleted = bot.outcome() == RestoreOutcome.RESTORED
                    && bot.bot() != null
                    && !now.contains(bot.id())
                    && copy.isDeleted(bot);
            if (deleted) {
                copy.remove(bot);
            }
            checked.add(deleted ? bot.with(RestoreOutcome.DELETED, "it was deleted in the app meanwhile") : bot);
        }
        return checked;
    }

    private boolean rebuildIndex() throws InterruptedException {
        boolean needed =
                !services.target().copied().isEmpty() && !services.target().isIndexed();
        if (options.how.noReindex || !needed) {
            return true;
        }
        services.appStack().check();
        boolean rebuilt = new IndexRebuild(
                        services.store(), session.clock(), session.console(), session.shutdownHook(), true)
                .run();
        if (rebuilt) {
            services.target().setIndexed();
        }
        return rebuilt;
    }
}
