package tests.support;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.ProcessContext;

/** A command line with its own environment and home folder. */
public final class Cli {
    private static final String RUNTIME_OPTIONS = "//RUNTIME_OPTIONS";
    private static final String DEFAULT_SIGNALS = "--default-signal=INT,TERM";
    /** The output and the exit code of a command. */
    public record Result(int exit, String out, String err) {
        public Result {
            if (err.contains("\tat ")) {
                throw new AssertionError("a stack trace reached the user:\n" + err);
            }
        }

        /** Returns what {@code --json -} wrote. */
        public JsonObject json() {
            return JsonParser.parseString(out).getAsJsonObject();
        }

        /** Returns everything, for the message of a failed assertion. */
        @Override
        public String toString() {
            return "exit " + exit + "\n--- out\n" + out + "\n--- err\n" + err;
        }
    }

    /** A running command. */
    public interface Running {
        /** Writes the text to its standard input. */
        Running type(String text);

        boolean isAlive();

        /** Ends it immediately. */
        void destroy();

        /** Closes its standard input and waits until it has ended. */
        Result end();

        /**
         * Kills it like {@code kill -9} as soon as the condition is true; returns false if it had ended before. In this
         * JVM, every seam refuses from then on (see {@link AccountClock.OfCommand#kill}).
         */
        boolean killWhen(BooleanSupplier condition);

        /** Waits until the condition is true or the command has ended. */
        default Running waitUntil(BooleanSupplier condition) {
            try {
                Waiting.await("a condition or the end of the command", 5, () -> !isAlive() || condition.getAsBoolean());
            } catch (AssertionError e) {
                destroy();
                throw e;
            }
            return this;
        }
    }

    public static final Path ROOT = root();
    /** The script, which starts two JVMs: JBang's and the tool's. */
    public static final String MIGRATE = ROOT.resolve("migrate.java").toString();
    /** The tool alone, compiled with the tests: for what concerns the process and not how it is started. */
    public static final String PROGRAM = program();

    /**
     * The environment variables that the command reads itself, which a run in this JVM can set. The others are read by
     * the SDK, Java or JBang, and need a process.
     */
    private static final Set<String> PASSED_IN_JVM = Set.of(
            "HOME",
            "AWS_ENDPOINT_URL",
            "AWS_REGION",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            ProcessContext.CLOCK_SPEED,
            ProcessContext.CLOCK_ORIGIN);

    private final Map<String, String> environment = new LinkedHashMap<>();
    /** All tests share the downloads and compiled classes of the real home folder, and see nothing else of it. */
    private final Map<String, String> caches = new LinkedHashMap<>(Map.of(
            "JBANG_DIR", userFolder("JBANG_DIR", ".jbang"),
            "JBANG_REPO", userFolder("JBANG_REPO", ".m2/repository"),
            "XDG_CACHE_HOME", userFolder("XDG_CACHE_HOME", ".cache"),
            "AWS_EC2_METADATA_DISABLED", "true"));

    private final List<String> prefix = new ArrayList<>();
    private Path folder = ROOT;

    public Cli() {
        environment.put("HOME", temporaryFolder("home").toString());
    }

