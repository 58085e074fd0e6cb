package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Two tasks of a bot at once leave its rows twice: a task that has not written LastExecId yet is found, too. */
class SecondTaskTest {
    private static final String NO_LIST =
            "{\"operation\": \"ListTasks\", \"times\": -1, \"error\": {\"status\": 400, \"code\":"
                    + " \"AccessDeniedException\", \"message\": \"no\"}}";

    @Test
    void freshWithinTheFirstMinuteFollowsTheTasksThatRunAndThenStartsEachBotAfresh() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install = TestAccount.empty().withoutQuota().put(bots).hold();
        Cli cli = install.cli();
        assertTrue(install.startProcess(cli, "--yes")
                .killWhen(() -> cli.journalled("started").size() == bots.length));
        int lists = install.requests("ListTasks").size();
        Cli.Running running = install.start(cli, "--fresh", "--yes")
                .awaiting(() -> install.requests("ListTasks").size() > lists + 2
                        || install.requests("RunTask").size() == 2 * bots.length);
        install.goOn();
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        for (TestBots.Bot bot : bots) {
            List<JsonObject> tasks = install.tasksOf(bot);
            assertEquals(2, tasks.size(), result::toString);
            assertTrue(
                    seconds(tasks.get(0), "stoppedAt") <= seconds(tasks.get(1), "requestedAt"),
                    () -> "the fresh task starts when the first has ended: " + tasks);
        }
        assertFalse(result.out().contains("exist twice"), result::toString);
    }

    @Test
    void aBotThatIsSavedInTheAppJustBeforeItsTurnIsFollowedAndNotStarted() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.empty().put(bots).hold();
        Cli.Running running = install.start(install.cli(), "--scan", "index", "--json", "-")
                .awaiting(() -> install.requests("Scan").stream().anyMatch(scan -> scan.has("status")));
        save(install, bots[0]);
        running.type("y\n")
                .awaiting(() -> install.requests("RunTask").size() == 2
                        || install.requests("ListTasks").size() > 2
                                && install.requests("RunTask").size() == 1);
        install.goOn();
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(List.of(bots[1].sk()), install.startedBots(), result::toString);
        assertEquals(1, install.tasksOf(bots[0]).size(), result::toString);
        assertEquals(
                TestAccount.taskId(install.tasksOf(bots[0]).get(0)),
                JsonReport.of(result).taskId(bots[0]),
                result::toString);
    }

    @Test
    void rowsThatTwoTasksLeftTwiceAreHealedByOneMoreTask() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount install = TestAccount.empty().put(bot).hold().fault(NO_LIST);
        save(install, bot);
        Cli.Running running = install.start(install.cli(), "--yes", "--json", "-")
                .awaiting(() -> install.requests("RunTask").size() == 1);
        install.goOn();
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        List<JsonObject> tasks = install.tasksOf(bot);
        assertEquals(3, tasks.size(), result::toString);
        for (JsonObject earlier : tasks.subList(0, 2)) {
            assertTrue(seconds(earlier, "stoppedAt") <= seconds(tasks.get(2), "requestedAt"), tasks::toString);
        }
        assertEquals(0, JsonReport.of(result).bot(bot).get("duplicateRows").getAsInt(), result::toString);
        assertEquals("succeeded", JsonReport.of(result).outcome(bot), result::toString);
    }

    @Test
    void rowsThatStayTwiceAreEmbeddedOnlyOnceMore() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount install = TestAccount.empty().put(bot).play(bot, "doubledRows");
        Cli.Result result = install.migrate("--yes", "--attempts", "5");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(2, install.tasksOf(bot).size(), result::toString);
        assertTrue(result.out().contains("exist twice"), result::toString);
    }

    /** A user saves the bot's knowledge, and the app's pipe starts a task for it. */
    private static void save(TestAccount install, TestBots.Bot bot) {
        install.put(bot.with("SyncStatus", "QUEUED"));
        install.control("runTask", Map.of("pk", bot.user(), "sk", bot.sk()));
    }

    private static double seconds(JsonObject task, String when) {
        return task.get(when).getAsDouble();
    }
}
