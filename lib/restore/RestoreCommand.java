package lib.restore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.StackOutputs;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.cli.SettingsResolver;
import lib.common.ExitCode;
import lib.common.JsonFile;
import lib.common.ProcessContext;
import lib.common.RunInterruptedException;
import lib.common.UserException;
import lib.proof.DatabaseAudit;
import lib.report.ReportWriter;
import lib.report.RunContext;
import lib.retry.ServiceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code restore}: brings the vectors back from the snapshot of the old database, without embedding anything. */
@Command(
        name = "restore",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Copies the vectors from the snapshot of the old database cluster, without embedding anything.",
        footer = {
            "",
            "Exit codes: 0 every selected bot with knowledge is complete; 1 some are not, or a copy failed;",
            "2 bad usage or settings; 3 AWS rejected the run; 130 interrupted."
        })
public final class RestoreCommand implements Callable<Integer> {
    private static final Duration SNAPSHOT_POLL_INTERVAL = Duration.ofSeconds(30);

    @Mixin
    private final RestoreOptions options = new RestoreOptions();

    private final ProcessContext context;
    private final SettingsResolver.Names constants;

    /** @param constants those at the top of the script */
    public RestoreCommand(ProcessContext context, SettingsResolver.Names constants) {
        this.context = context;
        this.constants = constants;
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        if (options.instead.template) {
            context.out().print(TemporaryStack.template());
            return ExitCode.OK.number();
        }
        JsonFile.check(options.output.json);
        try (Session session = options.openSession(context)) {
            session.aws().checkCredentials();
            RestoreSettings settings = RestoreSettings.resolve(
                    options,
                    session.isRehearsal() ? SettingsResolver.Names.NONE : constants,
                    () -> StackOutputs.read(session.aws().cloudFormation(), options.app.stack));
            Stacks stacks = new Stacks(session.aws().cloudFormation(), session.retrier());
            RestoreServices services = RestoreServices.open(session, settings, stacks);
            Leftovers leftovers = new Leftovers(session, command("restore --clean-up"));
            Thread main = Thread.currentThread();
            session.shutdownHook().onInterrupt(() -> {
                leftovers.say();
                main.interrupt();
            });
            CleanUp cleanUp = new CleanUp(services.target(), stacks, settings.stack(), session);
            if (options.instead.status) {
                return status(session, settings, services, cleanUp);
            }
            if (options.instead.cleanUp) {
                return cleanUp.run(options.how.stackRoleArn, yes(session))
                        ? ExitCode.OK.number()
                        : ExitCode.INCOMPLETE.number();
            }
            try {
                return restore(session, settings, services, cleanUp, leftovers).number();
            } catch (InterruptedException | RuntimeException e) {
                leftovers.say();
                if (!isInterruption(e)) {
                    throw e;
                }
                session.console().warn("interrupted.");
                return ExitCode.INTERRUPTED.number();
            }
        }
    }

    /** A request that is cut short by an interrupt ends with an error of its own. */
    private static boolean isInterruption(Exception e) {
        return e instanceof InterruptedException
                || e instanceof RunInterruptedException
                || e instanceof ServiceException && Thread.currentThread().isInterrupted();
    }

    private boolean yes(Session session) {
        return options.how.yes || session.answersYes();
    }

    private String command(String words) {
        return Stream.concat(Stream.of("jbang migrate.java " + words), options.repeated().stream())
                .collect(Collectors.joining(" "));
    }

    private int status(Session session, RestoreSettings settings, RestoreServices services, CleanUp cleanUp) {
        RestoreStatus status = RestoreStatus.of(cleanUp, services.target());
        status.show(session.console(), command("restore --clean-up"));
        new ReportWriter(session, options.output.json)
                .writeJson(RestoreJson.of(
                        RunContext.of(session, settings.database().account()), status));
        return ExitCode.OK.number();
    }

