package lib.restore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.DataMigrations;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.Text;
import lib.dms.DataLoad;
import lib.model.Bot;

/** AWS DMS copies the whole table, and the rows of each bot are proved afterwards. */
final class LoadedCopy implements RowCopy {
    /** Of a ULID. */
    private static final int ID_LENGTH = 26;

    private static final String TABLE = "items";

    private final RestoreServices services;
    private final RestorePlan plan;
    private final RestoreOptions options;
    private final SnapshotFinder snapshots;
    private final DataLoad load;
    private final Session session;

    /** @param load the data migration of the plan's stack */
    LoadedCopy(
            RestoreServices services,
            RestorePlan plan,
            RestoreOptions options,
            SnapshotFinder snapshots,
            DataLoad load,
            Session session) {
        this.services = services;
        this.plan = plan;
        this.options = options;
        this.snapshots = snapshots;
        this.load = load;
        this.session = session;
    }

    @Override
    public List<RestoredBot> run(Lease lease, Stacks.State stack, RestoreDatabase source) throws InterruptedException {
        source.createLease();
        source.createFunctions();
        String namespace = NewDatabase.checkShape(source, "The snapshot").namespace();
        BotCalls calls = new BotCalls(lease.run(), session);
        BotCopy copy = new BotCopy(source, services.target(), services.table(), lease.run(), session);
        LoadedBot loaded = new LoadedBot(source, services.target(), copy, calls, lease.run());
        Set<String> inSnapshot = services.bots(source, session);

        services.target().loadedRows().create();
        load.run(
                new DataMigrations.Definition(
                        plan.stackName(),
                        stack.outputs().get("MigrationProjectArn"),
                        stack.outputs().get("DmsRoleArn"),
                        namespace,
                        TABLE),
                () -> removeAll(inSnapshot, loaded),
                () -> services.target().beat(lease.run()));

        List<RestoredBot> results = new ArrayList<>();
        List<RestoredBot> toProve = inSnapshot(inSnapshot, results);
        if (toProve.isEmpty() && !plan.target().selected().isEmpty()) {
            snapshots.warnOfNoRows(plan.snapshot());
        }
        BotCopies proofs = new BotCopies(options.how.parallel, session);
        results.addAll(proofs.run(toProve, loaded::prove));
        List<RestoredBot> orphans = orphans(inSnapshot);
        results.addAll(proofs.run(orphans, orphanProof(orphans, loaded)));
        return results;
    }

    /** Removes the rows of the snapshot that a load without success has left. */
    private void removeAll(Set<String> inSnapshot, LoadedBot loaded) throws InterruptedException {
        Set<String> present = services.bots(services.target(), session);
        present.retainAll(inSnapshot);
        for (String id : present) {
            loaded.remove(RestoredBot.ofDeleted(id));
        }
    }

    /** The bots of the conversation table whose rows the snapshot has; the others are added to the results. */
    private List<RestoredBot> inSnapshot(Set<String> inSnapshot, List<RestoredBot> results) {
        List<RestoredBot> toProve = new ArrayList<>();
        for (Bot bot : plan.target().selected()) {
            if (inSnapshot.contains(bot.key().id())) {
                toProve.add(RestoredBot.of(bot, RestoreOutcome.RESTORED));
            } else {
                results.add(RestoredBot.of(
                        bot, bot.sources().isEmpty() ? RestoreOutcome.NO_KNOWLEDGE : RestoreOutcome.NOT_IN_SNAPSHOT));
            }
        }
        return toProve;
    }

    /** The bots of the snapshot that are no longer in the conversation table. */
    private List<RestoredBot> orphans(Set<String> inSnapshot) {
        Set<String> ids = new HashSet<>(inSnapshot);
        ids.removeAll(plan.target().all());
        return ids.stream().sorted().map(RestoredBot::ofDeleted).toList();
    }

    /** Names the orphans, and asks whether to delete their rows if that was requested. */
    private BotCopies.Work orphanProof(List<RestoredBot> orphans, LoadedBot loaded) {
        if (orphans.isEmpty()) {
            return loaded::prove;
        }
        session.console()
                .say("DMS has also copied the rows of " + Text.count(orphans.size(), "bot")
                        + " that are no longer in the conversation table: "
                        + orphans.stream()
                                .map(orphan -> Text.oneLine(orphan.id(), ID_LENGTH))
                                .collect(Collectors.joining(", ")));
        boolean cleans =
                options.dms.cleanOrphans && session.console().confirm("Delete their rows?", options.yes(session));
        return cleans ? bot -> removed(bot, loaded) : loaded::prove;
    }

    private static RestoredBot removed(RestoredBot bot, LoadedBot loaded) throws InterruptedException {
        loaded.remove(bot);
        return bot.with(RestoreOutcome.DELETED, "it is no longer in the conversation table; its rows were deleted");
    }
}
