package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.USER;
import static tests.support.TestBots.bot;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.PseudoTerminal;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/** The output in a terminal, in a pipe and as JSON. */
class OutputTest {
    private static final String CONTROL_CHARACTERS =
            "first\r\nsecond\u001b[31m red \u001b]0;title\u0007 \u202Eright\u0000 \u0085 end\u2028";
    private static final String NON_ASCII = "社内ヘルプデスク 💶 Größe";

    @Test
    void standardOutputContainsOnlyTheReport() {
        Bot[] bots = {
            bot(1, "https://example.com/a").with("Title", CONTROL_CHARACTERS).withFiles("x.pdf", "y.pdf"),
            bot(2).with("Title", ""),
            bot(3).withFiles().withSitemaps("https://example.com/sitemap.xml")
        };
        TestAccount account = TestAccount.with(bots);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        JsonReport report = JsonReport.of(result);
        JsonObject json = report.json();
        assertEquals(3, json.get("version").getAsInt());
        assertFalse(json.get("rehearsal").getAsBoolean());
        assertFalse(json.get("dryRun").getAsBoolean());
        assertEquals(0, report.exitCode());
        assertTrue(json.get("elapsedSeconds").getAsLong() > 0);
        assertEquals("us-east-1", json.get("region").getAsString());
        JsonObject settings = json.getAsJsonObject("settings");
        assertEquals(TestAccount.TABLE, settings.getAsJsonObject("table").get("value").getAsString());
        assertEquals(
                "output DatabaseConversationTableNameDDF11821 of stack BedrockChatStack",
                settings.getAsJsonObject("table").get("source").getAsString());
        assertEquals(
                TestAccount.SUBNETS,
                settings.getAsJsonArray("subnets").asList().stream()
                        .map(s -> s.getAsJsonObject().get("value").getAsString())
                        .toList());
        assertEquals(
                List.of("index LastBotUsedIndex", "sweep of the table"),
                json.getAsJsonArray("scans").asList().stream()
                        .map(s -> s.getAsJsonObject().get("what").getAsString())
                        .toList());
        JsonObject scan = json.getAsJsonArray("scans").get(0).getAsJsonObject();
        assertTrue(scan.get("complete").getAsBoolean() && scan.get("pages").getAsInt() == 1, scan::toString);
        assertEquals(List.of(2, 1, 3), List.of(report.count("succeeded"), report.count("skipped"), report.bots()));

        JsonObject bot = report.bot(bots[0]);
        assertEquals(USER, bot.get("user").getAsString());
        assertEquals(bots[0].id(), bot.get("id").getAsString());
        assertEquals(CONTROL_CHARACTERS, bot.get("title").getAsString());
        assertEquals(
                "[\"x.pdf\",\"y.pdf\"] [\"https://example.com/a\"] []",
                bot.get("files") + " " + bot.get("urls") + " " + bot.get("sitemaps"));
        String taskId = TestAccount.taskId(account.tasksOf(bots[0]).get(0));
        assertEquals(taskId, bot.get("taskId").getAsString());
        assertTrue(bot.get("logStream").getAsString().endsWith(": embed-task/Container/" + taskId), bot::toString);
        assertFalse(Instant.parse(bot.get("at").getAsString())
                .isBefore(Instant.parse(json.get("started").getAsString())));
        assertEquals("", report.bot(bots[1]).get("title").getAsString());
        assertEquals("", report.taskId(bots[2]) + report.bot(bots[2]).get("logStream").getAsString());
        result.hasErr("3 bots in the table");
    }

    @Test
    void aTaskThatEcsHasForgottenStillHasItsArn() {
        Bot bot = bot(1);
        TestAccount account = TestAccount.with(bot);
        account.leaveRunning(1);
        account.await("the end of the task", () -> account.tasksIn("STOPPED") == 1);
        account.advancePaused(7200);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        JsonObject attempt = JsonReport.of(result).bot(bot).getAsJsonArray("attempts").get(0).getAsJsonObject();
        assertEquals(account.tasksOf(bot).get(0).get("taskArn"), attempt.get("taskArn"));
    }

