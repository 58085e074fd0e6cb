package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import tests.support.PseudoTerminal;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Whole screens of results: the summary of a run, {@code --status} and {@code verify}, in a narrow and in a wide terminal. */
class ResultScreenTest {
    private static final String NO_MODEL =
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to"
                    + " the model with the specified model ID.";
    private static final String DEAD = "https://example.com/dead";

    private static final Map<Integer, String> PROBLEMS = Map.of(
            60,
            """
            ✘ 2 failed: An error occurred (AccessDeniedException) when
                calling the InvokeModel operation: You don't have
                access to the model with the specified model ID.
                Open Cohere Embed Multilingual once in the playground
                of the Bedrock console, in the region that the app uses
                for Bedrock, as a user with aws-marketplace:Subscribe
                and aws-marketplace:ViewSubscriptions.
                Bot 2             01HTEST0000000000000000002
                社内ヘルプデスク  01HTEST0000000000000000003
                aws logs tail …
            ✘ 1 failed: exit code 1 (Essential container in task
                exited)
                Fix the cause, which the reason or the task's log
                shows, and run again.
                Bot 4  01HTEST0000000000000000004
                aws logs tail …
            ▲ 1 incomplete: no rows of https://example.com/dead
                Fix the bot's knowledge in the app, start it again with
                --fresh --bot ID, or accept the missing sources with
                --accept-missing.
                Bot 6  01HTEST0000000000000000006
                aws logs tail …""",
            200,
            """
            ✘ 2 failed: %s
                Open Cohere Embed Multilingual once in the playground of the Bedrock console,%s
                Bot 2             01HTEST0000000000000000002
                社内ヘルプデスク  01HTEST0000000000000000003
                aws logs tail …
            ✘ 1 failed: exit code 1 (Essential container in task exited)
                Fix the cause, which the reason or the task's log shows, and run again.
                Bot 4  01HTEST0000000000000000004
                aws logs tail …
            ▲ 1 incomplete: no rows of https://example.com/dead
                Fix the bot's knowledge in the app, start it again with --fresh --bot ID,%s
                Bot 6  01HTEST0000000000000000006
                aws logs tail …"""
                    .formatted(
                            NO_MODEL,
                            " in the region that the app uses for Bedrock, as a user with aws-marketplace:Subscribe and"
                                    + "\n    aws-marketplace:ViewSubscriptions.",
                            " or accept the missing sources with --accept-missing."));

    private static final Map<Integer, String> AUDIT = Map.of(
            60,
            """
                BOT       CHUNKS  ID
                Bot 1          6  01HTEST0000000000000000001
                Bot 5          6  01HTEST0000000000000000005
              ✔ complete              2
              ▲ incomplete            1
              ✘ empty                 3
              · nothing to embed      1
            7 bots, 18 chunks; 5 of 5 random rows are found by the
            app's own query
            ✘ 3 empty: no source of the knowledge has rows
                Embed again with jbang migrate.java, or copy the old
                rows back with restore.
                Bot 2             01HTEST0000000000000000002  1 file,…
                Bot 4             01HTEST0000000000000000004  1 file,…
                社内ヘルプデスク  01HTEST0000000000000000003  1 file,…
            ▲ 1 incomplete: some sources have no rows
                Correct the knowledge in the app (a dead URL stays
                dead), and embed the bot once more with --fresh --bot
                ID. Or accept the missing sources with
                --accept-missing.
                Bot 6  01HTEST0000000000000000006  no rows of https://…
            ▲ 4 of 6 bots are not complete.""",
            200,
            """
                BOT       CHUNKS  ID
                Bot 1          6  01HTEST0000000000000000001
                Bot 5          6  01HTEST0000000000000000005
              ✔ complete              2
              ▲ incomplete            1
              ✘ empty                 3
              · nothing to embed      1
            7 bots, 18 chunks; 5 of 5 random rows are found by the app's own query
            ✘ 3 empty: no source of the knowledge has rows
                Embed again with jbang migrate.java, or copy the old rows back with restore.
                Bot 2             01HTEST0000000000000000002  1 file, SyncStatus FAILED
                Bot 4             01HTEST0000000000000000004  1 file, SyncStatus SUCCEEDED
                社内ヘルプデスク  01HTEST0000000000000000003  1 file, SyncStatus FAILED
            ▲ 1 incomplete: some sources have no rows
                %s
                Bot 6  01HTEST0000000000000000006  no rows of https://example.com/dead
            ▲ 4 of 6 bots are not complete."""
                    .formatted("Correct the knowledge in the app (a dead URL stays dead), and embed the bot once more with"
                            + " --fresh --bot ID. Or accept the missing sources with --accept-missing."));

    private static final String OUTCOMES = String.join(
            "\n", "  ✔ succeeded       2", "  ▲ incomplete      1", "  ✘ failed          3", "  · skipped         1");

    private static final String NEXT_BELOW = """
            Next:
              when the causes above are fixed:
                jbang migrate.java --yes
              to embed the incomplete once more:
                jbang migrate.java --fresh --bot 01HTEST0000000000000000006
              to accept what is missing:
                jbang migrate.java --yes --accept-missing
              at the end, to rebuild the index:
                jbang migrate.java verify --reindex""";

    private static final Map<Integer, String> NEXT = Map.of(
            60,
            NEXT_BELOW.replace("0000006\n", "0000\n006\n"),
            200,
            """
            Next:
              when the causes above are fixed    jbang migrate.java --yes
              to embed the incomplete once more  jbang migrate.java --fresh --bot 01HTEST0000000000000000006
              to accept what is missing          jbang migrate.java --yes --accept-missing
              at the end, to rebuild the index   jbang migrate.java verify --reindex""");

