package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lib.aws.LoadedRows;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Next;
import lib.cli.Session;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.Tone;
import lib.model.BotKey;
import lib.model.EngineVersion;
import lib.model.MigrationId;
import lib.proof.AcceptedGaps;
import lib.proof.DatabaseAudit;
import lib.proof.IndexRebuild;
import lib.report.ReportWriter;
import lib.report.RunContext;
import lib.restore.RestoreProgress.Step;

/**
 * A restore from its beginning to its end: it finds the snapshot, looks at the new database, shows the plan and asks;
 * creates the temporary database, copies and proves bot by bot, deletes what it has created, rebuilds the index and
 * reports.
 */
final class RestoreRun {
    private static final String UNKNOWN_ECS_CLUSTER = "";

    private final Restore restore;
    private final RestoreSettings settings;
    private final RestoreOptions options;
    private final Session session;
    private final Console console;
    private final SnapshotFinder snapshots;
    private final SnapshotContents contents;
    private final BotWorkers workers;

    RestoreRun(Restore restore) {
        this.restore = restore;
        this.settings = restore.settings();
        this.options = restore.options();
        this.session = restore.session();
        this.console = session.console();
        this.snapshots = new SnapshotFinder(restore);
        this.contents = new SnapshotContents(id(), session);
        this.workers = new BotWorkers(restore);
    }

    ExitCode run() throws InterruptedException {
        // Find the snapshot, and look before anything is created.
        restore.appStack().check();
        Snapshot snapshot = snapshots.choose(options.what.snapshot, session.answersYes(), options.how.yes);
        EngineVersion version = snapshots.version(snapshot);
        NewDatabase target = newDatabase(snapshot);
        TemporaryDatabase temporary = new TemporaryDatabase(
                restore, TemporaryStack.definition(settings, snapshot, version, target.cluster(), options), snapshot);
        RestorePlan plan = plan(snapshot, version, target, temporary);

        // Show the plan, and ask once.
        plan.show(session);
        ReportWriter writer = new ReportWriter(session, options.output);
        RunContext context = RunContext.of(session, settings.database().account());
        if (options.instead.dryRun) {
            console.say("");
            console.say(console.paint(Tone.STRONG, plan.verdict(session.isRehearsal())));
            List<Next> next =
                    NextOfRestore.afterDryRun(plan.hasWork(), session.isRehearsal(), session.invocation());
            writer.write(RestoreJson.DryRun.of(context, plan, next), next);
            return ExitCode.OK;
        }
        if (plan.question().filter(question -> !console.confirm(question, options.yes(session))).isPresent()) {
            console.say("Nothing was created.");
            return console.exitCodeOfNo();
        }

        // Restore, clean up, report.
        note(plan);
        restore.leftovers().sayAtInterrupt();
        RestoreReport report = plan.hasWork() ? withWork(plan, temporary) : withoutWork(plan, temporary);
        restore.leftovers().say();
        writer.write(RestoreJson.Result.of(context, report, restore.leftovers()), report.next());
        return report.verdict().exitCode();
    }

    /** Notes the stacks that exist: whatever ends the run from now on, it names them. */
    private void note(RestorePlan plan) {
        restore.leftovers().others(plan.stacks().others());
        restore.leftovers().stack(plan.stacks().name(), plan.stacks().own() != null);
    }

    private NewDatabase newDatabase(Snapshot snapshot) {
        return NewDatabase.read(restore, snapshot, contents.of(snapshot));
    }

    /** Fails if DMS is in the way of the plan, or something in the way of DMS. */
    private RestorePlan plan(
            Snapshot snapshot, EngineVersion version, NewDatabase target, TemporaryDatabase temporary) {
        RestorePlan plan = new RestorePlan(settings, snapshot, version, target, temporary.look(), options);
        new DmsPlan(plan).check();
        return plan;
    }

