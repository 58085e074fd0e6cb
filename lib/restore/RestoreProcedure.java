package lib.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import lib.aws.LoadedRows;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.model.BotKey;
import lib.model.EngineVersion;
import lib.model.MigrationId;
import lib.proof.AcceptedGaps;
import lib.proof.DatabaseAudit;
import lib.proof.IndexRebuild;
import lib.report.ReportWriter;
import lib.report.RunContext;
import lib.report.Scope;
import lib.report.SettingsText;
import lib.restore.RestoreOptions.Via;

/** The whole way: find the snapshot, look, show the plan, ask, copy, prove, clean up, rebuild the index, report. */
final class RestoreProcedure {
    private static final Duration SNAPSHOT_POLL_INTERVAL = Duration.ofSeconds(30);

    private static final String UNKNOWN_ECS_CLUSTER = "";

    private final Session session;
    private final Console console;
    private final RestoreSettings settings;
    private final RestoreServices services;
    private final RestoreOptions options;
    private final CleanUp cleanUp;
    private final Leftovers leftovers;
    private final SnapshotFinder snapshots;

    RestoreProcedure(
            Session session,
            RestoreSettings settings,
            RestoreServices services,
            RestoreOptions options,
            CleanUp cleanUp,
            Leftovers leftovers) {
        this.session = session;
        this.console = session.console();
        this.settings = settings;
        this.services = services;
        this.options = options;
        this.cleanUp = cleanUp;
        this.leftovers = leftovers;
        this.snapshots = new SnapshotFinder(services.clusters(), settings, console);
    }

    ExitCode run() throws InterruptedException {
        // Find the snapshot, and look before anything is created.
        services.appStack().check();
        Snapshot snapshot = snapshots.choose(options.what.snapshot, session.answersYes(), options.how.yes);
        EngineVersion version = version(snapshot);
        NewDatabase target = newDatabase();
        TemporaryDatabase temporary = new TemporaryDatabase(
                services.stacks(),
                TemporaryStack.definition(
                        settings,
                        snapshot,
                        version,
                        target.cluster(),
                        options,
                        session.clock().wallTime()),
                settings.stack(),
                snapshot,
                options,
                leftovers,
                session);
        RestorePlan plan = plan(snapshot, version, target, temporary);
        checkOthers(plan);

        // Show the plan, and ask once.
        plan.show(console, new SettingsText(session));
        ReportWriter writer = new ReportWriter(session, options.output);
        if (options.instead.dryRun) {
            console.say("");
            console.say(plan.verdict(session.isRehearsal()));
            writer.writeFiles(RestoreJson.of(context(), plan));
            return ExitCode.OK;
        }
        if (plan.question().filter(question -> !isConfirmed(question)).isPresent()) {
            console.say("Nothing was created.");
            return console.exitCodeOfNo();
        }

        // Restore, clean up, report.
        leftovers.others(plan.otherStacks());
        leftovers.sayAtInterrupt();
        RestoreReport report = plan.hasWork() ? restore(plan, temporary) : withoutWork(plan, temporary);
        leftovers.say();
        writer.writeFiles(RestoreJson.of(context(), report, leftovers));
        return report.exitCode();
    }

    private boolean isConfirmed(String question) {
        return console.confirm(question, options.yes(session));
    }

    private RunContext context() {
        return RunContext.of(session, settings.database().account());
    }

    private EngineVersion version(Snapshot snapshot) {
        List<String> available = services.clusters().engineVersions();
        return EngineVersion.forSnapshot(snapshot.engineVersion(), available)
                .orElseThrow(() -> UserException.badSettings(
                        "Snapshot %s is of version %s, and %s."
                                + "%nEmbed the bots again instead: jbang migrate.java",
                        snapshot.name(),
                        snapshot.engineVersion(),
                        EngineVersion.newest(available)
                                .filter(newest -> newest.isBelow(EngineVersion.of(snapshot.engineVersion())))
                                .map(newest -> "the newest version on offer in this region, " + newest.text()
                                        + ", is older")
                                .orElse("no cluster with its major version can be created any more")));
    }

    private NewDatabase newDatabase() {
        return NewDatabase.read(settings, services, options.filter());
    }

