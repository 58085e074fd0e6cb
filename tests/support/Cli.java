package tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.ProcessContext;

/** A command line with its own environment and home folder. */
public final class Cli {
    private static final long GIGABYTES = 1L << 30;
    /** The folder of this run's files, which are many and small, and some of them forced to disk. */
    private static final Path TEMPORARY = temporary();

    private static final String RUNTIME_OPTIONS = "//RUNTIME_OPTIONS";
    private static final Path JBANG_CLASSES = TEMPORARY.resolve("jbang.jsa");
    /** The launcher's own, and an archive of classes, about which Java says nothing if it does not fit. */
    private static final String JBANG_OPTIONS =
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dfile.encoding=UTF-8 -Xlog:disable -XX:";

    private static final String DEFAULT_SIGNALS = "--default-signal=INT,TERM";

    /** A record as Java shows it. */
    private static final Pattern RECORD = Pattern.compile("\\b[A-Z]\\w+\\[\\w+=");

    /** The output and the exit code of a command. */
    public record Result(int exit, String out, String err) {
        public Result {
            if (err.contains("\tat ")) {
                throw new AssertionError("a stack trace reached the user:\n" + err);
            }
            if (RECORD.matcher(out + err).find()) {
                throw new AssertionError("a record reached the user:\n" + out + err);
            }
        }

        /** Asserts the exit code. */
        public Result exits(int code) {
            assertEquals(code, exit, this::toString);
            return this;
        }

        /** Asserts that standard output contains these texts. */
        public Result hasOut(String... texts) {
            return has(out, true, texts);
        }

        /** Asserts that standard error contains these texts. */
        public Result hasErr(String... texts) {
            return has(err, true, texts);
        }

        /** Asserts that the pattern is found in standard output, in which a dot stands for a line feed, too. */
        public Result matchesOut(String pattern) {
            assertTrue(Pattern.compile(pattern, Pattern.DOTALL).matcher(out).find(), () -> pattern + "\nin\n" + this);
            return this;
        }

        /** Asserts that standard output contains none of these texts. */
        public Result hasNoOut(String... texts) {
            return has(out, false, texts);
        }

        /** Asserts that standard error contains none of these texts. */
        public Result hasNoErr(String... texts) {
            return has(err, false, texts);
        }

        private Result has(String stream, boolean contained, String... texts) {
            for (String text : texts) {
                assertEquals(contained, stream.contains(text), () -> text + "\nin\n" + this);
            }
            return this;
        }

        /** Returns the lines of standard output in which the pattern is found. */
        public List<String> outLines(String pattern) {
            return out.lines().filter(Pattern.compile(pattern).asPredicate()).toList();
        }

        /** Returns the lines of standard error in which the pattern is found. */
        public List<String> errLines(String pattern) {
            return err.lines().filter(Pattern.compile(pattern).asPredicate()).toList();
        }

