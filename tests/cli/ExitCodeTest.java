package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

/** How the command ends: its exit code, and what it leaves running. */
class ExitCodeTest {
    @Test
    void zeroWhenAllThatWasAskedForSucceededAndWhenNothingWasAskedFor() {
        TestAccount install = TestAccount.empty();
        assertEquals(0, install.migrate("--yes").exit());
        install.put(
                TestBots.bot(1),
                TestBots.bot(2).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of())));
        Cli.Result result = install.migrate("--yes");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(1, install.startedBots().size(), result::toString);
    }

    /** Whether a bot was offered, named, or would be forgotten: without an answer, the work is still open. */
    @ParameterizedTest
    @ValueSource(strings = {"--scan=auto", "--bot=01HTEST0000000000000000001", "--fresh"})
    void oneWhenNobodyCanAnswerAndZeroWhenTheAnswerIsNo(String option) {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result closed = install.migrate(option);
        assertEquals(1, closed.exit(), closed::toString);
        assertEquals(List.of(), install.mutations(), closed::toString);
        assertTrue(closed.err().contains("--yes"), closed::toString);
        Cli.Result no = install.start(install.cli(), option).type("n\n").end();
        assertEquals(0, no.exit(), no::toString);
        assertEquals(List.of(), install.mutations(), no::toString);
    }

    @Test
    void oneWhenNobodyCanAnswerWhetherToStopTasks() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount install = TestAccount.empty().put(bot).play(bot, "hang");
        Cli cli = install.cli();
        install.migrate(cli, "--yes", "--no-wait");
        Cli.Result closed = install.migrate(cli, "--stop");
        assertEquals(1, closed.exit(), closed::toString);
        assertEquals(List.of(), install.mutations(), closed::toString);
        assertEquals(0, install.start(cli, "--stop").type("n\n").end().exit());
        assertEquals(List.of(), install.mutations());
    }

    @Test
    void theStatusIsZeroWhenAllBotsAreDoneAndOneWhileOneIsOpen() {
        TestBots.Bot bot = TestBots.bot(1);
        TestBots.Bot idle = TestBots.bot(2).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of()));
        TestAccount install = TestAccount.empty().put(bot, idle).play(bot, "fail", "times", 1);
        Cli cli = install.cli();
        assertEquals(1, install.migrate(cli, "--status").exit(), "a new bot");
        assertEquals(1, install.migrate(cli, "--yes").exit());
        assertEquals(1, install.migrate(cli, "--status").exit(), "a bot that failed");
        assertEquals(0, install.migrate(cli, "--yes").exit());
        Cli.Result done = install.migrate(cli, "--status");
        assertEquals(0, done.exit(), done::toString);
        assertEquals(List.of(), install.mutations(), done::toString);
        String help = install.migrate("--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("--status exits with 0 if all bots are done, with 1 if not"), help);
    }

    @Test
    void oneWhenABotFailedAndZeroWhenItSucceedsInTheNextRun() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount install = TestAccount.empty().put(bot).play(bot, "fail", "times", 1);
        Cli.Result result = install.migrate("--yes");
        assertEquals(1, result.exit(), result::toString);
        assertTrue(result.out().contains("To continue, run the same command again"), result::toString);
        Cli.Result again = install.migrate("--yes");
        assertEquals(0, again.exit(), again::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--parallel 0",
                "--assign-public-ip MAYBE",
                "--nonsense",
                "--rehearse=worse",
                "--json /nowhere/at/all.json"
            })
    void twoWhenTheUsageIsWrongAndNothingIsAskedOfAws(String arguments) {
        TestAccount install = TestAccount.empty();
        Cli.Result result = install.migrate(arguments.split(" "));
        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().startsWith("error: "), result::toString);
        assertTrue(result.err().lines().count() <= 3, result::toString);
        assertEquals("", result.out());
        assertEquals(List.of(), install.requests(), result::toString);
    }

    @Test
    void threeWhenAwsRefusesTheSearch() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        install.fault(Map.of(
                "operation",
                "Scan",
                "times",
                -1,
                "error",
                Map.of("status", 400, "code", "AccessDeniedException", "message", "not authorized: dynamodb:Scan")));
        Cli.Result result = install.migrate("--yes");
        assertEquals(3, result.exit(), result::toString);
        assertTrue(
                result.err()
                        .contains("error: AWS rejected the run: AccessDeniedException: not authorized: dynamodb:Scan"),
                result::toString);
        assertEquals(List.of(), install.startedBots(), result::toString);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void anInterruptLeavesTheTasksAloneAndSaysHowToGoOn(String signal, int exit) {
        Path file = Cli.temporaryFolder("json").resolve("report.json");
        TestBots.Bot[] bots = TestBots.bots(4);
        TestAccount install =
                TestAccount.empty().put(bots).play(bots[0], "hang").play(bots[1], "hang");
        RunningProcess running =
                install.startProcess(interruptible(install), "--yes", "--parallel", "2", "--json", file.toString());
        Waiting.await("two running tasks", () -> install.tasksIn("RUNNING") == 2);
        Cli.Result result = running.signal(signal);
        assertEquals(exit, result.exit(), result::toString);
        assertEquals(List.of(), install.requests("StopTask"));
        assertEquals(2, install.tasksIn("RUNNING"));
        assertEquals(2, install.requests("RunTask").size(), result::toString);
        JsonReport report = JsonReport.of(file);
        assertEquals(
                List.of("unproved", "unproved", "notStarted", "notStarted"),
                List.of(bots).stream().map(report::outcome).toList(),
                result::toString);
        String summary = result.out().substring(result.out().indexOf("Summary:"));
        for (TestBots.Bot bot : List.of(bots).subList(0, 2)) {
            assertTrue(summary.contains(TestAccount.taskId(install.tasks(bot).get(0))), result::toString);
        }
        assertTrue(
                summary.contains("Interrupted. Running tasks continue on their own; none was stopped"),
                result::toString);
        assertTrue(summary.contains("To continue, run the same command again"), result::toString);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void anInterruptAtTheQuestionStartsNothing(String signal, int exit) {
        TestAccount install = TestAccount.empty().put(TestBots.bots(2));
        RunningProcess running = install.startProcess(interruptible(install), "--scan", "index");
        Waiting.await("the scan's answer", () -> install.requests("Scan").stream()
                .anyMatch(scan -> scan.get("status").getAsInt() == 200));
        Cli.Result result = running.signal(signal);
        assertEquals(exit, result.exit(), result::toString);
        assertTrue(result.err().contains("Interrupted. Nothing was started."), result::toString);
        assertEquals(List.of(), install.startedBots(), result::toString);
    }

    @Test
    void anInterruptAtTheQuestionOfTheSweepCountsItsBotsToo() {
        TestBots.Bot[] bots = {TestBots.bot(1), TestBots.bot(2).without("LastBotUsed")};
        TestAccount install = TestAccount.empty().put(bots).play(bots[0], "hang");
        Path file = Cli.temporaryFolder("json").resolve("report.json");
        RunningProcess running = install.startProcess(interruptible(install), "--json", file.toString())
                .type("y\n");
        Waiting.await(
                "the sweep and a running task",
                () -> install.tasksIn("RUNNING") == 1
                        && install.requests("Scan").stream()
                                        .filter(scan -> scan.get("status").getAsInt() == 200)
                                        .count()
                                == 2);
        Cli.Result result = running.signal("INT");
        assertEquals(130, result.exit(), result::toString);
        JsonReport report = JsonReport.of(file);
        assertEquals("unproved", report.outcome(bots[0]), result::toString);
        assertEquals("notStarted", report.outcome(bots[1]), result::toString);
        assertEquals(1, install.requests("RunTask").size(), result::toString);
    }

    /** A shell that runs the tests in the background lets them, and whatever they start, ignore Ctrl-C. */
    private static Cli interruptible(TestAccount install) {
        return install.cli().through("env", "--default-signal=INT,TERM");
    }
}