    private RestorePlan plan(
            Snapshot snapshot, EngineVersion version, NewDatabase target, TemporaryDatabase temporary) {
        String stackName = TemporaryStack.name(settings.stack(), snapshot);
        Optional<Stacks.State> stack = temporary.find();
        return new RestorePlan(
                settings,
                snapshot,
                version,
                target,
                stackName,
                stack.orElse(null),
                stack.map(temporary::differences).orElse(List.of()),
                services.ownStacks().stream()
                        .filter(other -> !other.name().equals(stackName))
                        .toList(),
                services.target().exists(),
                services.target().loadedRows().load().orElse(null),
                services.fileBucket().name(),
                options.awsOptions(session),
                options);
    }

    /** Fails if what another restore has left is in the way of this one. */
    private void checkOthers(RestorePlan plan) {
        if (!plan.needsDatabase()) {
            return;
        }
        plan.otherStacks().stream()
                .filter(other -> TemporaryStack.viaOf(other) == Via.dms)
                .findFirst()
                .ifPresent(other -> {
                    throw UserException.badSettings(
                            "Stack %s of restore --via dms, from %s, still exists, and DMS may still be copying."
                                    + " Nothing was created.%nEnd that restore, or remove what it has left: %s",
                            other.name(),
                            TemporaryStack.snapshotOf(other),
                            options.command("restore --clean-up"));
                });
        if (options.usesDms()) {
            new DmsConditions(services, plan, session).check();
        } else if (plan.load() != null && !plan.load().proved()) {
            throw UserException.badSettings(
                    "DMS has copied rows from snapshot %s that are not proved yet. Nothing was created.%n"
                            + "Run restore --via dms again, or let them stay as they are: %s",
                    Snapshot.nameOf(plan.load().snapshot()),
                    options.command("restore --clean-up"));
        }
    }

    /**
     * Copies and proves, removes the temporary database, which costs money, and rebuilds the index. The schema stays as
     * long as it is needed to prove a copy, or to know that the index must be rebuilt.
     */
    private RestoreReport restore(RestorePlan shown, TemporaryDatabase temporary) throws InterruptedException {
        if (shown.needsDatabase()) {
            awaitSnapshot(shown.snapshot());
        }
        try (Lease lease = Lease.acquire(services.target(), session)) {
            leftovers.schema(true);
            services.target().createFunctions();
            // Another run may have ended since the plan was shown.
            RestorePlan plan = shown.with(newDatabase());
            List<RestoredBot> bots = new ArrayList<>(
                    new ProvedCopies(services.target(), lease.run(), session)
                            .look(plan.proved()));
            if (plan.needsDatabase()) {
                bots.addAll(copy(plan, temporary, lease));
            } else {
                bots.addAll(plan.leftAlone());
                deleteStack(plan, temporary, List.of());
            }
            boolean indexed = rebuildIndex();
            Map<String, Long> unproved = unproved();
            if (indexed && unproved.isEmpty() && isLoadProved()) {
                cleanUp.dropSchema(lease);
                leftovers.schema(false);
            }
            unproved.remove(plan.snapshot().arn());
            return report(plan, bots, indexed, unproved);
        }
    }

