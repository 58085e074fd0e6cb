package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
        Cli.Result stop = account.migrate(cli, "--stop", "--yes");
        assertEquals(0, stop.exit(), stop::toString);
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

    private static void leaveRunning(TestAccount account, Cli cli) {
        assertTrue(account.startProcess(cli, "--yes")
                .killWhen(() -> cli.journalLines("started").size() == BOTS.length));
        account.control("clock", Map.of("advanceSeconds", 60));
        assertEquals(BOTS.length, account.tasksIn("RUNNING"));
    }

    private static void assertStartedAgain(TestAccount account, Cli cli, String note) {
        assertEquals(BOTS.length, account.tasksIn("DEPROVISIONING"));
        int reads = account.requests("GetItem").size();
        Cli.Running running = account.start(cli)
                .type("y\n")
                .waitUntil(() -> account.requests("GetItem").size() >= reads + BOTS.length);
        account.resumeClock();
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        assertTrue(
                result.out().contains("Start 2 embedding tasks?")
                        && result.out().contains(note),
                result::toString);
        for (TestBots.Bot bot : BOTS) {
            List<JsonObject> tasks = account.tasksOf(bot);
            assertEquals(2, tasks.size(), result::toString);
            assertTrue(
                    tasks.get(0).get("stoppedAt").getAsDouble()
                            <= tasks.get(1).get("requestedAt").getAsDouble(),
                    tasks::toString);
        }
    }
}
