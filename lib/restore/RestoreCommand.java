package lib.restore;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lib.aws.StackOutputs;
import lib.cli.Next;
import lib.cli.Session;
import lib.cli.SettingsResolver;
import lib.common.ExitCode;
import lib.common.ProcessContext;
import lib.common.RunInterruptedException;
import lib.report.ReportWriter;
import lib.report.RunContext;
import lib.report.SettingsText;
import lib.retry.ServiceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code restore}: brings the vectors back from the snapshot of the old database, without embedding anything. */
@Command(
        name = "restore",
        description = {"Copies the vectors from a snapshot of the old database.", "Nothing is embedded."},
        footer = {
            "restore --rehearse: try it on this machine, without AWS",
            "restore --dry-run: show the plan; create nothing",
            "restore: copy the vectors; again to continue"
        },
        exitCodeList = {
            "0:every selected bot with knowledge is complete",
            "1:some are not, or a copy failed",
            "2:bad usage or settings",
            "3:AWS rejected the run",
            "130:interrupted"
        })
public final class RestoreCommand implements Callable<Integer> {
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
        options.output.check();
        try (Session session = options.openSession(context);
                RestoreProgress progress = new RestoreProgress(session)) {
            session.aws().checkCredentials();
            RestoreSettings settings = RestoreSettings.resolve(
                    options,
                    session.constants(constants),
                    StackOutputs.read(session.stacks(), options.app.stack));
            Restore restore = Restore.open(session, options, settings, progress);
            session.shutdownHook().message("Nothing was created or removed.");
            session.shutdownHook().unfinished("What CloudFormation and the databases have begun goes on.");
            new SettingsText(session).showAccess(Optional.of(options.app.stack));
            if (options.instead.status) {
                return status(restore);
            }
            try {
                return options.instead.cleanUp
                        ? cleanUp(restore)
                        : new RestoreRun(restore).run().number();
            } catch (InterruptedException | RuntimeException e) {
                restore.leftovers().say();
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

    private static int cleanUp(Restore restore) throws InterruptedException {
        Session session = restore.session();
        ExitCode exitCode = new CleanUp(restore).run();
        Next.show(
                NextOfRestore.afterCleanUp(exitCode, session.isRehearsal(), session.invocation()), session.console());
        return exitCode.number();
    }

    private static int status(Restore restore) {
        Session session = restore.session();
        RestoreStatus status = RestoreStatus.of(restore);
        status.show(session.console(), session.isRehearsal());
        RunContext runContext =
                RunContext.of(session, restore.settings().database().account());
        List<Next> next = NextOfRestore.afterStatus(status, session.invocation());
        new ReportWriter(session, restore.options().output)
                .write(RestoreJson.Status.of(runContext, status, next), next);
        return status.exitCode().number();
    }
}