    @Test
    void anExistingReportIsReplacedAtomicallyAtTheEnd() throws IOException {
        Path file = Cli.temporaryFolder("json").resolve("report.json");
        Files.writeString(file, "an old report");
        Bot bot = bot(1).with("Title", NON_ASCII);
        TestAccount account = TestAccount.with(bot).pauseClock();
        Cli.Running running =
                account.start(account.cli().with("LC_ALL", "C").with("LANG", "C"), "--yes", "--json", file.toString());
        Waiting.await("a start", () -> !account.startedBots().isEmpty());
        assertEquals("an old report", Files.readString(file));
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(NON_ASCII, JsonReport.of(file).bot(bot).get("title").getAsString());
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
        result.hasOut("+ " + NON_ASCII + "  1 file ");
        // JBang rebuilds a script for another locale.
        assertEquals(List.of(), errorsBesidesBuild(result));
    }

    private static List<String> errorsBesidesBuild(Cli.Result result) {
        return result.err().lines().filter(line -> !line.matches("(\\[jbang] |Compiling migrate.java, ).*")).toList();
    }

    /** Returns the JDKs of this machine, except the one with which all other tests run the script. */
    static List<Path> otherJdks() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/javac")))
                    .map(OutputTest::real)
                    .filter(home -> !home.equals(real(Path.of(System.getProperty("java.home")))))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("otherJdks")
    void everyOtherJdkRunsTheScript(Path jdk) {
        TestAccount account = TestAccount.with(bot(1));
        Path cache = Cli.temporaryFolder("cache");
        Cli cli = account.cli().with("JAVA_HOME", jdk.toString()).with("JBANG_CACHE_DIR", cache.toString());
        for (String expected : List.of("1 to start", "1 already done")) {
            Cli.Result result = account.migrate(cli, "--yes").exits(0).hasOut(expected);
            assertEquals(List.of(), errorsBesidesBuild(result));
        }
        PseudoTerminal.assumeAvailable();
        PseudoTerminal.run(cli, "", Cli.MIGRATE, "--yes").exits(0).hasNoOut("WARNING");
    }

    @Test
    void pipedOutputHasOnePlainLinePerEventWhateverTheTitlesContain() {
        Bot[] bots = {
            bot(1).with("Title", CONTROL_CHARACTERS),
            bot(2).with("Title", "x".repeat(5000)),
            bot(3).with("Title", "fails"),
            bot(4).with("Title", CONTROL_CHARACTERS + 4),
            bot(5).with("Title", "")
        };
        TestAccount account = TestAccount.empty()
                .withoutQuota()
                .put(bots)
                .behavior(bots[2], "fail", "reason", "bad\r\n\u001b[2Jthings")
                .behavior(bots[3], "exit", "exitCode", 3);
        Cli.Result result = account.migrate("--yes").exits(1);
        assertEquals("", result.err());
        assertFalse(result.out().matches("(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}&&[^\n]].*"));
        List<String> events = result.out().lines().filter(line -> line.matches("\\d\\d:.*")).toList();
        String event = "\\d\\d:\\d\\d:\\d\\d (▸ started|✔ succeeded|✘ failed) .*";
        assertTrue(events.stream().allMatch(line -> line.matches(event)));
        assertEquals(
                Map.of("started", 5L, "succeeded", 3L, "failed", 2L),
                events.stream().collect(Collectors.groupingBy(line -> line.split(" +")[2], Collectors.counting())));
        assertTrue(result.out().lines().allMatch(line -> line.length() < 500));
        result.hasOut("✘ 1 failed: bad [2Jthings\n");
    }

    @Test
    void anErrorIsOneOrTwoLinesAndVerboseAddsTheStackTrace() throws InterruptedException {
        TestAccount account = TestAccount.empty();
        account.error("Scan", -1, 400, "AccessDeniedException", "no dynamodb:Scan");
        Cli.Result result = account.migrate("--yes"); // Cli.Result rejects a stack trace
        result.exits(3);
        String endpoint = " --endpoint-url " + account.endpoint();
        assertEquals(
                List.of(
                        "",
                        "Next:",
                        "  when the cause is fixed:",
                        "    jbang migrate.java" + endpoint + " --yes",
                        "  for the permissions that it needs:",
                        "    jbang migrate.java iam-policy" + endpoint),
                result.err().lines().skip(2).toList());
        RunningProcess verbose = account.startProcess(account.cli(), "--yes", "--verbose");
        assertEquals(3, verbose.process().waitFor());
        String err = verbose.err().whole();
        assertTrue(err.startsWith(result.err().lines().findFirst().orElseThrow()), err);
        assertTrue(err.contains("\tat lib.aws.BotTable"), err);
    }
}