    private ExitCode restore(
            Session session, RestoreSettings settings, RestoreServices services, CleanUp cleanUp, Leftovers leftovers)
            throws InterruptedException {
        // Find the snapshot, and look before anything is made.
        services.appStack().check();
        SnapshotFinder snapshots = new SnapshotFinder(services.clusters(), settings, session.console());
        Snapshot snapshot = snapshots.choose(
                options.what.snapshot, session.answersYes(), options.how.yes || options.instead.dryRun);
        EngineVersion version = version(services, snapshot);
        NewDatabase target = NewDatabase.read(
                settings, services.clusters(), services.target(), services.store(), services.table(), options.filter());
        TemporaryDatabase temporary = new TemporaryDatabase(
                services.stacks(),
                TemporaryStack.definition(
                        settings,
                        snapshot,
                        version,
                        options.how.stackRoleArn,
                        session.clock().now()),
                settings.stack(),
                snapshot,
                session);

        // Show the plan, and ask once.
        RestorePlan plan = plan(session, settings, services, snapshot, version, target, temporary);
        ReportWriter writer = new ReportWriter(session, options.output.json);
        plan.show(session.console(), session.aws().region());
        if (options.instead.dryRun) {
            writer.writeJson(
                    RestoreJson.of(RunContext.of(session, settings.database().account()), plan));
            return ExitCode.OK;
        }
        RestoreReport report;
        if (plan.needsDatabase()) {
            if (!session.console().confirm("Create the temporary database and restore?", yes(session))) {
                session.console().say("Nothing was created.");
                return ExitCode.INCOMPLETE;
            }
            awaitSnapshot(session, services, snapshot);
            report = copy(session, services, plan, temporary, leftovers, snapshots, cleanUp);
        } else {
            session.console().say("There is nothing to restore: no selected bot lacks rows.");
            if (plan.stackStatus() != null) {
                leftovers.stack(plan.stackName(), plan.deleteCommand());
                deleteStack(session, temporary, leftovers);
            }
            report = report(session, services, plan, new RestoreRun.Result(target.leftAlone(), true));
        }
        leftovers.say();
        writer.writeJson(
                RestoreJson.of(RunContext.of(session, settings.database().account()), report, leftovers));
        return report.exitCode();
    }

    /** Creates the temporary database, copies, proves and rebuilds the index; cleans up unless a copy failed. */
    private RestoreReport copy(
            Session session,
            RestoreServices services,
            RestorePlan plan,
            TemporaryDatabase temporary,
            Leftovers leftovers,
            SnapshotFinder snapshots,
            CleanUp cleanUp)
            throws InterruptedException {
        leftovers.schema(true);
        try (Lease lease = Lease.acquire(services.target(), session)) {
            services.target().createFunctions();
            RestoreReport report = report(
                    session,
                    services,
                    plan,
                    new RestoreRun(services, plan, options, temporary, leftovers, snapshots, session).run(lease));
            if (!report.hasFailures()) {
                cleanUp.dropSchema(lease);
                leftovers.schema(false);
                deleteStack(session, temporary, leftovers);
            }
            return report;
        }
    }

    private RestoreReport report(
            Session session, RestoreServices services, RestorePlan plan, RestoreRun.Result result) {
        DatabaseAudit audit = DatabaseAudit.of(services.table(), services.store(), options.filter());
        RestoreReport report = RestoreReport.of(plan, result, audit, options.repeated());
        report.show(session.console());
        return report;
    }

    private void deleteStack(Session session, TemporaryDatabase temporary, Leftovers leftovers)
            throws InterruptedException {
        boolean asks = session.console().isTerminal() && !yes(session);
        if (!options.how.keep && session.console().confirm("Delete the temporary database now?", !asks)) {
            temporary.delete();
            leftovers.stackDeleted();
        }
    }

    private static EngineVersion version(RestoreServices services, Snapshot snapshot) {
        List<String> available = services.clusters().engineVersions();
        return EngineVersion.forSnapshot(snapshot.engineVersion(), available)
                .orElseThrow(() -> UserException.badSettings(
                        "Snapshot %s is of version %s, and no cluster with its major version can be created any more."
                                + "%nEmbed the bots again instead: jbang migrate.java",
                        snapshot.name(), snapshot.engineVersion()));
    }

    private RestorePlan plan(
            Session session,
            RestoreSettings settings,
            RestoreServices services,
            Snapshot snapshot,
            EngineVersion version,
            NewDatabase target,
            TemporaryDatabase temporary) {
        String stackName = TemporaryStack.name(settings.stack(), snapshot);
        String profile = options.access.profile == null ? "" : " --profile " + options.access.profile;
        return new RestorePlan(
                settings,
                snapshot,
                version,
                target,
                stackName,
                temporary.find().map(Stacks.State::status).orElse(null),
                "aws cloudformation delete-stack --stack-name " + stackName + " --region "
                        + session.aws().region() + profile,
                services.target().exists(),
                !options.how.noReindex,
                options.what.includeDeleted);
    }

    /** Waits until the snapshot can be restored. */
    private static void awaitSnapshot(Session session, RestoreServices services, Snapshot chosen)
            throws InterruptedException {
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
}
