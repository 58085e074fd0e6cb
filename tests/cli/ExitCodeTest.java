package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** The exit code of the command with its verdict, the tasks that it leaves running, and what Ctrl-C withdraws. */
class ExitCodeTest {
    private static final String THROTTLED =
            "{\"operation\": \"RunTask\", \"times\": -1, \"error\": {\"status\": 400, \"code\":"
                    + " \"ThrottlingException\", \"message\": \"Rate exceeded\"}}";

    @Test
    void zeroWhenEveryBotSucceededOrThereIsNoBot() {
        TestAccount account = TestAccount.empty();
        account.migrate("--yes").exits(0);
        account.put(
                TestBots.bot(1),
                TestBots.bot(2).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of())));
        Cli.Result result = account.migrate("--yes").exits(0);
        assertEquals(1, account.startedBots().size(), result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status --json -", "verify"})
    void oneWhenTheReportCouldNotBeWritten(String arguments) {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        account.migrate("--yes").exits(0);
        Cli.Result result = account.cli().run("sh", "-c", Cli.PROGRAM + " " + arguments + " >/dev/full").exits(1);
        result.hasErr("error: standard output could not be written");
    }

    @Test
    void aPipeThatIsClosedEndsNoRun() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(3));
        Cli cli = account.forProcess(account.cli());
        Cli.Result result = cli.run("bash", "-c", Cli.PROGRAM + " --yes | head -n 1; exit ${PIPESTATUS[0]}").exits(1);
        result.hasErr("error: standard output could not be written");
        Cli.Result status = account.migrate(cli, "--status").exits(0);
        assertEquals(3, account.startedBots().size(), status::toString);
    }

    /** Whether a bot was offered, named, or would be forgotten: without an answer, the work is still open. */
    @ParameterizedTest
    @ValueSource(strings = {"--parallel=auto", "--bot=01HTEST0000000000000000001", "--fresh"})
    void oneWhenNobodyCanAnswerAndZeroWhenTheAnswerIsNo(String option) {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result closed = account.migrate(option).exits(1);
        assertEquals(List.of(), account.mutations(), closed::toString);
        closed.hasErr("--yes");
        Cli.Result no = account.start(account.cli(), option).type("n\n").end().exits(0);
        assertEquals(List.of(), account.mutations(), no::toString);
    }

    @Test
    void oneWhenNobodyCanAnswerWhetherToStopTasks() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, "hang");
        Cli cli = account.cli();
        account.leaveRunning(cli, 1);
        Cli.Result closed = account.migrate(cli, "--stop").exits(1);
        assertEquals(List.of(), account.mutations(), closed::toString);
        account.start(cli, "--stop").type("n\n").end().exits(0);
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void theStatusIsZeroWhenAllBotsAreDoneAndOneWhileOneIsOpen() {
        TestBots.Bot bot = TestBots.bot(1);
        TestBots.Bot idle = TestBots.bot(2).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of()));
        TestAccount account = TestAccount.empty().put(bot, idle).behavior(bot, "fail", "times", 1);
        Cli cli = account.cli();
        assertEquals(1, account.migrate(cli, "--status").exit(), "a new bot");
        account.migrate(cli, "--yes").exits(1);
        assertEquals(1, account.migrate(cli, "--status").exit(), "a bot that failed");
        account.migrate(cli, "--yes").exits(0);
        Cli.Result done = account.migrate(cli, "--status").exits(0);
        assertEquals(List.of(), account.mutations(), done::toString);
        String help = account.migrate("--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("0 everything that was requested succeeded; with --status: all bots are done"), help);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void anInterruptStopsNoTaskAndSaysHowToContinue(String signal, int exit) {
        Path file = Cli.temporaryFolder("json").resolve("report.json");
        TestBots.Bot[] bots = TestBots.bots(4);
        TestAccount account = TestAccount.empty().put(bots).behavior(bots[0], "hang").behavior(bots[1], "hang");
        RunningProcess running = account.startProcess(
                account.cli().interruptible(), "--yes", "--parallel", "2", "--json", file.toString());
        Waiting.await("two running tasks", () -> account.tasksIn("RUNNING") == 2);
        Cli.Result result = running.signal(signal).exits(exit);
        assertEquals(List.of(), account.requests("StopTask"));
        assertEquals(2, account.tasksIn("RUNNING"));
        assertEquals(2, account.requests("RunTask").size(), result::toString);
        JsonReport report = JsonReport.of(file);
        assertEquals(
                List.of("unproved", "unproved", "notStarted", "notStarted"),
                List.of(bots).stream().map(report::outcome).toList(),
                result::toString);
        List<String> end = result.out().lines().dropWhile(line -> !line.startsWith("▲ Interrupted")).toList();
        assertEquals(
                List.of(
                        "▲ Interrupted when none of the 4 bots was embedded and proved.",
                        "2 tasks are running, for about $0.20 an hour; none was stopped. Written: " + file,
                        "  to continue                 jbang migrate.java --yes --parallel 2 --json " + file,
                        "  to stop the tasks that run  jbang migrate.java --stop"),
                end,
                result::toString);
    }

    @Test
    void anInterruptAtTheQuestionAboutTheSweepCountsItsBotsToo() {
        TestBots.Bot[] bots = {TestBots.bot(1), TestBots.MISSED_BY_INDEX};
        TestAccount account = TestAccount.empty().put(bots).behavior(bots[0], "hang");
        Path file = Cli.temporaryFolder("json").resolve("report.json");
        RunningProcess running = account.startProcess(account.cli().interruptible(), "--json", file.toString())
                .type("y\n");
        Waiting.await(
                "the sweep and a running task", () -> account.tasksIn("RUNNING") == 1 && account.answered("Scan") == 2);
        Cli.Result result = running.signal("INT").exits(130);
        JsonReport report = JsonReport.of(file);
        assertEquals("unproved", report.outcome(bots[0]), result::toString);
        assertEquals("notStarted", report.outcome(bots[1]), result::toString);
        assertEquals(1, account.requests("RunTask").size(), result::toString);
    }

    private static void assertVerdict(int exitCode, String verdict, Cli.Result result) {
        assertEquals(verdict, JsonReport.of(result).verdict(), result::toString);
        result.exits(exitCode);
    }

    private static Cli.Result run(TestAccount account, Cli cli, String options) {
        return account.migrate(cli, (options + " --json -").split(" "));
    }

    @Test
    void fromTheDryRunToARunThatHasNothingToDo() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.empty().put(bots);
        Cli cli = account.cli();
        assertVerdict(
                0, "Dry run: nothing was started; all 2 bots with knowledge would be.", run(account, cli, "--dry-run"));
        assertVerdict(
                1,
                "None of the 2 bots is embedded and proved, and the search for bots is not finished.",
                run(account, cli, "--status"));
        assertVerdict(
                0,
                "All 2 bots with knowledge were skipped.",
                account.start(cli, "--json", "-").type("n\n").end());
        assertVerdict(1, "None of the 2 bots was started.", account.start(cli, "--json", "-").end());
        assertVerdict(
                0,
                "The selected bot with knowledge is embedded and proved.",
                run(account, cli, "--yes --bot " + bots[0].id()));
        assertVerdict(0, "All 2 bots with knowledge are embedded and proved.", run(account, cli, "--yes"));
        assertVerdict(
                0,
                "All 2 bots with knowledge are embedded and proved; there was nothing to do.",
                run(account, cli, "--yes"));
        assertVerdict(0, "All 2 bots with knowledge are embedded and proved.", run(account, cli, "--status"));
        assertVerdict(
                0,
                "All 2 bots with knowledge are embedded, as their status alone shows.",
                run(account, cli, "--status --no-proof"));
    }

    @Test
    void withoutKnowledgeThereIsNothingToEmbed() {
        TestBots.Bot empty = TestBots.bot(1).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of()));
        TestAccount account = TestAccount.empty().put(empty);
        assertVerdict(
                0,
                "There is nothing to embed, because no bot has knowledge that can be embedded.",
                run(account, account.cli(), "--yes"));
        assertVerdict(0, "The only bot is embedded and proved.", run(account, account.cli(), "--yes --all"));
    }

    @Test
    void ctrlCLeavesNoStartInTheJournalThatWasNeverSent() {
        int bots = 40;
        TestAccount account = TestAccount.inRealTime().withoutQuota().put(TestBots.bots(bots)).pauseClock();
        Cli cli = account.cli().interruptible();
        Cli.Result interrupted = account.startProcess(cli, "--yes", "--parallel", "40")
                .waitUntil(() -> account.arrived("RunTask") >= 3)
                .signal("INT").exits(130);
        int sent = account.requests("RunTask").size();
        assertTrue(sent < bots, "it was interrupted in time");
        assertEquals(sent, cli.journalLines("intended").size(), interrupted::toString);

        Cli.Result next = account.migrate(cli, "--dry-run"); // a run would watch the tasks that were started
        next.hasOut(", " + (bots - sent) + " to start, " + sent + " to resume");
    }

    @Test
    void ctrlCWithdrawsAStartThatWasRejected() {
        TestAccount account = TestAccount.inRealTime().put(TestBots.bot(1)).fault(THROTTLED);
        Cli cli = account.cli().interruptible();
        Cli.Result interrupted = account.startProcess(cli, "--yes")
                .waitUntil(() -> account.requests("RunTask").stream().anyMatch(request -> request.has("status")))
                .signal("INT");
        interrupted.exits(130);
        int sent = account.requests("RunTask").size();
        Cli.Result no = account.migrate(cli).hasOut("  journal          no bot yet\n", "Start 1 embedding task");
        assertEquals(sent, account.requests("RunTask").size(), no::toString);
    }
}
