package lib.restore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.aws.VectorStore;
import lib.cli.Session;
import lib.model.Bot;
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
    private final SnapshotFinder snapshots;
    private final Session session;

    RestoreRun(
            RestoreServices services,
            RestorePlan plan,
            RestoreOptions options,
            TemporaryDatabase temporary,
            Leftovers leftovers,
            SnapshotFinder snapshots,
            Session session) {
        this.services = services;
        this.plan = plan;
        this.options = options;
        this.temporary = temporary;
        this.leftovers = leftovers;
        this.snapshots = snapshots;
        this.session = session;
    }

    /** Creates the temporary database, copies the rows, proves the copies, and rebuilds the index. */
    Result run(Lease lease) throws InterruptedException {
        leftovers.stack(plan.stackName(), plan.deleteCommand());
        Stacks.State stack = temporary.create();
        RestoreDatabase source = new TemporaryDatabaseAccess(services.aws(), services.clusters(), session).open(stack);
        services.appStack().check();
        new DatabaseLink(source, services.target(), session)
                .make(
                        lease.run(),
                        stack.outputs().get("Port"),
                        plan.settings().securityGroup().value());

        BotCopy copy = new BotCopy(source, services.target(), services.table(), lease.run(), session);
        BotCopies copies = new BotCopies(options.how.parallel, session);
        List<RestoredBot> earlier = copiedEarlier();
        List<RestoredBot> results = new ArrayList<>(leftAlone(earlier));
        List<RestoredBot> toCopy = inSnapshot(source, results);
        if (toCopy.isEmpty() && !plan.target().toCopy().isEmpty()) {
            session.console()
                    .warn("snapshot " + plan.snapshot().name() + " has no rows of the bots to restore."
                            + otherSnapshots());
        }
        results.addAll(copies.run(earlier, copy::prove));
        results.addAll(copies.run(toCopy, copy::copy));
        results = withoutDeleted(results, copy);
        return new Result(results, rebuildIndex());
    }

    private String otherSnapshots() {
        String others = snapshots.others(plan.snapshot());
        return others.isEmpty() ? "" : " Others: " + others + " (--snapshot ID).";
    }

    /** The selected bots whose rows an earlier run has copied, and that still have rows. */
    private List<RestoredBot> copiedEarlier() {
        Set<String> copied = services.target().copied().keySet();
        Map<String, Bot> selected = plan.target().selected().stream()
                .collect(Collectors.toMap(bot -> bot.key().id(), bot -> bot, (a, b) -> a));
        return copied.stream()
                .filter(plan.target().withRows()::contains)
                .filter(id -> selected.containsKey(id)
                        || options.includesDeleted() && !plan.target().all().contains(id))
                .map(id -> new RestoredBot(id, selected.get(id), RestoreOutcome.RESTORED, "", 0))
                .toList();
    }

    private List<RestoredBot> leftAlone(List<RestoredBot> earlier) {
        Set<String> ids = earlier.stream().map(RestoredBot::id).collect(Collectors.toSet());
        return plan.target().leftAlone().stream()
                .filter(bot -> !ids.contains(bot.id()))
                .toList();
    }

    /** The bots whose rows the snapshot has; the others are added to the results. */
    private List<RestoredBot> inSnapshot(RestoreDatabase source, List<RestoredBot> results) {
        VectorStore rows = new VectorStore(services.aws().rdsData(), source.location(), session.retrier());
        Set<String> present =
                rows.rowTotals().stream().map(VectorStore.RowTotals::botId).collect(Collectors.toSet());
        List<RestoredBot> toCopy = new ArrayList<>();
        for (Bot bot : plan.target().toCopy()) {
            if (present.contains(bot.key().id())) {
                toCopy.add(RestoredBot.of(bot, RestoreOutcome.RESTORED));
            } else {
                results.add(RestoredBot.of(bot, RestoreOutcome.NOT_IN_SNAPSHOT));
            }
        }
        present.removeAll(plan.target().all());
        present.removeAll(plan.target().withRows());
        if (options.includesDeleted()) {
            present.forEach(id -> toCopy.add(new RestoredBot(id, null, RestoreOutcome.RESTORED, "", 0)));
        } else if (!present.isEmpty()) {
            session.console()
                    .say("Bots of the snapshot that are no longer in the conversation table: " + present.size()
                            + ". Their rows are not copied (--include-deleted copies them).");
        }
        return toCopy;
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
