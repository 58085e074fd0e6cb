package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import lib.common.ProcessContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.PseudoTerminal;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Tasks that fail one after the other for a reason that concerns every bot do not cost a task for every bot. */
class CommonFailureTest {
    private static final String NO_MODEL =
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to"
                    + " the model with the specified model ID.";
    private static final String IN_A_ROW = " tasks in a row failed for a reason that concerns every bot";

    private static TestAccount account(TestBots.Bot[] bots, String behavior, String reason) {
        TestAccount account =
                TestAccount.withShortTasks(TestAccount.SPEED).put(bots).withoutQuota();
        Stream.of(bots).forEach(bot -> account.behavior(bot, behavior, "reason", reason));
        return account;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fail | " + NO_MODEL + " | Enable access to the embedding model",
                "fail | FATAL: password authentication failed for user \"postgres\" | that its secret is current",
                "failToStart | CannotPullContainerError: pull image manifest | Check that the image of the task",
                "failToStart | ResourceInitializationError: unable to pull secrets | subnets reach AWS"
            })
    void afterThreeSuchFailuresOneMoreBotIsTriedAndThenTheRunEnds(String behavior, String reason, String remedy) {
        TestBots.Bot[] bots = TestBots.bots(8);
        TestAccount account = account(bots, behavior, reason);
        Cli cli = account.cli();
        Cli.Result result = account.migrate(cli, "--yes", "--parallel", "1", "--json", "-");
        assertEquals(1, result.exit(), result::toString);
        assertEquals(4, account.requests("RunTask").size(), result::toString);
        assertTrue(result.err().contains("3" + IN_A_ROW), result::toString);
        assertTrue(
                result.err().contains("Stopped: 4" + IN_A_ROW)
                        && result.err().contains(reason)
                        && result.err().contains(remedy),
                result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals(8, report.count("failed") + report.count("notStarted"), result::toString);
        assertTrue(report.count("notStarted") >= 4, result::toString);
        assertEquals(
                "The run was stopped when none of the 8 bots was embedded and proved: see the reason below, and run the"
                        + " same command again.",
                report.verdict());

        Stream.of(bots).forEach(bot -> account.behavior(bot, "succeed"));
        Cli.Result repaired = account.migrate(cli, "--yes");
        assertEquals(0, repaired.exit(), repaired::toString);
        assertEquals(12, account.requests("RunTask").size(), repaired::toString);
    }

    @Test
    void runningTasksEndBeforeTheNextBotIsTriedAndItsSuccessResumesTheStarts() {
        TestBots.Bot[] bots = TestBots.bots(8);
        TestAccount account = account(bots, "succeed", "");
        account.behavior(bots[0], "hang");
        List.of(1, 2, 3).forEach(n -> account.behavior(bots[n], "fail", "reason", NO_MODEL));
        Cli.Result result =
                account.migrate("--yes", "--parallel", "2", "--task-timeout", "30", "--stop-hanging", "--json", "-");
        assertEquals(1, result.exit(), result::toString);
        assertEquals(8, account.requests("RunTask").size(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals(
                List.of(4, 3, 1),
                List.of(report.count("succeeded"), report.count("failed"), report.count("unproved")),
                result::toString);
        List<String> started = account.startedBots();
        double probed = account.tasks().get(4).get("requestedAt").getAsDouble();
        double hangingEnded = account.requests("StopTask").get(0).get("at").getAsDouble();
        assertTrue(started.subList(0, 4).contains(bots[0].sk()), result::toString);
        assertTrue(hangingEnded <= probed, result::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "An error occurred (404) when calling the HeadObject operation: Not Found",
                "An error occurred (AccessDenied) when calling the GetObject operation: Access Denied"
            })
    void failuresOfTheBotsThemselvesStopNothing(String reason) {
        TestAccount account = account(TestBots.bots(6), "fail", reason);
        Cli.Result result = account.migrate("--yes", "--parallel", "1");
        assertEquals(1, result.exit(), result::toString);
        assertEquals(6, account.requests("RunTask").size(), result::toString);
        assertFalse(result.toString().contains(IN_A_ROW), result::toString);
    }

    @Test
    void aSuccessInBetweenStartsTheCountAgain() {
        TestBots.Bot[] bots = TestBots.bots(7);
        TestAccount account = account(bots, "fail", NO_MODEL);
        account.behavior(bots[2], "succeed").behavior(bots[4], "succeed");
        Cli.Result result = account.migrate("--yes", "--parallel", "1");
        assertEquals(1, result.exit(), result::toString);
        assertEquals(7, account.requests("RunTask").size(), result::toString);
        assertFalse(result.toString().contains(IN_A_ROW), result::toString);
    }

    @Test
    void theKeepGoingOptionStartsEveryBot() {
        TestAccount account = account(TestBots.bots(6), "fail", NO_MODEL);
        Cli.Result result = account.migrate("--yes", "--parallel", "1", "--keep-going");
        assertEquals(1, result.exit(), result::toString);
        assertEquals(6, account.requests("RunTask").size(), result::toString);
        assertFalse(result.toString().contains(IN_A_ROW), result::toString);
    }

    @ParameterizedTest
    @CsvSource({"n, 4", "y, 6"})
    void atATerminalTheUserIsAskedWhetherToContinue(String answer, int tasks) {
        PseudoTerminal.assumeAvailable();
        TestAccount account = account(TestBots.bots(6), "fail", NO_MODEL);
        Cli.Result result = PseudoTerminal.run(
                account.cli().with(ProcessContext.CLOCK_SPEED, String.valueOf(TestAccount.SPEED)),
                "y\n" + answer + "\n",
                Cli.MIGRATE,
                "--parallel",
                "1");
        assertEquals(1, result.exit(), result::toString);
        assertTrue(result.out().contains("Continue? [y/N]"), result::toString);
        assertEquals(tasks, account.requests("RunTask").size(), result::toString);
    }

    @Test
    void withoutATerminalNothingIsAsked() {
        TestAccount account = account(TestBots.bots(6), "fail", NO_MODEL);
        Cli.Result result = account.start(account.cli(), "--parallel", "1")
                .type("y\ny\ny\n")
                .end();
        assertEquals(1, result.exit(), result::toString);
        assertEquals(4, account.requests("RunTask").size(), result::toString);
        assertFalse(result.out().contains("Continue?"), result::toString);
    }

    @Test
    void theLimitHoldsWithoutWaitingForTheEndToo() {
        TestAccount account = account(TestBots.bots(8), "fail", NO_MODEL);
        Cli.Result result = account.migrate("--yes", "--parallel", "1", "--no-wait");
        assertEquals(1, result.exit(), result::toString);
        assertEquals(4, account.requests("RunTask").size(), result::toString);
    }
}
