package tests.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import lib.common.DaemonThreads;

/** A command that runs in its own process. */
public record RunningProcess(Process process, Output out, Output err) implements Cli.Running {
    /** What a process has written so far. */
    public static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Output(InputStream stream) {
            reader = DaemonThreads.newThread(() -> {
                try (stream) {
                    stream.transferTo(bytes); // which is synchronized
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            reader.start();
        }

        public String soFar() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        /** Waits for its end. */
        public String whole() throws InterruptedException {
            reader.join();
            return soFar();
        }
    }

    static RunningProcess start(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            // A test that fails may leave its command waiting at a question.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new RunningProcess(
                    process, new Output(process.getInputStream()), new Output(process.getErrorStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has written to standard output so far. */
    public String shown() {
        return out.soFar();
    }

    @Override
    public RunningProcess type(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void destroy() {
        process.destroyForcibly();
    }

    @Override
    public RunningProcess waitUntil(BooleanSupplier condition) {
        Cli.Running.super.waitUntil(condition);
        return this;
    }

    @Override
    public boolean killWhen(BooleanSupplier condition) {
        waitUntil(condition);
        boolean alive = process.isAlive();
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return alive;
    }

    /** Sends it that signal, for example INT as Ctrl-C does, while its standard input is open. */
    public Cli.Result signal(String name) {
        Cli.Result kill = new Cli().run("kill", "-" + name, String.valueOf(process.pid()));
        if (kill.exit() != 0) {
            throw new AssertionError(kill.toString());
        }
        Waiting.await("its end after SIG" + name, () -> !process.isAlive());
        return end();
    }

    @Override
    public Cli.Result end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running after 5 minutes");
            }
            return Transcript.add(new Cli.Result(process.exitValue(), out.whole(), err.whole()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
