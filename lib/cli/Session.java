package lib.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import lib.aws.AwsClients;
import lib.common.Clock;
import lib.common.JsonFile;
import lib.common.ShutdownHook;
import lib.embed.EmbedOptions;
import lib.journal.Journal;
import lib.model.MigrationId;
import lib.report.ProgressView;
import lib.report.RunReport;
import lib.report.SummaryText;
import lib.retry.Retrier;

/** Where a run plays: the clients, the clock and the screen, either those of a real run or those of a rehearsal. */
public final class Session implements AutoCloseable {
    private final EmbedOptions.Scenario scenario;
    private final boolean freshStart;
    private final EmbeddedAwsProcess rehearsal;
    private final Clock time;
    private final Instant started;
    private final String json;
    private final ProgressView screen;
    private final AwsClients aws;
    private final ShutdownHook ctrlC;
    private Journal journal;

    private Session(EmbedOptions.Access access, EmbedOptions.Output output, EmbedOptions.Scenario scenario, boolean freshStart, PrintStream out, PrintStream err) {
        this.scenario = scenario;
        this.freshStart = freshStart;
        boolean rehearse = scenario != null;
        rehearsal = rehearse ? EmbeddedAwsProcess.start(scenario.name(), err) : null;
        time = Clock.atSpeed(rehearse ? EmbeddedAwsProcess.SPEED : access.clockSpeed, access.clockOrigin);
        started = time.now();
        this.json = output.json;
        screen = new ProgressView(out, err, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), time, isTerminal(), rehearse);
        aws = new AwsClients(new AwsClients.Access(access.region, access.profile, rehearse ? rehearsal.endpoint() : access.endpoint, rehearse));
        ctrlC = new ShutdownHook(err);
    }

    /** Standard output is the report's alone where {@code --json -} asks for it there. */
    public static Session set(EmbedOptions options) {
        return set(options.access, options.output, options.play.rehearse, options.resuming.fresh || options.proof.again);
    }

    /** The same for what only looks. */
    public static Session set(EmbedOptions.Access access, EmbedOptions.Output output) {
        return set(access, output, null, false);
    }

    private static Session set(EmbedOptions.Access access, EmbedOptions.Output output, EmbedOptions.Scenario scenario, boolean freshStart) {
        return new Session(access, output, scenario, freshStart, "-".equals(output.json) ? System.err : System.out, System.err);
    }

    /** UTF-8 whatever the locale says: titles are in every script. */
    public static void useUtf8() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /** Up to Java 21 a console means a terminal on both sides; since 22 there is always one, and it has to be asked. */
    public static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether failures are what was asked for. */
    public boolean playsTrouble() {
        return scenario == EmbedOptions.Scenario.trouble;
    }

    public boolean isFreshStart() {
        return freshStart;
    }

    public boolean isRehearsal() {
        return rehearsal != null;
    }

    /**
     * The journal of this migration: its own where nothing may be written, else for this run alone. A rehearsal's lies in a temporary folder.
     *
     * @param path where it was asked to be, or null for the usual place
     */
    public Journal journal(Path path, MigrationId identity, boolean lookOnly) {
        Path file = isRehearsal() ? rehearsal.folder().resolve("journal.jsonl") : path == null ? Journal.usualPath(identity) : path;
        journal = lookOnly ? Journal.view(file, identity, time) : Journal.open(file, identity, time);
        journal.news().ifPresent(screen::warn);
        return journal;
    }

    /** Nobody is asked where nothing real is at stake and no person sits at a terminal. */
    public boolean answersYes() {
        return isRehearsal() && !isTerminal();
    }

    /** Shows the result, and writes it where it was asked for. */
    public int tell(RunReport report) {
        screen.endLive();
        SummaryText.of(report).forEach(screen::say);
        if (json != null) {
            JsonFile.write(report.toJson(), json, System.out);
        }
        return report.exitCode();
    }

    public Instant started() {
        return started;
    }

    public Clock time() {
        return time;
    }

    /** Asks services on this stage's clock, and shows its pauses. */
    public Retrier retrier() {
        return new Retrier(time, screen::pausing);
    }

    public ProgressView screen() {
        return screen;
    }

    public AwsClients aws() {
        return aws;
    }

    public ShutdownHook ctrlC() {
        return ctrlC;
    }

    @Override
    public void close() {
        aws.close();
        if (journal != null) {
            journal.close();
        }
        if (rehearsal != null) {
            rehearsal.close();
        }
        ctrlC.close();
    }
}
