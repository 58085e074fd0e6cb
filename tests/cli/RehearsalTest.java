package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.PseudoTerminal;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.Waiting;

/** {@code --rehearse}: the whole job without an account, on a machine of one's own. */
class RehearsalTest {
    private static final String LAUNCHER = Cli.ROOT.resolve("lib/jbang").toString();

    @Test
    void anOrdinaryDayEndsWellAndLeavesNothingBehind() throws IOException {
        Path folder = Cli.temporaryFolder("rehearsal-in");
        Path temporary = Cli.temporaryFolder("rehearsal-tmp");
        // What Java is told in this variable it tells on standard error, and hands on to the embedded AWS.
        Cli cli = new Cli().in(folder).with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        RunningProcess running = cli.start(Cli.MIGRATE, "--rehearse", "--json", "-");
        ProcessHandle embedded = embeddedAws(running);
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertTrue(report.json().get("rehearsal").getAsBoolean());
        assertEquals(27, report.bots(), result::toString);
        assertEquals(21, report.count("succeeded"), result::toString);
        assertEquals(6, report.count("skipped"), result::toString);
        assertTrue(result.err().contains("No AWS account is touched."), result::toString);
        assertTrue(
                result.err().contains("Summary of the rehearsal (no AWS account was touched): 27 bots in the table"),
                result::toString);
        assertFalse(result.err().contains("[y/N"), "nobody can be asked: " + result);
        Waiting.await("the end of the embedded AWS", () -> !embedded.isAlive());
        assertEquals(List.of(), files(folder));
        assertEquals(List.of(), files(temporary));
    }

