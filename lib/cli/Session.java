package lib.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import lib.aws.AwsClients;
import lib.aws.Stacks;
import lib.common.Clock;
import lib.common.Console;
import lib.common.ProcessContext;
import lib.common.ShutdownHook;
import lib.common.UserFolders;
import lib.retry.Retrier;

/**
 * The resources of a command, for a real run or a rehearsal.
 *
 * @param isVerbose whether to show what is of interest only if something is wrong: full keys, task ids
 * @param invocation how the user called this command
 * @param embeddedAws the one of a rehearsal; empty in a real run
 */
public record Session(
        ProcessContext context,
        boolean isVerbose,
        Invocation invocation,
        Optional<EmbeddedAwsProcess> embeddedAws,
        Clock clock,
        Console console,
        EventLog events,
        AwsClients aws,
        ShutdownHook shutdownHook)
        implements AutoCloseable {
    /** A session with AWS. */
    public static Session open(ProcessContext context, AccessOptions access, OutputOptions output) {
        return open(
                context,
                output,
                Optional.empty(),
                context.clock(),
                new AwsClients.Access(access.region, access.profile, access.endpoint, context.environment()));
    }

    /** A session with an embedded AWS that runs this scenario. */
    public static Session rehearse(ProcessContext context, String scenario, OutputOptions output) {
        EmbeddedAwsProcess aws = EmbeddedAwsProcess.start(context, scenario);
        Session session = open(
                context, output, Optional.of(aws), aws.clock(), AwsClients.Access.toEmbeddedAws(aws.endpoint()));
        session.console.say("REHEARSAL: everything below happens in an embedded AWS on this machine. No AWS account is"
                + " touched.");
        return session;
    }

    private static Session open(
            ProcessContext context,
            OutputOptions output,
            Optional<EmbeddedAwsProcess> embeddedAws,
            Clock clock,
            AwsClients.Access access) {
        Invocation invocation = Invocation.of(context);
        PrintStream out = output.isJsonToStandardOutput() ? context.err() : context.out();
        Console console = new Console(context, out, embeddedAws.isPresent() ? "[rehearsal] " : "", clock);
        return new Session(
                context,
                output.verbose,
                invocation,
                embeddedAws,
                clock,
                console,
                new EventLog(console, clock),
                new AwsClients(access),
                new ShutdownHook(context.err(), console, invocation.again(Set.of())));
    }

    public boolean isRehearsal() {
        return embeddedAws.isPresent();
    }

    /** A folder for files of this rehearsal, deleted at its end; empty in a real run. */
    public Optional<Path> rehearsalFolder() {
        return embeddedAws.map(EmbeddedAwsProcess::folder);
    }

    /** Whether to answer all questions with yes: in a rehearsal without a terminal, which changes nothing real. */
    public boolean answersYes() {
        return isRehearsal() && !console.isTerminal();
    }

    /** The constants of the script; a rehearsal, which has names of its own, ignores them. */
    public SettingsResolver.Names constants(SettingsResolver.Names edited) {
        return isRehearsal() ? SettingsResolver.Names.NONE : edited;
    }

    public UserFolders userFolders() {
        return UserFolders.of(context.environment());
    }

    /** The stacks of the account and region. */
    public Stacks stacks() {
        return new Stacks(aws.cloudFormation(), retrier());
    }

    /** Repeats calls on this session's clock, and shows its pauses. */
    public Retrier retrier() {
        return new Retrier(clock, clock::jitter, events::pausing);
    }

    @Override
    public void close() {
        console.close();
        aws.close();
        embeddedAws.ifPresent(EmbeddedAwsProcess::close);
        shutdownHook.close();
    }
}
