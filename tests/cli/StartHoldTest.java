package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.PseudoTerminal;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Tasks that end one after the other without a success do not cost a task for every bot, whatever the reason. */
class StartHoldTest {
    private static final String NO_MODEL =
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to"
                    + " the model with the specified model ID.";
    /** So slow that a start takes seconds of the account's clock, as in AWS. */
    private static final int SLOW = TestAccount.SPEED / 15;

    private static final String IN_A_ROW = " tasks in a row ended without a success";

    private static TestAccount account(TestBots.Bot[] bots, String behavior, String reason) {
        return account(TestAccount.SPEED, bots, behavior, reason);
    }

    private static TestAccount account(int speed, TestBots.Bot[] bots, String behavior, String reason) {
        TestAccount account = TestAccount.withShortTasks(speed).put(bots);
        Stream.of(bots).forEach(bot -> account.behavior(bot, behavior, "reason", reason));
        return account;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fail | " + NO_MODEL + " | " + NO_MODEL + " | Open Cohere Embed Multilingual once",
                "exit | | exit code 1 | Look for the cause in the reasons",
                "failToStart | CannotPullContainerError: manifest unknown | manifest unknown | Check that the image of"
                        + " the task"
            })
    void ifEveryTaskFailsAtMostSevenArePaid(String behavior, String reason, String shown, String remedy) {
        TestBots.Bot[] bots = TestBots.bots(15);
        TestAccount account = account(SLOW, bots, behavior, reason);
        Cli cli = account.cli();
        Cli.Result result = account.migrate(cli, "--yes", "--json", "-").exits(1);
        int paid = account.tasks().size();
        assertTrue(paid >= 6 && paid <= 7, () -> paid + " tasks\n" + result);
        result.hasErr("3" + IN_A_ROW, "Stopped: " + paid + IN_A_ROW, shown, remedy);
        JsonReport report = JsonReport.of(result);
        assertEquals(
                List.of(paid, 15 - paid),
                List.of(report.count("failed"), report.count("notStarted")),
                result::toString);
        assertEquals("The run was stopped when none of the 15 bots was embedded and proved.", report.verdict());

        Stream.of(bots).forEach(bot -> account.behavior(bot, "succeed"));
        Cli.Result repaired = account.migrate(cli, "--yes").exits(0);
        assertEquals(paid + 15, account.tasks().size(), repaired::toString);
    }

    @Test
    void aBotThatWaitsForAnotherAttemptWhenTheRunEndsHasFailed() {
        TestAccount account = account(
                TestBots.bots(9),
                "failToStart",
                "Timeout waiting for network interface provisioning to complete.");
        Cli.Result result = account.migrate("--yes", "--parallel", "1", "--json", "-");
        assertEquals(1, result.exit(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals(List.of(6, 3), List.of(report.count("failed"), report.count("notStarted")), result::toString);
    }

    @Test
    void threeHopelessBotsAtTheHeadKeepNoOtherFromItsTurn() {
        TestBots.Bot[] bots = TestBots.bots(500);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bots).withoutQuota();
        List.of(0, 1, 2).forEach(n -> account.behavior(bots[n], "exit"));
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(1);
        assertEquals(500, account.tasks().size(), result.err());
        assertEquals(497, JsonReport.of(result).count("succeeded"), result.err());
    }

    @Test
    void sixHopelessBotsAtTheHeadAreLastInTheNextRun() {
        TestBots.Bot[] bots = TestBots.bots(12);
        TestAccount account = account(bots, "succeed", null);
        List.of(0, 1, 2, 3, 4, 5).forEach(n -> account.behavior(bots[n], "exit"));
        Cli cli = account.cli();
        Cli.Result first = account.migrate(cli, "--yes", "--parallel", "1").exits(1);
        Set<String> hopeless = TestBots.sortKeys(Arrays.copyOf(bots, 6));
        assertEquals(hopeless, Set.copyOf(account.startedBots()), first::toString);
        Cli.Result second = account.migrate(cli, "--yes", "--parallel", "1", "--json", "-").exits(1);
        assertEquals(6, JsonReport.of(second).count("succeeded"), second::toString);
        List<String> started = account.startedBots();
        assertEquals(18, started.size(), second::toString);
        assertEquals(hopeless, Set.copyOf(started.subList(12, 18)), second::toString);
    }

    @Test
    void runningTasksEndBeforeTheNextBotIsTriedAndItsSuccessResumesTheStarts() {
        TestBots.Bot[] bots = TestBots.bots(8);
        TestAccount account = account(bots, "succeed", null).withoutQuota();
        account.behavior(bots[0], "hang");
        List.of(1, 2, 3).forEach(n -> account.behavior(bots[n], "fail", "reason", NO_MODEL));
        Cli.Result result = account.migrate("--yes", "--parallel", "2", "--task-timeout", "30", "--json", "-").exits(1);
        assertEquals(8, account.requests("RunTask").size(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals(
                List.of(4, 3, 1),
                List.of(report.count("succeeded"), report.count("failed"), report.count("unproved")),
                result::toString);
        List<String> started = account.startedBots();
        double tried = account.tasks().get(4).get("requestedAt").getAsDouble();
        double hangingEnded = account.requests("StopTask").get(0).get("at").getAsDouble();
        assertTrue(started.subList(0, 4).contains(bots[0].sk()), result::toString);
        assertTrue(hangingEnded <= tried, result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "deletedBeforeRead"})
    void endsThatShowNothingAboutOtherBotsHoldNothing(String behavior) {
        TestBots.Bot[] bots = TestBots.bots(7);
        TestAccount account = account(bots, behavior, null);
        Cli.Result result = account.migrate("--yes", "--parallel", "1");
        assertEquals(TestBots.sortKeys(bots), Set.copyOf(account.startedBots()), result::toString);
        assertFalse(result.toString().contains(IN_A_ROW), result::toString);
    }

    /** The containers cannot read their own task ids, so that no status is a proof; the rows are. */
    @Test
    void rowsThatProveASuccessLiftTheHold() {
        TestBots.Bot[] bots = TestBots.bots(9);
        TestAccount account = account(bots, "noTaskId", null);
        Cli.Result result = account.migrate("--yes", "--parallel", "1").exits(0);
        assertEquals(9, account.tasks().size(), result::toString);
    }

    @ParameterizedTest
    @CsvSource({"n, 3", "y, 6"})
    void atATerminalTheUserIsAskedWhetherToTryOn(String answer, int tasks) {
        PseudoTerminal.assumeAvailable();
        TestAccount account = account(TestBots.bots(9), "fail", NO_MODEL);
        Cli.Result result = PseudoTerminal.run(
                account.forProcess(account.cli()),
                "y\n" + answer + "\n",
                Cli.PROGRAM,
                "--parallel",
                "1").exits(1);
        result.hasOut("Try one more bot at a time? [y/N]");
        assertEquals(tasks, account.requests("RunTask").size(), result::toString);
    }

    @Test
    void withoutATerminalNothingIsAsked() {
        TestAccount account = account(TestBots.bots(9), "fail", NO_MODEL);
        Cli.Result result = account.start(account.cli(), "--parallel", "1").type("y\ny\ny\n").end().exits(1);
        assertEquals(6, account.requests("RunTask").size(), result::toString);
        result.hasNoOut("Try one more bot");
    }
}