    @Test
    void aBadDayShowsEveryOutcomeAndWasExpected() {
        // By its name in the catalog, and with all that could lead a real run to a real account.
        Cli cli = new Cli()
                .with("AWS_PROFILE", "not-there")
                .with("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
                .with("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:1")
                .with("AWS_ACCESS_KEY_ID", "A REAL ONE")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .with("AWS_REGION", "eu-central-1");
        Cli.Result result = cli.run(LAUNCHER, "migrate", "--rehearse=trouble", "--json", "-");
        assertEquals(1, result.exit(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals(27, report.bots(), result::toString);
        for (String outcome : List.of("succeeded", "incomplete", "failed", "deletedMeanwhile", "skipped")) {
            assertTrue(report.count(outcome) > 0, () -> outcome + "\n" + result);
        }
        for (String reason : List.of(
                "proved by its ",
                "no rows of https://help.example.co.jp/mail",
                "AccessDeniedException",
                "reached max retries",
                "TaskFailedToStart: ResourceInitializationError",
                "exit code 1 ",
                "SyncStatus is still RUNNING; exit code 137",
                "the bot was edited meanwhile",
                "the container could not read its own task id",
                "the bot was deleted while its task ran",
                "no knowledge",
                "sitemap URLs",
                "remains of a deleted bot")) {
            assertTrue(result.err().contains(reason), () -> reason + "\n" + result);
        }
        for (String event : List.of(
                "waiting for capacity, next try in ",
                "no clear response from AWS, next try in ",
                "another task has taken over this bot's status; it is followed")) {
            assertTrue(result.err().contains(event), () -> event + "\n" + result);
        }
        assertTrue(
                result.err().contains("This was a rehearsal of a bad day, and its failures were expected"),
                result::toString);
        assertFalse(result.err().contains("run the same command again"), result::toString);
    }

    /** At the server, because on the screen one pause may answer several refusals. */
    @Test
    void everyKindOfRefusalOccursOnABadDay() {
        TestAccount install = TestAccount.of("trouble");
        Cli.Result result = install.migrate("--yes");
        assertEquals(1, result.exit(), result::toString);
        Set<String> refusals = install.requests().stream()
                .filter(request -> request.has("fault"))
                .map(request -> request.get("operation").getAsString() + ": "
                        + request.get("fault").getAsString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(Set.of(
                        "RunTask: error ThrottlingException",
                        "RunTask: error InvalidParameterException",
                        "RunTask: error ServerException",
                        "RunTask: failures",
                        "RunTask: cut after",
                        "GetItem: error ProvisionedThroughputExceededException",
                        "Scan: error ProvisionedThroughputExceededException")),
                refusals);
        assertTrue(result.out().contains("limit on the number of vCPUs"), result::toString);
    }

    @Test
    void aTerminalIsAskedAndSaysOnEveryScreenThatNothingIsReal() {
        PseudoTerminal.assumeThere();
        Cli.Result result = PseudoTerminal.run(new Cli(), "n\nn\n", Cli.MIGRATE, "--rehearse");
        assertEquals(0, result.exit(), result::toString);
        List<String> questions =
                result.out().lines().filter(line -> line.contains("[y/N")).toList();
        assertEquals(2, questions.size(), result::toString);
        assertTrue(questions.stream().allMatch(line -> line.contains("[rehearsal] Start ")), result::toString);
        assertTrue(result.out().contains("No AWS account is touched."), result::toString);
        assertTrue(result.out().contains("(no AWS account was touched)"), result::toString);
        assertTrue(result.out().contains("21  answered No"), result::toString);
    }

    @Test
    void theEmbeddedAwsEndsWithItsParentEvenWhenThatIsKilled() {
        RunningProcess running = new Cli().start(Cli.MIGRATE, "--rehearse");
        ProcessHandle embedded = embeddedAws(running);
        Cli.Result result = running.signal("KILL");
        assertEquals(137, result.exit(), result::toString);
        Waiting.await("the end of the embedded AWS", () -> !embedded.isAlive());
    }

    /**
     * Every step of a migration against the embedded AWS by itself, at its usual speed, with what it says to export.
     */
    @Test
    void whatTheEmbeddedAwsPrintsIsEnoughForAWholeMigration() {
        RunningProcess embedded = new Cli()
                .start(Cli.ROOT.resolve("lib/rehearsal/EmbeddedAws.java").toString());
        try {
            Waiting.await("its announcement", () -> embedded.shown().contains("its secret"));
            Cli cli = new Cli();
            embedded.shown()
                    .lines()
                    .filter(line -> line.startsWith("export "))
                    .flatMap(
                            line -> Stream.of(line.substring("export ".length()).split(" ")))
                    .map(variable -> variable.split("=", 2))
                    .forEach(variable -> cli.with(variable[0], variable[1]));
            assertMigrates(cli, 1, "--status");
            assertMigrates(cli, 0, "--yes", "--no-wait");
            assertMigrates(cli, 0, "--stop", "--yes");
            assertMigrates(cli, 0, "--yes");
            assertMigrates(cli, 0, "--status");
            assertMigrates(cli, 0, "--fresh", "--yes");
            assertMigrates(cli, 0, "verify");
            assertMigrates(cli, 0, "verify", "--reindex", "--yes");
        } finally {
            embedded.destroy();
        }
    }

    private static void assertMigrates(Cli cli, int exit, String... arguments) {
        Cli.Result result = cli.startMigrate(arguments).end();
        assertEquals(exit, result.exit(), result::toString);
    }

    @Test
    void noDatabaseServerIsLeftBehindWhenTheEmbeddedAwsIsKilled() throws IOException {
        Path temporary = Cli.temporaryFolder("killed-tmp");
        Cli cli = new Cli().with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        RunningProcess running = cli.start(
                Cli.ROOT.resolve("lib/rehearsal/EmbeddedAws.java").toString(), "--with-parent", "--scenario", "empty");
        List<Path> pidFile = new ArrayList<>();
        Waiting.await("a PostgreSQL that is ready", () -> {
            try {
                pidFile.addAll(files(temporary).stream()
                        .filter(file -> file.endsWith("data/postmaster.pid"))
                        .toList());
                return !pidFile.isEmpty() && Files.readString(pidFile.get(0)).contains("ready");
            } catch (IOException | java.io.UncheckedIOException e) { // it is just being made
                pidFile.clear();
                return false;
            }
        });
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile.get(0)).get(0)))
                .orElseThrow();
        running.signal("KILL");
        Waiting.await("the end of PostgreSQL", () -> !server.isAlive());
        Path folder = pidFile.get(0).getParent().getParent();
        Waiting.await("the end of its data", () -> Files.notExists(folder));
    }

