package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bots;
import static tests.support.TestBots.sortKeys;

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
import tests.support.TestBots.Bot;

/** Tasks that end one after the other without a success do not cost a task for every bot, whatever the reason. */
class StartHoldTest {
    private static final String NO_MODEL =
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't have access to"
                    + " the model with the specified model ID.";
    private static final String IN_A_ROW = " tasks in a row ended without a success";

    private static TestAccount account(Bot[] bots, String behavior, String reason) {
        TestAccount account = TestAccount.withShortTasks().put(bots);
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
        Bot[] bots = bots(15);
        TestAccount account = account(bots, behavior, reason);
        JsonReport report = account.report().exits(1);
        int paid = account.tasks().size();
        assertTrue(paid >= 6 && paid <= 7, () -> paid + " tasks");
        report.hasErr("3" + IN_A_ROW, "Stopped: " + paid + IN_A_ROW, shown, remedy);
        assertEquals(List.of(paid, 15 - paid), report.counts("failed", "notStarted"));
        assertEquals("The run was stopped when none of the 15 bots was embedded and proved.", report.verdict());

        Stream.of(bots).forEach(bot -> account.behavior(bot, "succeed"));
        account.migrate("--yes").exits(0);
        assertEquals(paid + 15, account.tasks().size());
    }

    @Test
    void aBotThatWaitsForAnotherAttemptWhenTheRunEndsHasFailed() {
        String reason = "Timeout waiting for network interface provisioning to complete.";
        JsonReport report = account(bots(9), "failToStart", reason).report("--parallel", "1").exits(1);
        assertEquals(List.of(6, 3), report.counts("failed", "notStarted"));
    }

    @Test
    void threeHopelessBotsAtTheHeadKeepNoOtherFromItsTurn() {
        Bot[] bots = bots(500);
        TestAccount account = TestAccount.withShortTasks().put(bots).withoutQuota();
        Stream.of(bots).limit(3).forEach(bot -> account.behavior(bot, "exit"));
        JsonReport report = account.report().exits(1);
        account.assertStarted(bots);
        assertEquals(497, report.count("succeeded"));
    }

    @Test
    void sixHopelessBotsAtTheHeadAreLastInTheNextRun() {
        Bot[] bots = bots(12), hopeless = Arrays.copyOf(bots, 6);
        TestAccount account = TestAccount.withShortTasks().put(bots);
        Stream.of(hopeless).forEach(bot -> account.behavior(bot, "exit"));
        account.migrate("--yes", "--parallel", "1").exits(1);
        account.assertStarted(hopeless);
        JsonReport second = account.report("--parallel", "1").exits(1);
        assertEquals(6, second.count("succeeded"));
        List<String> started = account.startedBots();
        assertEquals(18, started.size());
        assertEquals(sortKeys(hopeless), Set.copyOf(started.subList(12, 18)));
    }

    @Test
    void runningTasksEndBeforeTheNextBotIsTriedAndItsSuccessResumesTheStarts() {
        Bot[] bots = bots(8);
        TestAccount account = TestAccount.withShortTasks().put(bots).withoutQuota().behavior(bots[0], "hang");
        List.of(1, 2, 3).forEach(n -> account.behavior(bots[n], "fail", "reason", NO_MODEL));
        JsonReport report = account.report("--parallel", "2", "--task-timeout", "30").exits(1);
        account.assertStarted(bots);
        assertEquals(List.of(4, 3, 1), report.counts("succeeded", "failed", "unproved"));
        double tried = account.tasks().get(4).get("requestedAt").getAsDouble();
        double hangingEnded = account.requests("StopTask").get(0).get("at").getAsDouble();
        assertTrue(account.startedBots().subList(0, 4).contains(bots[0].sk()));
        assertTrue(hangingEnded <= tried);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "deletedBeforeRead"})
    void endsThatShowNothingAboutOtherBotsHoldNothing(String behavior) {
        TestAccount account = account(bots(7), behavior, null);
        Cli.Result result = account.migrate("--yes", "--parallel", "1");
        account.assertStarted(bots(7));
        assertFalse(result.toString().contains(IN_A_ROW));
    }

    /** The containers cannot read their own task ids, so that no status is a proof; the rows are. */
    @Test
    void rowsThatProveASuccessLiftTheHold() {
        TestAccount account = account(bots(9), "noTaskId", null);
        account.migrate("--yes", "--parallel", "1").exits(0);
        account.assertStarted(bots(9));
    }

    @ParameterizedTest
    @CsvSource({"n, 3", "y, 6"})
    void atATerminalTheUserIsAskedWhetherToTryOn(String answer, int tasks) {
        PseudoTerminal.assumeAvailable();
        TestAccount account = account(bots(9), "fail", NO_MODEL);
        Cli cli = account.forProcess(account.cli());
        PseudoTerminal.run(cli, "y\n" + answer + "\n", Cli.PROGRAM, "--parallel", "1").exits(1)
                .hasOut("Try one more bot at a time? [y/N]");
        assertEquals(tasks, account.requests("RunTask").size());
    }

    @Test
    void withoutATerminalNothingIsAsked() {
        TestAccount account = account(bots(9), "fail", NO_MODEL);
        account.start("--parallel", "1").type("y\ny\ny\n").end().exits(1).hasNoOut("Try one more bot");
        assertEquals(6, account.requests("RunTask").size());
    }
}