    /**
     * Copies and proves, removes the temporary database, which costs money, and rebuilds the index. The schema stays as
     * long as it is needed to prove a copy, or to know that the index must be rebuilt.
     */
    private RestoreReport withWork(RestorePlan shown, TemporaryDatabase temporary) throws InterruptedException {
        if (shown.needsDatabase()) {
            restore.progress().begin(Step.SNAPSHOT);
            snapshots.await(shown.snapshot());
        }
        restore.progress().begin(Step.LEASE);
        try (Lease lease = Lease.acquire(restore)) {
            restore.target().createFunctions();
            // Another run may have ended since the plan was shown.
            RestorePlan plan = plan(shown.snapshot(), shown.version(), newDatabase(shown.snapshot()), temporary);
            note(plan);
            BotRows rows = new BotRows(restore.target(), lease.run(), session);
            List<RestoredBot> bots = new ArrayList<>(workers.each(plan.proved(), rows::lookAgain));
            if (plan.needsDatabase()) {
                bots.addAll(copy(plan, temporary, rows));
            } else {
                bots.addAll(plan.target().leftAlone());
                deleteDatabase(plan, temporary, List.of());
            }
            boolean indexed = rebuildIndex();
            Map<String, Long> unproved = unproved();
            if (indexed && unproved.isEmpty() && isLoadProved()) {
                lease.dropSchema();
            }
            unproved.remove(plan.snapshot().arn());
            return report(plan, bots, indexed, unproved);
        }
    }

    /** Copies and proves with the temporary database, and deletes it. */
    private List<RestoredBot> copy(RestorePlan plan, TemporaryDatabase temporary, BotRows rows)
            throws InterruptedException {
        if (plan.stacks().isReplaced()) {
            removeDataMigration(plan); // a stack cannot be deleted while a data migration uses its project
        }
        Stacks.State stack = temporary.create();
        RestoreDatabase source = temporary.open(stack);
        restore.appStack().check();
        warnOfOtherBuckets(source, settings.bucket());
        source.createLease();
        source.createFunctions();
        Set<String> inSnapshot = restore.bots(source);
        contents.remember(plan.snapshot(), inSnapshot);
        RowCopy.Context context = new RowCopy.Context(
                restore,
                plan,
                stack,
                source,
                NewDatabase.checkShape(source, "The snapshot").namespace(),
                inSnapshot,
                rows,
                workers);
        RowCopy copy =
                switch (options.how.via) {
                    case postgres_fdw -> new CopyByLink(context);
                    case dms -> new CopyByDms(context);
                };
        restore.progress().begin(options.usesDms() ? Step.LOAD : Step.LINK);
        copy.prepare();
        restore.progress().begin(options.usesDms() ? Step.PROVE : Step.COPY);
        RowCopy.Bots bots = copy.bots();
        if (bots.open().isEmpty() && bots.decided().stream().anyMatch(RestoredBot::isNotInSnapshot)) {
            snapshots.warnOfNoRows(plan.snapshot());
        }
        List<RestoredBot> results = new ArrayList<>(bots.decided());
        results.addAll(copy.copy(bots.open()));
        List<RestoredBot> again = open(results, context);
        if (!again.isEmpty()) {
            session.events().say("looking once more at " + Text.count(again.size(), "bot"));
            results.removeAll(again);
            results.addAll(copy.copy(again));
        }
        results = copy.withoutDeleted(results);
        deleteDatabase(plan, temporary, open(results, context));
        return results;
    }

    /** The bots that the snapshot could still give: they were embedded, or could not be copied or proved. */
    private static List<RestoredBot> open(List<RestoredBot> bots, RowCopy.Context context) {
        return bots.stream()
                .filter(bot -> bot.isOpen() && context.inSnapshot().contains(bot.id()))
                .toList();
    }

