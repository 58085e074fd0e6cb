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
        TestAccount install = TestAccount.empty().put(BOTS).hold();
        Cli cli = install.cli();
        leaveRunning(install, cli);
        Cli.Result stop = install.migrate(cli, "--stop", "--yes");
        assertEquals(0, stop.exit(), stop::toString);
        assertStartedAgain(install, cli, "failed before: stopped by --stop");
    }

    @Test
    void aTaskThatWasStoppedInTheConsoleIsOfferedAgainToo() {
        TestAccount install = TestAccount.empty().put(BOTS).hold();
        Cli cli = install.cli();
        leaveRunning(install, cli);
        install.tasks().forEach(install::stop);
        assertStartedAgain(install, cli, "failed before: its task was stopped (Task stopped by user)");
    }

    private static void leaveRunning(TestAccount install, Cli cli) {
        assertTrue(install.startProcess(cli, "--yes")
                .killWhen(() -> cli.journalled("started").size() == BOTS.length));
        install.control("clock", Map.of("advanceSeconds", 60));
        assertEquals(BOTS.length, install.tasksIn("RUNNING"));
    }

    private static void assertStartedAgain(TestAccount install, Cli cli, String note) {
        assertEquals(BOTS.length, install.tasksIn("DEPROVISIONING"));
        int reads = install.requests("GetItem").size();
        Cli.Running running = install.start(cli)
                .type("y\n")
                .awaiting(() -> install.requests("GetItem").size() >= reads + BOTS.length);
        install.goOn();
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().contains("Start 2 tasks") && result.out().contains(note), result::toString);
        for (TestBots.Bot bot : BOTS) {
            List<JsonObject> tasks = install.tasksOf(bot);
            assertEquals(2, tasks.size(), result::toString);
            assertTrue(
                    tasks.get(0).get("stoppedAt").getAsDouble()
                            <= tasks.get(1).get("requestedAt").getAsDouble(),
                    tasks::toString);
        }
    }
}
