package tests.support;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import lib.aws.ConfiguredEndpoint;
import lib.common.Clock;
import lib.common.DaemonThreads;
import lib.common.ProcessContext;

/** A command that runs on a thread of this JVM, with its own environment and streams. */
final class RunningInJvm implements Cli.Running {
    /** Found by reflection because the script is in the unnamed package, which cannot be imported. */
    private static final Method RUN = run();

    /** What takes so long in real time hangs. */
    private static final int MINUTES = 5;

    private static final String ENDPOINT = "AWS_ENDPOINT_URL";

    private final Pipe in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FutureTask<Integer> exit;
    private final Thread thread;
    private final Thread starter = Thread.currentThread();
    /** Empty: the wall clock, or the one that the environment defines. */
    private final Optional<AccountClock.OfCommand> clock;

    private RunningInJvm(
            Map<String, String> environment, Method run, Optional<AccountClock.OfCommand> clock, String... arguments)
            throws IOException {
        this.clock = clock;
        clock.ifPresent(each -> each.account().hold());
        in = Pipe.open();
        Map<String, String> own = new LinkedHashMap<>(environment);
        ProcessContext context = new ProcessContext(
                own,
                clock.<InputStream>map(each -> new Answers(Channels.newInputStream(in.source()), each))
                        .orElseGet(() -> Channels.newInputStream(in.source())),
                stream(out),
                stream(err),
                false,
                () -> clock.map(Clock.class::cast).orElseGet(() -> ProcessContext.clock(own)));
        exit = new FutureTask<>(() -> (Integer) run.invoke(null, context, withEndpoint(own.get(ENDPOINT), arguments)));
        thread = clock.map(each -> each.newThread(exit)).orElseGet(() -> DaemonThreads.newThread(exit));
        thread.start();
    }

    /** @param constants those of the script that are edited */
    static RunningInJvm start(
            Map<String, String> environment,
            Map<String, String> constants,
            Optional<AccountClock.OfCommand> clock,
            String... arguments) {
        try {
            return new RunningInJvm(
                    environment, constants.isEmpty() ? RUN : EditedScript.run(constants), clock, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Method run() {
        try {
            return Class.forName("migrate").getMethod("run", ProcessContext.class, String[].class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Passes the endpoint as an option, because the SDK reads only the environment of the process. */
    private static String[] withEndpoint(String endpoint, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (endpoint != null && ConfiguredEndpoint.isForm(endpoint) && !all.contains("--endpoint-url")) {
            boolean subcommand = !all.isEmpty() && !all.get(0).startsWith("-");
            all.addAll(subcommand ? 1 : 0, List.of("--endpoint-url", endpoint));
        }
        return all.toArray(String[]::new);
    }

    /** What a test types, on which a question waits. */
    private static final class Answers extends FilterInputStream {
        private final AccountClock.OfCommand clock;

        Answers(InputStream in, AccountClock.OfCommand clock) {
            super(in);
            this.clock = clock;
        }

        @Override
        public int read() throws IOException {
            return clock.ask(super::read);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return clock.ask(() -> super.read(bytes, offset, length));
        }
    }

    @Override
    public RunningInJvm type(String text) {
        clock.ifPresent(AccountClock.OfCommand::answer);
        try {
            in.sink().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public void destroy() {
        thread.interrupt();
    }

    @Override
    public boolean killWhen(BooleanSupplier condition) {
        waitUntil(condition);
        boolean alive = isAlive();
        clock.orElseThrow().kill();
        awaitEnd();
        return alive;
    }

    /** Waits until it has ended; empty if it was killed. What its threads still do then has no effect. */
    Optional<Cli.Result> endUnlessKilled() {
        Optional<Integer> code = awaitEnd();
        return clock.filter(AccountClock.OfCommand::isKilled).isPresent() ? Optional.empty() : code.map(this::result);
    }

    @Override
    public Cli.Result end() {
        return result(awaitEnd().orElseThrow(() -> new IllegalStateException("killed")));
    }

    private Cli.Result result(int code) {
        return Transcript.add(
                new Cli.Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8)));
    }

    /** Closes standard input, and returns the exit code; empty if the command was killed. */
    private Optional<Integer> awaitEnd() {
        clock.ifPresent(AccountClock.OfCommand::answer);
        try {
            in.sink().close();
            Optional<Integer> code =
                    clock.isEmpty() ? exitCode() : clock.get().account().withoutHold(this::exitCode);
            in.source().close();
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            clock.ifPresent(each -> {
                each.end();
                each.account().release(starter);
            });
        }
    }

    private Optional<Integer> exitCode() {
        try {
            return Optional.of(exit.get(MINUTES, TimeUnit.MINUTES));
        } catch (TimeoutException e) {
            String threads = clock.map(each -> each.account().threads()).orElse("");
            destroy();
            throw new AssertionError("still running after " + MINUTES + " minutes\n" + out + "\n" + threads, e);
        } catch (ExecutionException e) {
            if (clock.filter(AccountClock.OfCommand::isKilled).isPresent()) {
                return Optional.empty();
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
