package tests;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The real command line, as a person has it: {@code ./migrate.java} in a process of its own, with a home of its own. */
final class Cli {
    /** What a command said and how it ended. */
    record Result(int exit, String out, String err) {
        Result {
            if (err.contains("\tat ")) {
                throw new AssertionError("a stack trace reached the user:\n" + err);
            }
        }

        /** What {@code --json -} wrote. */
        JsonObject json() {
            return JsonParser.parseString(out).getAsJsonObject();
        }

        /** Out and err, for the message of a failed assertion. */
        @Override
        public String toString() {
            return "exit " + exit + "\n--- out\n" + out + "\n--- err\n" + err;
        }
    }

    /** Waits for something that another process does; where it does not come, that is a failure. */
    static void await(String what, BooleanSupplier happened) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after a minute, still not: " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A command that is running. */
    record Running(Process process, CompletableFuture<String> out, CompletableFuture<String> err) {
        Running type(String text) {
            try {
                process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Kills it, as {@code kill -9} does, as soon as {@code when} is true. False where it ended before. */
        boolean killWhen(BooleanSupplier when) {
            awaiting(when);
            boolean alive = process.isAlive();
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return alive;
        }

        /** Waits until {@code when} is true or the command has ended. */
        Running awaiting(BooleanSupplier when) {
            for (long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5); process.isAlive() && !when.getAsBoolean();) {
                if (System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new AssertionError("waited 5 minutes in vain");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
            return this;
        }

        /** Ends it as Ctrl-C ({@code INT}), a shutdown ({@code TERM}) or a crash ({@code KILL}) does; its standard input stays open. */
        Result signal(String name) {
            Result kill = new Cli().run("kill", "-" + name, String.valueOf(process.pid()));
            if (kill.exit() != 0) {
                throw new AssertionError(kill.toString());
            }
            await("its end after SIG" + name, () -> !process.isAlive());
            return end();
        }

        /** Closes its standard input and waits for its end. */
        Result end() {
            try {
                process.getOutputStream().close();
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError("still running after 5 minutes");
                }
                return new Result(process.exitValue(), out.join(), err.join());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static final Path ROOT = root();
    static final String MIGRATE = ROOT.resolve("migrate.java").toString();

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private Path folder = ROOT;

    Cli() {
        // What was downloaded and compiled once serves every test; nothing else of the real home is visible.
        environment.put("HOME", temporaryFolder("home").toString());
        environment.put("JBANG_DIR", existing("JBANG_DIR", ".jbang"));
        environment.put("JBANG_REPO", existing("JBANG_REPO", ".m2/repository"));
        environment.put("XDG_CACHE_HOME", existing("XDG_CACHE_HOME", ".cache"));
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
    }

    /** Compiles the script, so that commands that start at the same time find it done. */
    static void build() {
        Result result = new Cli().run(ROOT.resolve("lib/jbang").toString(), "build", MIGRATE);
        if (result.exit() != 0) {
            throw new AssertionError(result.toString());
        }
    }

    Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Cli without(String... variables) {
        environment.keySet().removeAll(List.of(variables));
        return this;
    }

    Path home() {
        return Path.of(environment.get("HOME"));
    }

    /** Where the journal lies when nothing else is said. */
    Path journal() {
        return home().resolve(".bedrock-chat-migration/123456789012-us-east-1-" + Install.TABLE + ".jsonl");
    }

    /** The journal's lines of that type, or all where it is empty; none where there is no journal. */
    List<String> journalled(String type) {
        try {
            return !Files.exists(journal()) ? List.of()
                    : Files.readAllLines(journal()).stream().filter(line -> line.contains("\"type\":\"" + type)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Cli in(Path folder) {
        this.folder = folder;
        return this;
    }

    /** Put before the command: another program that runs it. */
    Cli through(String... words) {
        prefix.addAll(List.of(words));
        return this;
    }

    Result run(String... command) {
        return start(command).end();
    }

    /** Starts {@code command}, whose first word is the program. */
    Running start(String... command) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") && !name.equals("AWS_CA_BUNDLE"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            return new Running(process, text(process.getInputStream()), text(process.getErrorStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<String> text(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, task -> {
            Thread reader = new Thread(task);
            reader.setDaemon(true);
            reader.start();
        });
    }

    static Path temporaryFolder(String name) {
        try {
            Path folder = Files.createTempDirectory(name);
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String existing(String variable, String below) {
        String set = System.getenv(variable);
        return set != null ? set : Path.of(System.getProperty("user.home"), below).toString();
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("migrate.java"))) {
                return folder;
            }
        }
        throw new IllegalStateException("run the tests from the project's folder");
    }
}
