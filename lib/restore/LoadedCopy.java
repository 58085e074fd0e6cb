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
    private final SnapshotFinder snapshots;
    private final Session session;
    private final Stacks.State stack;
    private final RestoreDatabase source;
    private final LoadedBot loaded;
    private final BotCopies proofs;
    private final String run;
    private final Set<String> inSnapshot;

    /**
     * @param stack of the temporary database
     * @param source the temporary database
     * @param run identifies this run in the databases
     */
    LoadedCopy(
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
        this.loaded = new LoadedBot(
                source,
                services.target(),
                copy,
                new BotCalls(run, session),
                run,
                plan);
        this.proofs = new BotCopies(session);
        this.run = run;
        this.inSnapshot = services.bots(source, session);
    }

    @Override
    public List<RestoredBot> run() throws InterruptedException {
        source.createLease();
        source.createFunctions();
        String namespace = NewDatabase.checkShape(source, "The snapshot").namespace();
        services.target().loadedRows().create();
        DataLoad load = services.load(plan.stackName(), plan.snapshot().arn(), session);
        load.run(
                new DataMigrations.Definition(
                        plan.stackName(),
                        stack.outputs().get("MigrationProjectArn"),
                        stack.outputs().get("DmsRoleArn"),
                        namespace,
                        TABLE),
                this::removeAll,
                () -> services.target().beat(run));

        List<RestoredBot> results = new ArrayList<>();
        List<RestoredBot> toProve = toProve(results);
        if (inSnapshot.isEmpty() && !plan.target().selected().isEmpty()) {
            snapshots.warnOfNoRows(plan.snapshot());
        }
        results.addAll(proofs.run(toProve, loaded::prove));
        List<RestoredBot> orphans = orphans();
        results.addAll(proofs.run(orphans, orphanProof(orphans)));
        return results;
    }

    /** Removes the rows of the snapshot that a load without success has left. */
    private void removeAll() throws InterruptedException {
        Set<String> present = services.bots(services.target(), session);
        present.retainAll(inSnapshot);
        for (String id : present) {
            loaded.remove(RestoredBot.ofDeleted(id));
        }
    }

    /** The bots of the conversation table whose rows the snapshot has; the others are added to the results. */
    private List<RestoredBot> toProve(List<RestoredBot> results) {
        Set<String> proved = plan.provedIds();
        List<RestoredBot> toProve = new ArrayList<>();
        for (Bot bot : plan.target().selected()) {
            if (proved.contains(bot.key().id())) {
                continue;
            }
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
    private List<RestoredBot> orphans() {
        Set<String> ids = new HashSet<>(inSnapshot);
        ids.removeAll(plan.target().all().keySet());
        return ids.stream().sorted().map(RestoredBot::ofDeleted).toList();
    }

    /** Names the orphans, and asks whether to delete their rows; they stay if no question may be asked. */
    private BotCopies.Work orphanProof(List<RestoredBot> orphans) {
        if (orphans.isEmpty()) {
            return loaded::prove;
        }
        session.console()
                .say("DMS has also copied the rows of " + Text.count(orphans.size(), "bot")
                        + " that are no longer in the conversation table: "
                        + orphans.stream()
                                .map(orphan -> Text.oneLine(orphan.id(), ID_LENGTH))
                                .collect(Collectors.joining(", ")));
        boolean asks = !plan.options().includesDeleted() && !plan.options().yes(session);
        boolean cleans = asks && session.console().confirm("Delete their rows?", false);
        return cleans ? this::removed : loaded::prove;
    }

    private RestoredBot removed(RestoredBot bot) throws InterruptedException {
        loaded.remove(bot);
        return bot.with(RestoreOutcome.DELETED, "it is no longer in the conversation table; its rows were deleted");
    }

    /** Repeats the proofs that could not be made; DMS can't copy the rows of a single bot. */
    @Override
    public List<RestoredBot> runAgain(List<RestoredBot> results) throws InterruptedException {
        List<RestoredBot> open = openWithRows(results);
        List<RestoredBot> again = new ArrayList<>(results);
        again.removeAll(open);
        again.addAll(proofs.run(open, loaded::prove));
        if (openWithRows(again).isEmpty()) {
            services.target().loadedRows().setProved();
        }
        return again;
    }

    private List<RestoredBot> openWithRows(List<RestoredBot> results) {
        Set<String> present = services.bots(services.target(), session);
        return results.stream()
                .filter(this::couldGive)
                .filter(bot -> present.contains(bot.id()))
                .toList();
    }

    @Override
    public boolean couldGive(RestoredBot bot) {
        return bot.isOpen() && inSnapshot.contains(bot.id());
    }
}
