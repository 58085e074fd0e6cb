package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.USER;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.aws.BotTable;
import lib.common.Clock;
import lib.journal.Journal;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.PseudoTerminal;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * Whole screens of results, in a narrow and in a wide terminal: the summary of a run, {@code --status} and
 * {@code verify}. They are compared with the files in the folder screens, without costs and times. What they advise
 * after a failure follows from what happened, not from the words in names of files.
 */
class ResultScreenTest {
    private static final String NO_MODEL =
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to"
                    + " the model with the specified model ID.";
    private static final String DEAD = "https://example.com/dead";
    private static final String VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";

    @ParameterizedTest
    @ValueSource(ints = {60, 200})
    void theScreensOfARunItsStatusAndVerify(int columns) throws IOException {
        PseudoTerminal.assumeAvailable();
        Bot[] bots = bots(5);
        TestAccount account = TestAccount.withShortTasks()
                .withoutQuota()
                .put(bots[0], bots[1], bots[2].with("Title", "社内ヘルプデスク"), bots[3], bots[4])
                .put(bot(6, DEAD))
                .put(bot(7).withFiles())
                .behavior(bots[1], "fail", "reason", NO_MODEL)
                .behavior(bots[2], "fail", "reason", NO_MODEL)
                .behavior(bots[3], "exit", "exitCode", 1)
                .behavior(bot(6), "missingSource", "source", DEAD);
        Cli cli = account.forProcess(account.cli());
        String run = screen(cli, columns, "--yes");
        String outcomes = part(run, "  ✔ succeeded", "18 chunks in the database");
        assertScreen("run-" + columns, outcomes + part(run, "✘ 3 of 6", "no more"));
        String status = screen(cli, columns, "--status");
        String problems = part(status, "  ✔ succeeded", "No task of this migration is running.");
        assertScreen("status-" + columns, problems + part(status, "✘ 2 of 6", "no more"));
        assertScreen("verify-" + columns, part(screen(cli, columns, "verify"), "    BOT ", "Next:"));
    }

    /** The screen without the commands that show logs: these are for the clipboard, and longer than any line. */
    private static String screen(Cli cli, int columns, String argument) {
        Cli.Result result = PseudoTerminal.start(cli, columns, Cli.PROGRAM, argument).end();
        String output = result.out().replaceAll("aws logs tail [^\r\n]*", "aws logs tail …");
        return String.join("\n", PseudoTerminal.screen(output, columns));
    }