        /** Returns the JSON that was written; the exit code in a report is that of the command. */
        public JsonObject json() {
            JsonObject json = JsonParser.parseString(out).getAsJsonObject();
            if (json.has("exitCode")) {
                assertEquals(exit, json.get("exitCode").getAsInt(), this::toString);
            }
            return json;
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
            "HOME", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN", ProcessContext.CLOCK_SPEED, ProcessContext.CLOCK_ORIGIN);

    /** A rehearsal starts the embedded AWS; the SDK reads the profile from the home folder of the process. */
    private static final Pattern NEEDS_PROCESS = Pattern.compile("--(rehearse(=(ordinary|trouble))?|profile.*)");

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> constants = new LinkedHashMap<>();
    /** All tests share the downloads and compiled classes of the real home folder, and see nothing else of it. */
    private final Map<String, String> caches = new LinkedHashMap<>(Map.of(
            "JBANG_DIR", userFolder("JBANG_DIR", ".jbang"),
            "JBANG_REPO", userFolder("JBANG_REPO", ".m2/repository"),
            "XDG_CACHE_HOME", userFolder("XDG_CACHE_HOME", ".cache"),
            "AWS_EC2_METADATA_DISABLED", "true",
            "JBANG_JAVA_OPTIONS", JBANG_OPTIONS + "SharedArchiveFile=" + JBANG_CLASSES,
            "TMPDIR", TEMPORARY.toString()));

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
            Path classes = folder.resolve("classes.jsa");
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

    /** Compiles the script, so that commands that start at the same time do not, and archives JBang's classes. */
    public static void build() {
        new Cli()
                .with("JBANG_JAVA_OPTIONS", JBANG_OPTIONS + "ArchiveClassesAtExit=" + JBANG_CLASSES)
                .run(ROOT.resolve("lib/jbang").toString(), "build", MIGRATE)
                .exits(0);
    }

    /** Archives the classes that a whole run loads, so that the processes of the tests start in half the time. */
    private static final class Archive {
        static {
            TestAccount account = TestAccount.empty().put(TestBots.bot(1));
            Cli cli = account.forProcess(account.cli()).with("ARCHIVE", "ArchiveClassesAtExit");
            PseudoTerminal.run(cli, "y\n", PROGRAM).exits(0);
        }

        static void require() {}
    }

    /** Sets an environment variable. */
    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Edits a constant of the script, which then runs in this JVM. */
    public Cli edited(String constant, String value) {
        constants.put(constant, value);
        return this;
    }

    /** Removes environment variables. */
    public Cli without(String... variables) {
        environment.keySet().removeAll(List.of(variables));
        caches.keySet().removeAll(List.of(variables));
        return this;
    }

    /** Writes a file into its home folder, such as {@code .aws/config}, which only a process reads. */
    public Cli withFile(String name, String text) {
        Bundle.write(home().resolve(name), text);
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
                : RunningInJvm.start(environment, constants, Optional.empty(), arguments);
    }

    /** Starts {@code migrate.java} with these arguments in this JVM, on this clock. */
    RunningInJvm startMigrate(AccountClock.OfCommand clock, String... arguments) {
        return RunningInJvm.start(environment, constants, Optional.of(clock), arguments);
    }

    /** Whether a command with these arguments cannot run in this JVM. */
    boolean needsProcess(String... arguments) {
        boolean credentialsPassed =
                environment.containsKey("AWS_ACCESS_KEY_ID") && PASSED_IN_JVM.containsAll(environment.keySet());
        return constants.isEmpty()
                && (!prefix.isEmpty()
                        || !folder.equals(ROOT)
                        || !credentialsPassed
                        || Stream.of(arguments).anyMatch(NEEDS_PROCESS.asMatchPredicate()));
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
        if (words.stream().anyMatch(word -> word.contains(PROGRAM))) {
            Archive.require();
        }
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") && !name.equals("AWS_CA_BUNDLE"));
        builder.environment().putAll(caches);
        builder.environment().putAll(environment);
        return RunningProcess.start(builder);
    }

    /** Creates a folder that is deleted with its content at the end of this JVM. */
    public static Path temporaryFolder(String name) {
        try {
            return Files.createTempDirectory(TEMPORARY, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        Path memory = Path.of("/dev/shm");
        try {
            Path folder = isUsable(memory)
                    ? Files.createTempDirectory(memory, "tests")
                    : Files.createTempDirectory("tests");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether programs can run in a folder, and there is enough room. */
    private static boolean isUsable(Path folder) throws IOException {
        if (!Files.isWritable(folder) || Files.getFileStore(folder).getUsableSpace() < 4 * GIGABYTES) {
            return false;
        }
        Set<PosixFilePermission> executable = PosixFilePermissions.fromString("rwx------");
        Path program =
                Files.createTempFile(folder, "program", "", PosixFilePermissions.asFileAttribute(executable));
        try {
            return Files.isExecutable(program);
        } finally {
            Files.delete(program);
        }
    }

    private static void remove(Path folder) {
        try {
            new ProcessBuilder("rm", "-rf", folder.toString()).inheritIO().start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String userFolder(String variable, String defaultInHome) {
        String set = System.getenv(variable);
        return set != null ? set : Path.of(System.getProperty("user.home"), defaultInHome).toString();
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