    /** Writes a shell script that runs the tool with the Java and the classes of this JVM. */
    private static String program() {
        try {
            String options = Files.readAllLines(Path.of(MIGRATE)).stream()
                    .filter(line -> line.startsWith(RUNTIME_OPTIONS))
                    .map(line -> line.substring(RUNTIME_OPTIONS.length()))
                    .collect(Collectors.joining(" "));
            Path folder = temporaryFolder("program");
            Path script = folder.resolve("migrate");
            script.toFile().deleteOnExit();
            Path classes = folder.resolve("classes.jsa");
            classes.toFile().deleteOnExit();
            Files.writeString(
                    script,
                    "#!/bin/sh\nexec '%s'%s -XX:%s='%s' -Xlog:disable -cp '%s' migrate \"$@\"\n"
                            .formatted(
                                    Path.of(System.getProperty("java.home"), "bin", "java"),
                                    options,
                                    "${ARCHIVE:-SharedArchiveFile}",
                                    classes,
                                    System.getProperty("java.class.path")));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            return script.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles the script, so that commands that start at the same time do not. */
    public static void build() {
        Result result = new Cli().run(ROOT.resolve("lib/jbang").toString(), "build", MIGRATE);
        if (result.exit() != 0) {
            throw new AssertionError(result.toString());
        }
        archiveClasses();
    }

    /** Archives the classes that a command loads, so that the processes of the tests start in half the time. */
    private static void archiveClasses() {
        new Cli()
                .with("ARCHIVE", "ArchiveClassesAtExit")
                .with("AWS_ACCESS_KEY_ID", "none")
                .with("AWS_SECRET_ACCESS_KEY", "none")
                .with(ProcessContext.CLOCK_SPEED, "100000")
                .run(PROGRAM, "--dry-run", "--region", "us-east-1", "--endpoint-url", "http://127.0.0.1:1");
    }

    /** Sets an environment variable. */
    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Removes environment variables. */
    public Cli without(String... variables) {
        environment.keySet().removeAll(List.of(variables));
        caches.keySet().removeAll(List.of(variables));
        return this;
    }

    public Path home() {
        return Path.of(environment.get("HOME"));
    }

    /** Returns the default file of the journal. */
    public Path journal() {
        return home().resolve(".bedrock-chat-migration/123456789012-us-east-1-" + TestAccount.TABLE + ".jsonl");
    }

    /** Returns the journal's lines whose type starts with {@code type}; none if there is no journal. */
    public List<String> journalLines(String type) {
        try {
            return !Files.exists(journal())
                    ? List.of()
                    : Files.readAllLines(journal()).stream()
                            .filter(line -> line.contains("\"type\":\"" + type))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the working directory. */
    public Cli in(Path folder) {
        this.folder = folder;
        return this;
    }

    /** Restores the default signals, because commands that a shell runs in the background ignore Ctrl-C. */
    public Cli interruptible() {
        return prefix.contains(DEFAULT_SIGNALS) ? this : withPrefix("env", DEFAULT_SIGNALS);
    }

    /** Puts words before the command, for example another program that runs it. */
    public Cli withPrefix(String... words) {
        prefix.addAll(List.of(words));
        return this;
    }

    /** Starts {@code migrate.java} with these arguments, in this JVM unless the environment needs a process. */
    public Running startMigrate(String... arguments) {
        return needsProcess(arguments)
                ? startMigrateProcess(arguments)
                : RunningInJvm.start(environment, Optional.empty(), arguments);
    }

    /** Starts {@code migrate.java} with these arguments in this JVM, on this clock. */
    RunningInJvm startMigrate(AccountClock.OfCommand clock, String... arguments) {
        return RunningInJvm.start(environment, Optional.of(clock), arguments);
    }

    /** Whether a command with these arguments cannot run in this JVM. */
    boolean needsProcess(String... arguments) {
        boolean credentialsPassed =
                environment.containsKey("AWS_ACCESS_KEY_ID") && PASSED_IN_JVM.containsAll(environment.keySet());
        return !prefix.isEmpty()
                || !folder.equals(ROOT)
                || !credentialsPassed
                || Stream.of(arguments).anyMatch(argument -> argument.matches("--(rehearse|profile).*"));
    }

    /** Starts {@code migrate.java} with these arguments in its own process. */
    public RunningProcess startMigrateProcess(String... arguments) {
        boolean needsLauncher = environment.containsKey("JAVA_HOME")
                || Stream.of(arguments).anyMatch(argument -> argument.startsWith("--rehearse"));
        List<String> command = new ArrayList<>(List.of(needsLauncher ? MIGRATE : PROGRAM));
        command.addAll(List.of(arguments));
        return start(command.toArray(String[]::new));
    }

    /** Runs a command in its own process. */
    public Result run(String... command) {
        return start(command).end();
    }

    /** Starts a command, whose first word is the program, in its own process. */
    public RunningProcess start(String... command) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") && !name.equals("AWS_CA_BUNDLE"));
        builder.environment().putAll(caches);
        builder.environment().putAll(environment);
        return RunningProcess.start(builder);
    }

    /** Creates a folder that is deleted at the end of this JVM if it is empty. */
    public static Path temporaryFolder(String name) {
        try {
            Path folder = Files.createTempDirectory(name);
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String userFolder(String variable, String defaultInHome) {
        String set = System.getenv(variable);
        return set != null
                ? set
                : Path.of(System.getProperty("user.home"), defaultInHome).toString();
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
