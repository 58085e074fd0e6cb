package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * A task that the user has stopped is no failure: the next run offers its bot again, even while the task still ends.
 */
class StopTest {
    private static final TestBots.Bot[] BOTS = TestBots.bots(2);

    @Test
    void aRunRightAfterStopOffersTheBotsWhoseTasksAreEnding() {
        TestAccount account = TestAccount.empty().put(BOTS).pauseClock();
        Cli cli = account.cli();
        leaveRunning(account, cli);
        account.migrate(cli, "--stop", "--yes").exits(0);
        assertStartedAgain(account, cli, "failed before: stopped by --stop");
    }

    @Test
    void aTaskThatWasStoppedInTheConsoleIsOfferedAgainToo() {
        TestAccount account = TestAccount.empty().put(BOTS).pauseClock();
        Cli cli = account.cli();
        leaveRunning(account, cli);
        account.tasks().forEach(account::stop);
        assertStartedAgain(account, cli, "failed before: its task was stopped (Task stopped by user)");
    }

    @ParameterizedTest
    @CsvSource({"v1.2.4, 'the app, or by hand'", "v1.4.0, AWS Step Functions"})
    void aTaskOfTheAppIsNamedAndNeverStopped(String app, String starter) {
        TestAccount account = TestAccount.empty().app(app).put(BOTS).pauseClock();
        account.saveInApp(BOTS[0]);
        String theirs = TestAccount.taskId(account.tasks().get(0));
        Cli cli = account.cli();
        Cli.Result none = account.migrate(cli, "--stop", "--yes").exits(0);
        String named = "task " + theirs + "  " + BOTS[0].sk() + "  is left alone: it was started by " + starter;
        none.hasOut(named, "No task of this migration is running");
        assertTrue(account.start(cli, "--yes")
                .killWhen(() -> !cli.journalLines("started").isEmpty() && account.answered("RunTask") == 1));
        Cli.Result both = account.migrate(cli, "--stop", "--yes").hasOut(named, "stopped  task ");
        List<String> stillWanted = account.runningTasks().stream()
                .filter(task -> !task.has("stopCode"))
                .map(TestAccount::taskId)
                .toList();
        assertEquals(List.of(theirs), stillWanted, both::toString);
    }

    @Test
    void tasksThatThisJournalDoesNotKnowAreCountedInTheQuestion() {
        TestAccount account = TestAccount.empty().put(BOTS).pauseClock();
        leaveRunning(account, account.cli());
        Cli.Result other = account.start(account.cli(), "--stop").type("n\n").end();
        other.hasOut("Stop 2 tasks, 2 of which this journal does not know?");
        assertEquals(BOTS.length, account.tasksIn("RUNNING"), other::toString);
    }

    private static void leaveRunning(TestAccount account, Cli cli) {
        account.leaveRunning(cli, BOTS.length);
        account.advancePaused(60);
        assertEquals(BOTS.length, account.tasksIn("RUNNING"));
    }

    private static void assertStartedAgain(TestAccount account, Cli cli, String note) {
        assertEquals(BOTS.length, account.tasksIn("DEPROVISIONING"));
        int reads = account.requests("GetItem").size();
        Cli.Running running = account.start(cli)
                .type("y\n")
                .waitUntil(() -> account.requests("GetItem").size() >= reads + BOTS.length);
        account.resumeClock();
        running.end().exits(0).hasOut("Start 2 embedding tasks?", note);
        Stream.of(BOTS).forEach(bot -> account.assertOneAfterTheOther(bot, 2));
    }
}