    /** Copies and proves with the temporary database, and deletes it. */
    private List<RestoredBot> copy(RestorePlan plan, TemporaryDatabase temporary, Lease lease)
            throws InterruptedException {
        if (!plan.differences().isEmpty()) {
            removeDataMigration(plan);
        }
        Stacks.State stack = temporary.create();
        RestoreDatabase source = new TemporaryDatabaseAccess(services.aws(), services.clusters(), session).open(stack);
        services.appStack().check();
        warnOfOtherBuckets(source, plan.bucket());
        BotCopy copy = new BotCopy(source, services, lease.run(), plan, session);
        RowCopy rows =
                switch (options.how.via) {
                    case postgres_fdw ->
                        new LinkedCopy(services, plan, snapshots, session, stack, source, copy, lease.run());
                    case dms -> new LoadedCopy(services, plan, snapshots, session, stack, source, copy, lease.run());
                };
        List<RestoredBot> bots = withoutDeleted(rows.runAgain(rows.run()), copy);
        deleteStack(plan, temporary, bots.stream().filter(rows::couldGive).toList());
        return bots;
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

    /** Removes the rows of bots that were deleted in the app while they were copied. */
    private List<RestoredBot> withoutDeleted(List<RestoredBot> results, BotCopy copy) throws InterruptedException {
        Set<String> now = NewDatabase.byId(NewDatabase.bots(services.table())).keySet();
        List<RestoredBot> checked = new ArrayList<>();
        for (RestoredBot bot : results) {
            boolean deleted = bot.outcome() == RestoreOutcome.RESTORED
                    && bot.bot() != null
                    && !now.contains(bot.id())
                    && copy.isDeleted(bot);
            checked.add(
                    deleted
                            ? copy.removed(bot, RestoreOutcome.DELETED, "it was deleted in the app meanwhile")
                            : bot);
        }
        return checked;
    }

    /**
     * Deletes the temporary database, which the snapshot can create again. Asks if bots are left that it could give;
     * without a terminal, or with {@code --yes}, it is deleted all the same, because it costs money.
     */
    private void deleteStack(RestorePlan plan, TemporaryDatabase temporary, List<RestoredBot> left)
            throws InterruptedException {
        if (!left.isEmpty()) {
            console.say("The snapshot, which stays, has rows of " + Text.count(left.size(), "bot")
                    + " that could not be restored now:");
            left.forEach(bot -> console.say("  " + bot.label(session.isVerbose()) + ": " + bot.reason()));
        }
        boolean asks = !left.isEmpty() && console.isTerminal() && !options.yes(session);
        boolean exists = plan.needsDatabase() || plan.stack() != null;
        if (exists && !options.how.keep && (!asks || console.confirmUnlessNo("Delete the temporary database now?"))) {
            removeDataMigration(plan);
            temporary.delete();
        }
    }

    /** A stack cannot be deleted while a data migration uses its project. */
    private void removeDataMigration(RestorePlan plan) throws InterruptedException {
        if (options.usesDms()) {
            services.load(plan.stackName(), plan.snapshot().arn(), session).remove();
        }
    }

    private boolean rebuildIndex() throws InterruptedException {
        boolean needed =
                !services.target().copied().isEmpty() && !services.target().isIndexed();
        if (!needed) {
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

    /** How many bots with copied rows are not proved yet, by the ARN of their snapshot. */
    private Map<String, Long> unproved() {
        return EarlierCopies.read(services.target(), services.bots(services.target(), session))
                .unproved();
    }

    private boolean isLoadProved() {
        return services.target()
                .loadedRows()
                .load()
                .filter(Predicate.not(LoadedRows.Load::proved))
                .isEmpty();
    }

    /** Waits until the snapshot can be restored. */
    private void awaitSnapshot(Snapshot chosen) throws InterruptedException {
        for (Snapshot now = chosen; !now.isAvailable(); ) {
            if (!now.status().equals("creating")) {
                throw UserException.badSettings(
                        "Snapshot %s is in state %s, and cannot be restored. Nothing was created.",
                        now.name(), now.status());
            }
            session.events().say("waiting for snapshot " + now.name() + ": " + now.progress() + " %");
            session.clock().sleep(SNAPSHOT_POLL_INTERVAL);
            now = services.clusters()
                    .snapshot(chosen.arn())
                    .orElseThrow(() -> UserException.badSettings("Snapshot %s was deleted meanwhile.", chosen.name()));
        }
    }

    /** There is nothing to copy, but an earlier run may have left its temporary database. */
    private RestoreReport withoutWork(RestorePlan plan, TemporaryDatabase temporary) throws InterruptedException {
        console.say("There is nothing to restore: no selected bot lacks rows.");
        if (plan.stack() != null) {
            leftovers.stack(plan.stackName());
            deleteStack(plan, temporary, List.of());
        }
        return report(plan, plan.leftAlone(), true, Map.of());
    }

    private RestoreReport report(
            RestorePlan plan, List<RestoredBot> bots, boolean indexed, Map<String, Long> unproved) {
        DatabaseAudit audit = DatabaseAudit.of(services.table(), services.store(), options.filter(), acceptedGaps());
        RestoreReport report = RestoreReport.of(
                plan,
                bots,
                audit,
                indexed,
                unproved,
                leftovers.hasStack() || leftovers.hasSchema(),
                Scope.withKnowledge(options.filter()),
                session.isRehearsal());
        report.show(console, session.isVerbose());
        return report;
    }

    /** The gaps that the journal of the main command records as accepted. */
    private Function<BotKey, List<String>> acceptedGaps() {
        MigrationId id = new MigrationId(
                settings.database().account(),
                session.aws().region(),
                settings.table().value(),
                UNKNOWN_ECS_CLUSTER,
                settings.database().host());
        return AcceptedGaps.read(null, id, session.userFolders(), session.clock(), console);
    }
}
