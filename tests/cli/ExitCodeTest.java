package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.MISSED_BY_INDEX;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

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
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/** The exit code of the command with its verdict, the tasks that it leaves running, and what Ctrl-C withdraws. */
class ExitCodeTest {
    private static final String COULD_NOT_BE_WRITTEN = "error: standard output could not be written";

    private final Path file = Cli.temporaryFolder("json").resolve("report.json");

    @ParameterizedTest
    @ValueSource(strings = {"--status --json -", "verify", "--dry-run", "--help", "--version"})
    void oneWhenTheReportCouldNotBeWritten(String arguments) {
        TestAccount account = TestAccount.with(bots(1));
        account.migrate("--yes").exits(0);
        account.operator()
                .run("sh", "-c", Cli.PROGRAM + " " + arguments + " >/dev/full").exits(1)
                .hasErr(COULD_NOT_BE_WRITTEN)
                .hasErr("Give the command again")
                .hasNoErr("The journal is complete");
    }

    @Test
    void aPipeThatIsClosedEndsNoRun() {
        TestAccount account = TestAccount.with(bots(3));
        account.forProcess(account.operator())
                .run("bash", "-c", Cli.PROGRAM + " --yes | head -n 1; exit ${PIPESTATUS[0]}").exits(1)
                .hasErr(COULD_NOT_BE_WRITTEN, "--status shows the outcome of every bot");
        account.migrate("--status").exits(0);
        account.assertStarted(bots(3));
    }