    @Test
    void anEditedCopyRehearsesElsewhereWithAnotherCacheAndTouchesNoneOfItsConstants() throws IOException {
        Path copy = Cli.temporaryFolder("copy of the bundle");
        for (Path file : files(Cli.ROOT.resolve("lib"))) {
            Path target = copy.resolve("lib").resolve(Cli.ROOT.resolve("lib").relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        String edited = Files.readString(Path.of(Cli.MIGRATE))
                .replaceAll("(static final String [A-Z_]+ = \")[^\"]*", "$1my-own");
        Path script = copy.resolve("migrate.java");
        Files.writeString(script, edited);
        assertTrue(script.toFile().setExecutable(true));
        Cli cli = new Cli()
                .in(copy)
                .with("JBANG_DIR", copy.resolve("jbang").toString())
                .with("JBANG_CACHE_DIR", copy.resolve("cache").toString());
        Cli.Result result = cli.run("./migrate.java", "--rehearse", "--dry-run", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(Files.isDirectory(copy.resolve("cache")), "the cache has moved");
        assertFalse(result.out().contains("my-own"), result::toString);
        JsonObject table =
                JsonReport.of(result).json().getAsJsonObject("settings").getAsJsonObject("table");
        assertEquals(TestAccount.TABLE, table.get("value").getAsString());
    }

    @Test
    void everySourceThatIsThereIsListed() throws IOException {
        Path lib = Cli.ROOT.resolve("lib");
        Path rehearsal = lib.resolve("rehearsal"), resources = rehearsal.resolve("package-info.java");
        Set<Path> tool = files(lib).stream()
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.startsWith(rehearsal) || file.equals(resources))
                .collect(Collectors.toCollection(TreeSet::new));
        tool.add(Path.of(Cli.MIGRATE));
        assertEquals(
                tool, listed(Path.of(Cli.MIGRATE)).map(Path::normalize).collect(Collectors.toCollection(TreeSet::new)));
        Set<String> there = files(rehearsal).stream()
                .filter(file -> file.toString().endsWith(".java") && !file.equals(resources))
                .map(file -> rehearsal.relativize(file).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> compiled = listed(rehearsal.resolve("EmbeddedAws.java"))
                .map(file -> rehearsal.relativize(file).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(there, compiled);
        Set<String> carried = words(resources, "//FILES", "").stream()
                .map(file -> {
                    assertTrue(file.matches("rehearsal/(|.*/)=\\1[^/]+"), file);
                    return file.substring(file.indexOf('=') + 1);
                })
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(there, carried);
    }

    /** The source and every source that its {@code //SOURCES} lines name, and theirs. */
    private static Stream<Path> listed(Path source) {
        try {
            return Stream.concat(
                    Stream.of(source),
                    words(source, "//SOURCES", "").stream().flatMap(name -> listed(source.resolveSibling(name))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessHandle embeddedAws(RunningProcess running) {
        // Of a long command line only the beginning can be seen: the options that only a server has.
        List<ProcessHandle> found = new ArrayList<>();
        Waiting.await("an embedded AWS", () -> {
            running.process()
                    .descendants()
                    .filter(p -> p.info().commandLine().orElse("").contains("sun.net.httpserver"))
                    .findFirst()
                    .ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** What a script lists in the lines of that directive, without the folder. */
    private static Set<String> words(Path script, String directive, String folder) throws IOException {
        try (Stream<String> lines = Files.lines(script)) {
            return lines.filter(line -> line.startsWith(directive + " "))
                    .flatMap(line ->
                            Stream.of(line.substring(directive.length()).strip().split(" +")))
                    .map(name -> name.startsWith(folder) ? name.substring(folder.length()) : name)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
