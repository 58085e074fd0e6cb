package tests.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lib.common.DaemonThreads;
import lib.common.ProcessContext;

/** A command that runs on a thread of this JVM, with its own environment and streams. */
final class RunningInJvm implements Cli.Running {
    /** Found by reflection because the script is in the unnamed package, which cannot be imported. */
    private static final Method RUN = run();

    private static final String ENDPOINT = "AWS_ENDPOINT_URL";

    private final Pipe in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FutureTask<Integer> exit;
    private final Thread thread;

    private RunningInJvm(Map<String, String> environment, InstantSource timeOfDay, String... arguments)
            throws IOException {
        in = Pipe.open();
        Map<String, String> own = new LinkedHashMap<>(environment);
        ProcessContext context = new ProcessContext(
                own, Channels.newInputStream(in.source()), stream(out), stream(err), false, timeOfDay);
        exit = new FutureTask<>(() -> (Integer) RUN.invoke(null, context, withEndpoint(own.get(ENDPOINT), arguments)));
        thread = DaemonThreads.newThread(exit);
        thread.start();
    }

    static RunningInJvm start(Map<String, String> environment, InstantSource timeOfDay, String... arguments) {
        try {
            return new RunningInJvm(environment, timeOfDay, arguments);
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
        if (endpoint != null && !all.contains("--endpoint-url")) {
            boolean subcommand = !all.isEmpty() && !all.get(0).startsWith("-");
            all.addAll(subcommand ? 1 : 0, List.of("--endpoint-url", endpoint));
        }
        return all.toArray(String[]::new);
    }

    @Override
    public RunningInJvm type(String text) {
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
    public Cli.Result end() {
        try {
            in.sink().close();
            int code = exit.get(5, TimeUnit.MINUTES);
            in.source().close();
            return new Cli.Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            destroy();
            throw new AssertionError("still running after 5 minutes\n" + out.toString(StandardCharsets.UTF_8), e);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
