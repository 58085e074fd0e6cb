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
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.Waiting;

/** {@code --rehearse}: a complete run on this machine, without an AWS account. */
class RehearsalTest {
    private static final String REHEARSAL = "Rehearsal (no AWS account was touched): ";
    private static final String LAUNCHER = Cli.ROOT.resolve("lib/jbang").toString();

    @Test
    void theOrdinaryScenarioSucceedsAndLeavesNothingBehind() throws IOException {
        Path folder = Cli.temporaryFolder("rehearsal-in");
        Path temporary = Cli.temporaryFolder("rehearsal-tmp");
        // Java prints this variable to standard error, and the embedded AWS inherits it.
        Cli cli = new Cli()
                .in(folder)
                .with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary)
                .with("TMPDIR", temporary.toString());
        RunningProcess running = cli.start(Cli.MIGRATE, "--rehearse", "--json", "-");
        ProcessHandle embedded = embeddedAws(running);
        Cli.Result result = running.end().exits(0);
        JsonReport report = JsonReport.of(result);
        assertTrue(report.json().get("rehearsal").getAsBoolean());
        assertEquals(27, report.bots());
        assertEquals(21, report.count("succeeded"));
        assertEquals(6, report.count("skipped"));
        result.hasErr("No AWS account is touched.", "  account          none: a rehearsal touches no AWS account\n");
        result.hasNoErr("  endpoint         ");
        assertEquals(
                "Rehearsal (no AWS account was touched): All 21 bots with knowledge are embedded and proved.",
                report.verdict());
        assertFalse(result.err().contains("[y/N"), "without a terminal there is no question: " + result);
        Waiting.await("the end of the embedded AWS", () -> !embedded.isAlive());
        assertEquals(List.of(), files(folder));
        assertEquals(List.of(), files(temporary));
    }

    @Test
    void verifyRehearsesWithEmbeddedBotsAndInTroubleWithEveryVerdict() {
        Cli.Result ordinary = new Cli().run(Cli.MIGRATE, "verify", "--rehearse", "--reindex").exits(0);
        assertTrue(ordinary.out().contains(REHEARSAL + "All 21 bots with knowledge are complete.\n"));
        assertTrue(ordinary.out().contains("Rebuilt"));
        assertFalse(ordinary.out().contains("[y/N"), "without a terminal there is no question: " + ordinary);
        Cli.Result trouble = new Cli().run(Cli.MIGRATE, "verify", "--rehearse=trouble", "--json", "-").exits(1);
        assertTrue(trouble.json().get("rehearsal").getAsBoolean());
        trouble.hasErr("which were expected");
        assertEquals(REHEARSAL + "2 of 21 bots are not complete.", trouble.json().get("verdict").getAsString());
        assertFalse(trouble.err().contains("jbang migrate.java"), "no account has these bots: " + trouble);
        JsonObject counts = trouble.json().getAsJsonObject("counts");
        assertEquals(19, counts.get("complete").getAsInt());
        for (String verdict : List.of("incomplete", "empty", "orphanRows")) {
            assertEquals(1, counts.get(verdict).getAsInt(), verdict);
        }
        assertTrue(trouble.json().get("duplicateRows").getAsInt() > 0);
    }

    @Test
    void theTroubleScenarioShowsEveryOutcomeAndSaysThatItWasExpected() {
        // It is run by its name in the catalog, with variables that would lead another run to a real account.
        Cli cli = new Cli()
                .with("AWS_PROFILE", "not-there")
                .with("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
                .with("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:1")
                .with("AWS_ACCESS_KEY_ID", "A REAL ONE")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .with("AWS_REGION", "eu-central-1");
        Cli.Result result = cli.run(LAUNCHER, "migrate", "--rehearse=trouble", "--json", "-").exits(1);
        JsonReport report = JsonReport.of(result);
        assertEquals(27, report.bots());
        for (String outcome : List.of("succeeded", "incomplete", "failed", "deletedMeanwhile", "skipped")) {
            assertTrue(report.count(outcome) > 0, () -> outcome + "\n" + result);
        }
        result.hasErr(
                "proved by its ",
                "no rows of https://help.example.co.jp/mail",
                "AccessDeniedException",
                "reached max retries",
                "TaskFailedToStart: ResourceInitializationError",
                "exit code 1 ",
                "SyncStatus is still RUNNING; exit code 137",
                "the bot was deleted while its task ran",
                "no knowledge",
                "sitemap URLs",
                "leftover item of a deleted bot");
        result.hasErr("waiting for capacity, retrying in ", "no clear response from AWS, retrying in ");
        assertTrue( // the quota may reject the task of the app's pipe
                result.err().contains("another task has overwritten this bot's status; it is watched instead")
                        || result.err().contains("its knowledge was changed in the app"));
        result.hasErr("This rehearsal simulated failures, which were expected");
        assertFalse(report.verdict().contains("run the same command again"));
    }

    /** Counts the errors at the server, because the output may show one pause for several errors. */
    @Test
    void everyKindOfErrorOccursInTheTroubleScenario() {
        TestAccount account = TestAccount.of("trouble");
        Cli.Result result = account.migrate("--yes").exits(1);
        Set<String> errors = account.requests().stream()
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
                errors);
        result.hasOut("limit on the number of vCPUs");
    }

    @Test
    void theEmbeddedAwsEndsWhenItsParentIsKilled() {
        RunningProcess running = new Cli().start(Cli.MIGRATE, "--rehearse");
        ProcessHandle embedded = embeddedAws(running);
        running.signal("KILL").exits(137);
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
            Waiting.await("its announcement", () -> embedded.shown().contains("CLOCK_ORIGIN"));
            Cli cli = new Cli();
            embedded.shown()
                    .lines()
                    .filter(line -> line.startsWith("export "))
                    .flatMap(line -> Stream.of(line.substring("export ".length()).split(" ")))
                    .map(variable -> variable.split("=", 2))
                    .forEach(variable -> cli.with(variable[0], variable[1]));
            assertMigrates(cli, 1, "--status");
            assertTrue(cli.startMigrateProcess("--yes")
                    .killWhen(() -> cli.journalLines("started").size() == 3));
            assertMigrates(cli, 0, "--stop", "--yes");
            assertMigrates(cli, 0, "--yes");
            assertMigrates(cli, 0, "--status");
            assertMigrates(cli, 0, "verify", "--reindex", "--yes");
        } finally {
            embedded.destroy();
        }
    }

    private static void assertMigrates(Cli cli, int exit, String... arguments) {
        cli.startMigrate(arguments).end().exits(exit);
    }

    @Test
    void noDatabaseServerIsLeftBehindWhenTheEmbeddedAwsIsKilled() throws IOException {
        Path temporary = Cli.temporaryFolder("killed-tmp");
        Cli cli = new Cli().with("TMPDIR", temporary.toString());
        RunningProcess running = cli.start(
                Cli.ROOT.resolve("lib/rehearsal/EmbeddedAws.java").toString(), "--with-parent", "--scenario", "empty");
        List<Path> pidFile = new ArrayList<>();
        Waiting.await("a PostgreSQL that is ready", () -> {
            try {
                pidFile.addAll(files(temporary).stream()
                        .filter(file -> file.endsWith("data/postmaster.pid"))
                        .toList());
                return !pidFile.isEmpty() && Files.readString(pidFile.get(0)).contains("ready");
            } catch (IOException | UncheckedIOException e) { // the file is being created
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
        Waiting.await("the deletion of its data", () -> Files.notExists(folder));
    }

    @Test
    void editedConstantsAreNotUsed() {
        Cli cli = new Cli().with("JBANG_LAUNCH_CMD", LAUNCHER).edited("TABLE_NAME", "my-own");
        Cli.Result result = cli.startMigrate("--rehearse", "--dry-run", "--json", "-").end().exits(0);
        result.hasNoOut("my-own");
        JsonObject table =
                JsonReport.of(result).json().getAsJsonObject("settings").getAsJsonObject("table");
        assertEquals(TestAccount.TABLE, table.get("value").getAsString());
    }

    private static ProcessHandle embeddedAws(RunningProcess running) {
        // Only the beginning of a long command line is visible: the options of the embedded AWS.
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
}
