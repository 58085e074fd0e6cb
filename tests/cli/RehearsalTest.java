package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
    /** An outcome in the summary, with the number of its bots. */
    private static final Pattern COUNT = Pattern.compile(" [✔▲✘·] ([a-z]+(?: [a-z]+)?) (\\d+)(?= )");

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
    void verifyRehearsesWithEmbeddedBots() {
        Cli.Result result = new Cli().run(Cli.MIGRATE, "verify", "--rehearse", "--reindex", "--json", "-").exits(0);
        assertTrue(result.json().get("rehearsal").getAsBoolean());
        assertEquals(
                REHEARSAL + "All 21 bots with knowledge are complete.",
                result.json().get("verdict").getAsString());
        result.hasErr("Rebuilt");
        assertFalse(result.err().contains("[y/N"), "without a terminal there is no question: " + result);
    }

    /** Checks verify in the scenario with failures: that each verdict occurs, and was expected. */
    static void assertEveryVerdict(String printed) {
        assertContains(
                printed,
                "✔ complete 19 ▲ incomplete 1 ✘ empty 1",
                "· orphan rows 1 ",
                "1 with duplicate rows",
                "which were expected",
                REHEARSAL + "2 of 21 bots are not complete.");
        assertFalse(printed.contains("--bot 01"), "no account has these bots: " + printed);
    }

    /** Checks the main command in the scenario with failures: that each outcome occurs, and was expected. */
    static void assertEveryOutcome(String printed) {
        Map<String, Integer> counts = new TreeMap<>();
        COUNT.matcher(printed)
                .results()
                .forEach(count -> counts.merge(count.group(1), Integer.valueOf(count.group(2)), Integer::sum));
        assertEquals(
                Set.of("succeeded", "incomplete", "failed", "deleted meanwhile", "not started", "skipped"),
                counts.keySet(),
                printed);
        assertEquals(27, counts.values().stream().mapToInt(Integer::intValue).sum(), printed);
        assertContains(
                printed,
                "27 bots in the table",
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
                "leftover item of a deleted bot",
                "waiting for capacity, retrying in ",
                "no clear response from AWS, retrying in ",
                "This rehearsal simulated failures, which were expected");
        assertTrue( // the quota may reject the task of the app's pipe
                printed.contains("another task has overwritten this bot's status; it is watched instead")
                        || printed.contains("its knowledge was changed in the app"),
                printed);
        assertFalse(printed.contains("run the same command again"), printed);
    }

    private static void assertContains(String printed, String... texts) {
        for (String text : texts) {
            assertTrue(printed.contains(text), () -> text + "\nin\n" + printed);
        }
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
        result.hasOut("waiting for capacity");
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
     * When it is killed after that, it leaves no database server behind.
     */
    @Test
    void whatTheEmbeddedAwsPrintsIsEnoughForAWholeMigrationAndItsServersEndWithIt() throws IOException {
        Path temporary = Cli.temporaryFolder("killed-tmp");
        RunningProcess embedded = new Cli()
                .with("TMPDIR", temporary.toString())
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

            List<Path> pidFiles = files(temporary).stream()
                    .filter(file -> file.endsWith("data/postmaster.pid"))
                    .toList();
            List<ProcessHandle> servers = new ArrayList<>();
            for (Path file : pidFiles) {
                long pid = Long.parseLong(Files.readAllLines(file).get(0));
                servers.add(ProcessHandle.of(pid).orElseThrow());
            }
            assertFalse(servers.isEmpty());
            embedded.signal("KILL").exits(137);
            Waiting.await("the end of PostgreSQL", () -> servers.stream().noneMatch(ProcessHandle::isAlive));
            Waiting.await("the deletion of its data", () -> pidFiles.stream()
                    .noneMatch(file -> Files.exists(file.getParent().getParent())));
        } finally {
            embedded.destroy();
        }
    }

    private static void assertMigrates(Cli cli, int exit, String... arguments) {
        cli.startMigrate(arguments).end().exits(exit);
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