    /** Whether a bot was offered, named, or would be forgotten: without an answer, the work is still open. */
    @ParameterizedTest
    @ValueSource(strings = {"--parallel=auto", "--bot=01HTEST0000000000000000001", "--fresh"})
    void oneWhenNobodyCanAnswerAndZeroWhenTheAnswerIsNo(String option) {
        TestAccount account = TestAccount.with(bots(1));
        account.migrate(option).exits(1).hasErr("--yes");
        assertEquals(List.of(), account.mutations());
        account.start(option).type("n\n").end().exits(0);
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void oneWhenNobodyCanAnswerWhetherToStopTasks() {
        TestAccount account = TestAccount.with(bot(1)).behavior(bot(1), "hang");
        account.leaveRunning(1);
        account.migrate("--stop").exits(1);
        assertEquals(List.of(), account.mutations());
        account.start("--stop").type("n\n").end().exits(0);
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void theStatusIsZeroWhenAllBotsAreDoneAndOneWhileOneIsOpen() {
        TestAccount account = TestAccount.with(bot(1), bot(2).withFiles()).behavior(bot(1), "fail", "times", 1);
        account.migrate("--status").exits(1); // a new bot
        account.migrate("--yes").exits(1);
        account.migrate("--status").exits(1); // a bot that failed
        account.migrate("--yes").exits(0);
        account.migrate("--status").exits(0);
        assertEquals(List.of(), account.mutations());
        String meaning = "0 everything that was requested succeeded; with --status: all bots are done";
        account.migrate("--help").matchesOut(meaning.replace(" ", "\\s+"));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void anInterruptStopsNoTaskAndSaysHowToContinue(String signal, int exit) {
        Bot[] bots = bots(4);
        TestAccount account = TestAccount.with(bots).behavior(bots[0], "hang").behavior(bots[1], "hang");
        RunningProcess running = account.startProcess(
                account.cli().interruptible(), "--yes", "--parallel", "2", "--json", file.toString());
        Waiting.await("two running tasks", () -> account.tasksIn("RUNNING") == 2);
        Cli.Result result = running.signal(signal).exits(exit);
        assertEquals(List.of(), account.requests("StopTask"));
        assertEquals(2, account.tasksIn("RUNNING"));
        assertEquals(2, account.requests("RunTask").size());
        assertEquals(
                List.of("unproved", "unproved", "notStarted", "notStarted"), JsonReport.of(file).outcomes(bots));
        assertEquals(
                List.of(
                        "▲ Interrupted when none of the 4 bots was embedded and proved.",
                        "2 tasks are running, for about $0.20 an hour; none was stopped. Written: " + file,
                        "  to continue                 jbang migrate.java --yes --parallel 2 --json " + file,
                        "  to stop the tasks that run  jbang migrate.java --stop"),
                result.out().lines().dropWhile(line -> !line.startsWith("▲ Interrupted")).toList());
    }

    @Test
    void anInterruptAtTheQuestionAboutTheSweepCountsItsBotsToo() {
        TestAccount account = TestAccount.with(bot(1), MISSED_BY_INDEX).behavior(bot(1), "hang");
        RunningProcess running = account.startProcess(account.cli().interruptible(), "--json", file.toString())
                .type("y\n");
        Waiting.await(
                "the sweep and a running task", () -> account.tasksIn("RUNNING") == 1 && account.answered("Scan") == 2);
        running.signal("INT").exits(130);
        assertEquals(List.of("unproved", "notStarted"), JsonReport.of(file).outcomes(bot(1), MISSED_BY_INDEX));
        account.assertStarted(bot(1));
    }

    /** The commands of an operator, one after the other. */
    @Test
    void fromTheDryRunToARunThatHasNothingToDo() {
        TestAccount account = TestAccount.with(bots(2));
        assertVerdict(0, "Dry run: nothing was started; all 2 bots with knowledge would be.", account, "--dry-run");
        assertVerdict(
                1,
                "None of the 2 bots is embedded and proved, and the search for bots is not finished.",
                account,
                "--status");
        assertVerdict(0, "All 2 bots with knowledge were skipped.", account.start("--json", "-").type("n\n").end());
        assertVerdict(1, "None of the 2 bots was started.", account.start("--json", "-").end());
        assertVerdict(
                0, "The selected bot with knowledge is embedded and proved.", account, "--yes --bot " + bot(1).id());
        assertVerdict(0, "All 2 bots with knowledge are embedded and proved.", account, "--yes");
        assertVerdict(
                0, "All 2 bots with knowledge are embedded and proved; there was nothing to do.", account, "--yes");
        assertVerdict(0, "All 2 bots with knowledge are embedded and proved.", account, "--status");
        assertVerdict(
                0,
                "All 2 bots with knowledge are embedded, as their status alone shows.",
                account,
                "--status --no-proof");
    }

    @Test
    void withoutKnowledgeThereIsNothingToEmbed() {
        TestAccount account = TestAccount.with(bot(1).withFiles());
        assertVerdict(
                0, "There is nothing to embed, because no bot has knowledge that can be embedded.", account, "--yes");
        assertVerdict(0, "The only bot is embedded and proved.", account, "--yes --all");
    }

    private static void assertVerdict(int exitCode, String verdict, TestAccount account, String options) {
        assertVerdict(exitCode, verdict, account.migrate((options + " --json -").split(" ")));
    }

    private static void assertVerdict(int exitCode, String verdict, Cli.Result result) {
        assertEquals(verdict, JsonReport.of(result).exits(exitCode).verdict());
    }

    @Test
    void ctrlCLeavesNoStartInTheJournalThatWasNeverSent() {
        int bots = 40;
        TestAccount account = TestAccount.inRealTime().withoutQuota().put(bots(bots)).pauseClock();
        account.operator().interruptible();
        account.startProcess("--yes", "--parallel", "40")
                .waitUntil(() -> account.arrived("RunTask") >= 3)
                .signal("INT").exits(130);
        int sent = account.requests("RunTask").size();
        assertTrue(sent < bots, "it was interrupted in time");
        assertEquals(sent, account.journalLines("intended").size());

        account.migrate("--dry-run") // a run would watch the tasks that were started
                .hasOut(", " + (bots - sent) + " to start, " + sent + " to resume");
    }

    @Test
    void ctrlCWithdrawsAStartThatWasRejected() {
        TestAccount account = TestAccount.inRealTime()
                .put(bot(1))
                .error("RunTask", -1, 400, "ThrottlingException", "Rate exceeded");
        account.operator().interruptible();
        account.startProcess("--yes")
                .waitUntil(() -> account.requests("RunTask").stream().anyMatch(request -> request.has("status")))
                .signal("INT").exits(130);
        int sent = account.requests("RunTask").size();
        account.migrate().hasOut("  journal          no bot yet\n", "Start 1 embedding task");
        assertEquals(sent, account.requests("RunTask").size());
    }
}