    /** The lines from one that begins like this to the next that begins like that. */
    private static String part(String screen, String first, String end) {
        return screen.lines()
                .dropWhile(line -> !line.startsWith(first))
                .takeWhile(line -> !line.startsWith(end))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static void assertScreen(String name, String shown) throws IOException {
        assertEquals(Files.readString(Cli.ROOT.resolve("tests/cli/screens/" + name + ".txt")), shown, name);
    }

    @Test
    void eachProblemHasACommandForTheLogOfOneOfItsBots() {
        Bot[] bots = bots(3);
        TestAccount account = TestAccount.with(bots)
                .behavior(bots[0], "fail", "reason", NO_MODEL)
                .behavior(bots[1], "failToStart", "reason", "CannotPullContainerError: no such image");
        Cli.Result run = account.migrate("--yes");
        String log = "    aws logs tail BedrockChatStack-EmbeddingTaskLogGroupE1F2A3B4-REHEARSAL --log-stream-names"
                + " embed-task/Container/" + TestAccount.taskId(account.tasksOf(bots[0]).get(0)) + " --since ";
        assertEquals(1, run.outLines("aws logs").size(), "a task that never ran has no log");
        assertTrue(Summary.of(run).shows(log, "Z --region us-east-1"));
        Summary.of(account.migrate("--status")).hasLines(log + "30d --region us-east-1");
    }

    @Test
    void twoThousandBotsFitOnAFewScreens() {
        int count = 2_000;
        Bot[] bots = bots(count);
        TestAccount account = TestAccount.with(bots);
        MigrationId id = new MigrationId("123456789012", "us-east-1", TestAccount.TABLE, TestAccount.ECS_CLUSTER, "");
        try (Journal journal = Journal.open(account.journal(), id, Clock.atSpeed(1, Instant.now()))) {
            for (int n = 0; n < count; n++) {
                BotKey key = new BotKey(USER, bots[n].sk());
                journal.ended(key, 1, outcome(n));
            }
            journal.swept(Instant.now().toString(), BotTable.FILTER, List.of());
        }
        Summary summary = Summary.of(account.migrate("--status", "--no-proof").exits(1));
        assertEquals("1,500 of 2,000 bots are embedded, as their status alone shows.", summary.verdict());
        assertEquals(List.of(1500, 430, 70), summary.counts("succeeded", "failed", "unproved"));
        summary.hasLines(
                "✘ 300 failed: access to the model",
                "and 290 more; --json lists them all",
                "✘ 100 failed: exit code 1",
                "24 more reasons, of 24 bots; --json lists them all",
                "▲ 70 unproved: its task has ended");
        assertTrue(summary.lines().size() < 150, () -> summary.lines().size() + " lines");
        Summary all = Summary.of(account.migrate("--status", "--no-proof", "--verbose").exits(1));
        assertTrue(Stream.of(bots).skip(1_500).allMatch(bot -> all.shows(bot.id())));
        assertEquals(List.of(), all.lines().stream().filter(line -> line.contains("lists them all")).toList());
    }

    /**
     * 1,500 proved; 300 without access to the model, 100 with exit codes, 30 with reasons of their own; 70 unproved.
     */
    private static Outcome outcome(int n) {
        String task = String.format("%032x", n);
        if (n < 1_500) {
            return new Outcome.Succeeded("Successfully inserted to vector store.", task);
        }
        if (n < 1_800) {
            return new Outcome.Failed(NO_MODEL + " Request " + n, task, false);
        }
        if (n < 1_900) {
            return new Outcome.Failed("exit code " + n, task, false);
        }
        return n < 1_930
                ? new Outcome.Failed("a problem with " + (char) ('A' + n % 30), task, false)
                : new Outcome.Unproved("its task has ended, and wrote no status", task);
    }

    @Test
    void theStatusTakesTenLinesAtMostBeforeTheOpenBots() {
        List<String> lines = TestAccount.with(bots(3)).migrate("--status").out().lines().toList();
        int problems = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).matches("[✘▲·] .*"))
                .findFirst()
                .orElseThrow();
        long shown = lines.subList(0, problems).stream().filter(line -> !line.isBlank()).count();
        assertTrue(shown <= 10);
        assertTrue(lines.get(problems).startsWith("· 3 not started: new"));
    }

    @Test
    void aVideoThatYouTubeRefusesCostsOneTaskAndIsNoThrottlingOfTheModel() {
        Bot refused = bot(1, VIDEO), silent = bot(2, VIDEO);
        Bot[] others = {bot(3), bot(4), bot(5), bot(6)};
        TestAccount account = TestAccount.withShortTasks()
                .withoutQuota()
                .put(refused, silent)
                .put(others)
                .behavior(
                        refused,
                        "fail",
                        "reason",
                        "Failed to detect language: \nCould not retrieve a transcript for the video " + VIDEO
                                + "! This is most likely caused by:\n\nYouTube is receiving too many requests")
                .behavior(silent, "missingSource", "source", VIDEO);
        JsonReport report = account.report().exits(1);
        for (Bot bot : List.of(refused, silent)) {
            assertEquals("failed", report.outcome(bot));
            assertEquals(1, account.tasksOf(bot).size());
            assertTrue(report.remedy(bot).contains("remove the video in the app"));
        }
        assertEquals(4, report.count("succeeded"));
        report.result().hasNoErr("--parallel");
    }
}