    /** A deploy may have made a new bucket, and deleted the old one with its files. */
    private void warnOfOtherBuckets(RestoreDatabase source, String bucket) {
        List<String> others =
                source.buckets().stream().filter(name -> !name.equals(bucket)).toList();
        if (!bucket.isEmpty() && !others.isEmpty()) {
            console.warn("the snapshot's files are in bucket " + String.join(", ", others)
                    + "; the copied rows name today's, " + bucket
                    + ". Links to files in the app's answers open once the files are there.");
        }
    }

    /**
     * Deletes the temporary database, which the snapshot can create again. Asks if bots are left that it could give;
     * without a terminal, or with {@code --yes}, it is deleted all the same, because it costs money.
     */
    private void deleteDatabase(RestorePlan plan, TemporaryDatabase temporary, List<RestoredBot> left)
            throws InterruptedException {
        if (!left.isEmpty()) {
            console.say("The snapshot, which stays, has rows of " + Text.count(left.size(), "bot")
                    + " that could not be restored now:");
            left.forEach(bot -> console.say("  " + bot.label(session.isVerbose()) + ": " + bot.reason()));
        }
        boolean asks = !left.isEmpty() && console.isTerminal() && !options.yes(session);
        boolean exists = plan.needsDatabase() || plan.stacks().own() != null;
        if (exists && !options.how.keep && (!asks || console.confirmUnlessNo("Delete the temporary database now?"))) {
            removeDataMigration(plan);
            temporary.delete();
        }
    }

    private void removeDataMigration(RestorePlan plan) throws InterruptedException {
        if (options.usesDms()) {
            restore.load(plan.stacks().name(), plan.snapshot().arn()).remove();
        }
    }

    private boolean rebuildIndex() throws InterruptedException {
        if (restore.target().copied().isEmpty() || restore.target().isIndexed()) {
            return true;
        }
        restore.progress().begin(Step.INDEX);
        restore.appStack().check();
        boolean rebuilt = new IndexRebuild(restore.store(), session.clock(), console, session.shutdownHook(), true)
                .run();
        if (rebuilt) {
            restore.target().setIndexed();
        }
        return rebuilt;
    }

    /** How many bots with copied rows are not proved yet, by the ARN of their snapshot. */
    private Map<String, Long> unproved() {
        return restore.copies(restore.bots(restore.target())).values().stream()
                .filter(copy -> !copy.proved())
                .collect(Collectors.groupingBy(RestoreDatabase.Copy::snapshot, TreeMap::new, Collectors.counting()));
    }

    private boolean isLoadProved() {
        return restore.target()
                .loadedRows()
                .load()
                .filter(Predicate.not(LoadedRows.Load::proved))
                .isEmpty();
    }

    /** No bot has to be copied, but an earlier run may have left its temporary database. */
    private RestoreReport withoutWork(RestorePlan plan, TemporaryDatabase temporary) throws InterruptedException {
        console.say("There is nothing to restore: " + plan.nothing() + ".");
        deleteDatabase(plan, temporary, List.of());
        return report(plan, plan.target().leftAlone(), true, Map.of());
    }

    private RestoreReport report(
            RestorePlan plan, List<RestoredBot> bots, boolean indexed, Map<String, Long> unproved) {
        DatabaseAudit audit = DatabaseAudit.of(restore.table(), restore.store(), options.filter(), acceptedGaps());
        restore.progress().close();
        boolean isLeft = restore.leftovers().hasStack() || restore.leftovers().hasSchema();
        RestoreReport report = new RestoreReport(session, plan, bots, audit, indexed, unproved, isLeft);
        report.show();
        return report;
    }

    /** The gaps that the journal of the main command records as accepted. */
    private Function<BotKey, List<String>> acceptedGaps() {
        return AcceptedGaps.read(null, id(), session.userFolders(), session.clock(), console);
    }

    private MigrationId id() {
        return new MigrationId(
                settings.database().account(),
                session.aws().region(),
                settings.table().value(),
                UNKNOWN_ECS_CLUSTER,
                settings.database().host());
    }
}
