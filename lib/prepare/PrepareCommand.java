package lib.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import lib.aws.StackOutputs;
import lib.cli.AccessOptions;
import lib.cli.HelpOption;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.cli.OutputOptions;
import lib.cli.RehearsalOptions;
import lib.cli.Session;
import lib.cli.StackOption;
import lib.common.ExitCode;
import lib.common.ProcessContext;
import lib.common.Text;
import lib.report.ReportWriter;
import lib.report.RunContext;
import lib.report.SettingsText;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code prepare}: says before a deploy of v1 what it would destroy, and how to keep it. Changes nothing. */
@Command(
        name = "prepare",
        description = {
            "Shows what a deploy of v1 would destroy, and how to keep it.",
            "For the time before the deploy; changes nothing."
        },
        footer = {
            "prepare --rehearse: try it on this machine, without AWS",
            "prepare: show everything; again to compare the copy"
        },
        exitCodeList = {
            "0:nothing that could be read stands in the way of the deploy",
            "1:something must be done before it, or the copy of the files lacks some",
            "2:bad usage or settings",
            "3:AWS rejected the command",
            "130:interrupted"
        })
public final class PrepareCommand implements Callable<Integer> {
    @Mixin
    private final StackOption app = new StackOption();

    @Option(
            names = "--copy",
            paramLabel = "BUCKET",
            description = {
                "bucket for the copy of the files, which is compared with them",
                "default: <stack>-files-<account>-<region>"
            })
    private String copy;

    @ArgGroup(validate = false, heading = AccessOptions.HEADING)
    private final AccessOptions access = new AccessOptions();

    @ArgGroup(validate = false, heading = RehearsalOptions.HEADING)
    private final RehearsalOptions rehearsal = new RehearsalOptions();

    @ArgGroup(validate = false, heading = OutputOptions.HEADING)
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final HelpOption help = new HelpOption();

    private final ProcessContext context;

    public PrepareCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        output.check();
        try (Session session = rehearsal.open(context, access, output, "before", "before_trouble")) {
            session.aws().checkCredentials();
            session.shutdownHook().message("Nothing was started or changed.");
            StackOutputs outputs =
                    StackOutputs.read(session.stacks(), app.stack).requireBeforeV2();
            Present present = new LookAround(session).read(outputs, copy);
            DeployCommands commands = commands(session, present);
            List<DeployCommands.Step> before = commands.before(
                    present.isStopped(),
                    present.comparison().isPresent(),
                    present.worst(),
                    session.clock().wallTime());
            List<DeployCommands.Step> after =
                    commands.after(present.worst(), List.of(command(session, " restore"), command(session, "")));
            PrepareVerdict verdict = PrepareVerdict.of(session.isRehearsal(), present);
            new SettingsText(session).showAccess(Optional.empty());
            PrepareText text = new PrepareText(present, session.console());
            text.show(before, after);
            text.show(verdict);
            RunContext runContext = RunContext.of(session, present.app().account().orElse(""));
            List<Next> next = next(verdict, present.worst().vectors(), session.invocation());
            new ReportWriter(session, output)
                    .write(PrepareJson.of(runContext, present, verdict, before, after, next), next);
            return verdict.exitCode().number();
        }
    }

    /** What follows the steps that are shown. */
    private static List<Next> next(PrepareVerdict verdict, boolean losesVectors, Invocation invocation) {
        if (verdict.isRehearsal()) {
            return List.of(new Next("in your account", invocation.again(Set.of("--rehearse"))));
        }
        List<Next> steps = new ArrayList<>();
        if (verdict.exitCode() != ExitCode.OK) {
            steps.add(new Next("when the way is clear", invocation.again(Set.of())));
        }
        if (losesVectors) {
            steps.add(new Next("after the deploy, to see both ways", invocation.command("--dry-run")));
        }
        return steps;
    }

    private DeployCommands commands(Session session, Present present) {
        return new DeployCommands(
                app.stack,
                session.aws().region(),
                accessOptions(),
                present.app().cluster().map(cluster -> cluster.value()).orElse(""),
                present.app().bucket().map(bucket -> bucket.value()).orElse(""),
                present.copy());
    }

    /** The options of the AWS CLI and of this tool that say where, beside the region; they have the same names. */
    private String accessOptions() {
        return option("--profile", access.profile)
                + option("--endpoint-url", access.endpoint == null ? null : access.endpoint.toString());
    }

    /** A command of this tool for the app, complete, because it is typed after the deploy. */
    private String command(Session session, String name) {
        return session.invocation().program() + name + option("--stack", app.otherStack().orElse(null))
                + option("--region", session.aws().region()) + accessOptions();
    }

    private static String option(String name, String value) {
        return value == null ? "" : " " + name + " " + Text.shellWord(value);
    }
}
