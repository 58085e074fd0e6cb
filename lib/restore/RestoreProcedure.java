package lib.restore;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.model.BotKey;
import lib.model.EngineVersion;
import lib.model.MigrationId;
import lib.proof.AcceptedGaps;
import lib.proof.DatabaseAudit;
import lib.report.ReportWriter;
import lib.report.RunContext;
import lib.report.Scope;
import lib.report.SettingsText;

/** The whole way: find the snapshot, look, show the plan, ask, restore, report, clean up. */
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
        NewDatabase target = NewDatabase.read(
                settings, services.clusters(), services.target(), services.store(), services.table(), options.filter());
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
                options.how.via,
                session);

        // Show the plan, and ask once.
        RestorePlan plan = plan(snapshot, version, target, temporary);
        if (options.usesDms() && plan.needsDatabase()) {
            new DmsConditions(services, plan, session).check();
        }
        plan.show(console, new SettingsText(session));
        ReportWriter writer = new ReportWriter(session, options.output);
        if (options.instead.dryRun) {
            console.say("");
            console.say(plan.verdict(session.isRehearsal()));
            writer.writeFiles(RestoreJson.of(context(), plan));
            return ExitCode.OK;
        }
        if (plan.needsDatabase()
                && !console.confirm("Create the temporary database and restore?", options.yes(session))) {
            console.say("Nothing was created.");
            return console.exitCodeOfNo();
        }

        // Restore, report, clean up.
        leftovers.sayAtInterrupt();
        RestoreReport report = plan.needsDatabase() ? restore(plan, temporary) : withoutDatabase(plan, temporary);
        leftovers.say();
        writer.writeFiles(RestoreJson.of(context(), report, leftovers));
        return report.exitCode();
    }

    private RunContext context() {
        return RunContext.of(session, settings.database().account());
    }

    private EngineVersion version(Snapshot snapshot) {
        List<String> available = services.clusters().engineVersions();
        return EngineVersion.forSnapshot(snapshot.engineVersion(), available)
                .orElseThrow(() -> UserException.badSettings(
                        "Snapshot %s is of version %s, and no cluster with its major version can be created any more."
                                + "%nEmbed the bots again instead: jbang migrate.java",
                        snapshot.name(), snapshot.engineVersion()));
    }

    private RestorePlan plan(
            Snapshot snapshot, EngineVersion version, NewDatabase target, TemporaryDatabase temporary) {
        String stackName = TemporaryStack.name(settings.stack(), snapshot);
        String access = " --region " + session.aws().region()
                + (options.access.profile == null ? "" : " --profile " + options.access.profile);
        String deleteStack = "aws cloudformation delete-stack --stack-name " + stackName + access;
        return new RestorePlan(
                settings,
                snapshot,
                version,
                target,
                stackName,
                temporary.find().map(Stacks.State::status).orElse(null),
                options.usesDms() ? DmsPlan.byHand(stackName, access, deleteStack) : List.of(deleteStack),
                services.target().exists(),
                options);
    }

    /** Creates the temporary database, copies, proves and rebuilds the index; cleans up unless a copy failed. */
    private RestoreReport restore(RestorePlan plan, TemporaryDatabase temporary) throws InterruptedException {
        awaitSnapshot(plan.snapshot());
        try (Lease lease = Lease.acquire(services.target(), session)) {
            leftovers.schema(true);
            services.target().createFunctions();
            RestoreRun run = new RestoreRun(services, plan, options, temporary, leftovers, rowCopy(plan), session);
            RestoreReport report = report(plan, run.run(lease));
            if (!report.hasFailures()) {
                cleanUp.dropSchema(lease);
                leftovers.schema(false);
                deleteStack(plan, temporary);
            }
            return report;
        }
    }

    private RowCopy rowCopy(RestorePlan plan) {
        return switch (options.how.via) {
            case postgres_fdw -> new LinkedCopy(services, plan, options, snapshots, session);
            case dms ->
                new LoadedCopy(
                        services, plan, options, snapshots, services.load(plan.stackName(), session), session);
        };
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
    private RestoreReport withoutDatabase(RestorePlan plan, TemporaryDatabase temporary) throws InterruptedException {
        console.say("There is nothing to restore: no selected bot lacks rows.");
        if (plan.stackStatus() != null) {
            leftovers.stack(plan.stackName(), plan.deleteCommand());
            deleteStack(plan, temporary);
        }
        return report(plan, new RestoreRun.Result(plan.target().leftAlone(), true));
    }

    private RestoreReport report(RestorePlan plan, RestoreRun.Result result) {
        DatabaseAudit audit = DatabaseAudit.of(services.table(), services.store(), options.filter(), acceptedGaps());
        RestoreReport report = RestoreReport.of(
                plan, result, audit, options.repeated(), Scope.withKnowledge(options.filter()), session.isRehearsal());
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

    private void deleteStack(RestorePlan plan, TemporaryDatabase temporary) throws InterruptedException {
        boolean asks = console.isTerminal() && !options.yes(session);
        if (!options.how.keep && console.confirm("Delete the temporary database now?", !asks)) {
            if (options.usesDms()) {
                services.load(plan.stackName(), session).remove();
            }
            temporary.delete();
            leftovers.stackDeleted();
        }
    }
}