    @ParameterizedTest
    @ValueSource(ints = {60, 200})
    void theScreensOfARunItsStatusAndVerify(int columns) {
        PseudoTerminal.assumeAvailable();
        TestBots.Bot[] bots = TestBots.bots(5);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED)
                .withoutQuota()
                .put(bots[0], bots[1], bots[2].with("Title", "社内ヘルプデスク"), bots[3], bots[4])
                .put(TestBots.bot(6, DEAD))
                .put(TestBots.bot(7).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of())))
                .behavior(bots[1], "fail", "reason", NO_MODEL)
                .behavior(bots[2], "fail", "reason", NO_MODEL)
                .behavior(bots[3], "exit", "exitCode", 1)
                .behavior(TestBots.bot(6), "missingSource", "source", DEAD);
        Cli cli = account.forProcess(account.cli());

        String run = screen(cli, columns, "--yes");
        assertEquals(
                OUTCOMES + "  no knowledge\n" + PROBLEMS.get(columns),
                part(run, "  ✔ succeeded", "18 chunks in the database"));
        assertEquals(
                "✘ 3 of 6 bots failed and 1 is incomplete.\n" + NEXT.get(columns), part(run, "✘ 3 of 6", "no more"));
        String status = screen(cli, columns, "--status");
        assertEquals(OUTCOMES + "\n" + PROBLEMS.get(columns), part(status, "  ✔ succeeded", "No task of this migration is running."));
        assertEquals(
                "✘ 2 of 6 bots are embedded and proved.\n" + NEXT.get(columns).replace(" --yes", ""),
                part(status, "✘ 2 of 6", "no more"));
        String audit = screen(cli, columns, "verify");
        assertEquals(AUDIT.get(columns), part(audit, "    BOT ", "Next:"));
    }

    /** The screen without the commands that show logs: these are for the clipboard, and longer than any line. */
    private static String screen(Cli cli, int columns, String argument) {
        Cli.Result result = PseudoTerminal.start(cli, columns, Cli.PROGRAM, argument).end();
        String output = result.out().replaceAll("aws logs tail [^\r\n]*", "aws logs tail …");
        return String.join("\n", PseudoTerminal.screen(output, columns));
    }

    private static String part(String screen, String first, String end) {
        return screen.lines()
                .dropWhile(line -> !line.startsWith(first))
                .takeWhile(line -> !line.startsWith(end))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void eachProblemHasACommandForTheLogOfOneOfItsBots() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED)
                .put(bots)
                .behavior(bots[0], "fail", "reason", NO_MODEL)
                .behavior(bots[1], "failToStart", "reason", "CannotPullContainerError: no such image");
        Cli cli = account.cli();
        Summary summary = Summary.of(account.migrate(cli, "--yes"));
        String task = TestAccount.taskId(account.tasksOf(bots[0]).get(0));
        String log = "    aws logs tail BedrockChatStack-EmbeddingTaskLogGroupE1F2A3B4-REHEARSAL --log-stream-names"
                + " embed-task/Container/" + task + " --since ";
        List<String> commands = summary.lines().stream().filter(line -> line.contains("aws logs")).toList();
        assertEquals(1, commands.size(), "a task that never ran has no log\n" + summary);
        assertTrue(
                commands.get(0).startsWith(log) && commands.get(0).contains("Z --region us-east-1"), summary::toString);
        Summary status = Summary.of(account.migrate(cli, "--status"));
        assertTrue(status.shows(log + "30d --region us-east-1"), status::toString);
    }

    @Test
    void twoThousandBotsFitOnAFewScreens() {
        int count = 2_000;
        TestBots.Bot[] bots = TestBots.bots(count);
        TestAccount account = TestAccount.empty().put(bots);
        Cli cli = account.cli();
        MigrationId id = new MigrationId("123456789012", "us-east-1", TestAccount.TABLE, TestAccount.ECS_CLUSTER, "");
        try (Journal journal = Journal.open(cli.journal(), id, Clock.atSpeed(1, Instant.now()))) {
            for (int n = 0; n < count; n++) {
                BotKey key = new BotKey(TestBots.USER, bots[n].sk());
                journal.ended(key, 1, outcome(n));
            }
            journal.swept(Instant.now().toString(), BotTable.FILTER, count, List.of());
        }
        Cli.Result result = account.migrate(cli, "--status", "--no-proof").exits(1);
        Summary summary = Summary.of(result);
        assertEquals("1,500 of 2,000 bots are embedded, as their status alone shows.", summary.verdict());
        assertEquals(
                List.of(1500, 430, 70),
                Stream.of("succeeded", "failed", "unproved").map(summary::count).toList());
        assertTrue(summary.shows("✘ 300 failed: access to the model"), summary::toString);
        assertTrue(summary.shows("and 290 more; --json lists them all"), summary::toString);
        assertTrue(summary.shows("✘ 100 failed: exit code 1"), summary::toString);
        assertTrue(summary.shows("24 more reasons, of 24 bots; --json lists them all"), summary::toString);
        assertTrue(summary.shows("▲ 70 unproved: its task has ended"), summary::toString);
        assertTrue(summary.lines().size() < 150, () -> summary.lines().size() + " lines");
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
        TestAccount account = TestAccount.empty().put(TestBots.bots(3));
        Cli.Result status = account.migrate("--status");
        List<String> lines = status.out().lines().toList();
        int problems = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).matches("[✘▲·] .*"))
                .findFirst()
                .orElseThrow();
        long shown = lines.subList(0, problems).stream().filter(line -> !line.isBlank()).count();
        assertTrue(shown <= 10, status::toString);
        assertTrue(lines.get(problems).startsWith("· 3 not started: new"), status::toString);
    }
}
