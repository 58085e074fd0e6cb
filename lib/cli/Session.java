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

/** The resources of a command: clients, clock, console and shutdown hook, for a real run or a rehearsal. */
public final class Session implements AutoCloseable {
    private final ProcessContext context;
    private final boolean isVerbose;
    private final Invocation invocation;
    private final EmbeddedAwsProcess embeddedAws;
    private final Clock clock;
    private final Console console;
    private final EventLog events;
    private final AwsClients aws;
    private final ShutdownHook shutdownHook;

    private Session(
            ProcessContext context,
            AccessOptions access,
            OutputOptions output,
            EmbeddedAwsProcess embeddedAws,
            Clock clock) {
        this.context = context;
        this.isVerbose = output.verbose;
        this.invocation = Invocation.of(context);
        this.embeddedAws = embeddedAws;
        this.clock = clock;
        PrintStream out = output.isJsonToStandardOutput() ? context.err() : context.out();
        console = new Console(context, out, isRehearsal() ? "[rehearsal] " : "", clock);
        events = new EventLog(console, clock);
        aws = new AwsClients(
                isRehearsal()
                        ? AwsClients.Access.toEmbeddedAws(embeddedAws.endpoint())
                        : new AwsClients.Access(access.region, access.profile, access.endpoint, context.environment()));
        shutdownHook = new ShutdownHook(context.err(), console, invocation.again(Set.of()));
        if (isRehearsal()) {
            console.say("REHEARSAL: everything below happens in an embedded AWS on this machine. No AWS account is"
                    + " touched.");
        }
    }

    /** A session with AWS. */
    public static Session open(ProcessContext context, AccessOptions access, OutputOptions output) {
        return new Session(context, access, output, null, context.clock());
    }

    /** A session with an embedded AWS that runs this scenario. */
    public static Session rehearse(ProcessContext context, String scenario, OutputOptions output) {
        EmbeddedAwsProcess embeddedAws = EmbeddedAwsProcess.start(context, scenario);
        return new Session(context, new AccessOptions(), output, embeddedAws, embeddedAws.clock());
    }

    public boolean isRehearsal() {
        return embeddedAws != null;
    }

    /** Whether to show what is of interest only if something is wrong: full keys, task ids. */
    public boolean isVerbose() {
        return isVerbose;
    }

    /** How the user called this command. */
    public Invocation invocation() {
        return invocation;
    }

    /** A folder for files of this rehearsal, deleted at its end; empty in a real run. */
    public Optional<Path> rehearsalFolder() {
        return Optional.ofNullable(embeddedAws).map(EmbeddedAwsProcess::folder);
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

    public ProcessContext context() {
        return context;
    }

    public Clock clock() {
        return clock;
    }

    public Console console() {
        return console;
    }

    public EventLog events() {
        return events;
    }

    public AwsClients aws() {
        return aws;
    }

    /** The stacks of the account and region. */
    public Stacks stacks() {
        return new Stacks(aws.cloudFormation(), retrier());
    }

    /** Repeats calls on this session's clock, and shows its pauses. */
    public Retrier retrier() {
        return new Retrier(clock, clock::jitter, events::pausing);
    }

    public ShutdownHook shutdownHook() {
        return shutdownHook;
    }

    @Override
    public void close() {
        console.close();
        aws.close();
        if (isRehearsal()) {
            embeddedAws.close();
        }
        shutdownHook.close();
    }
}
