package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * ECS may not know a task for a moment although it is running: MISSING counts only when it has lasted. DynamoDB may
 * answer with the state before a user's change, unless a read is consistent.
 */
class EventualConsistencyTest {
    private static Map<String, ?> missing(String contains, int skip, int times) {
        return Map.of(
                "operation", "DescribeTasks", "contains", contains, "skip", skip, "times", times, "missing", true);
    }

    @Test
    void aTaskThatWasSeenAndIsMissingOnceIsNotReplaced() {
        TestAccount account = TestAccount.empty().put(TestBots.bot(1)).fault(missing("tasks", 2, 1));
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        assertEquals(1, account.requests("RunTask").size(), result::toString);
        assertEquals(1, JsonReport.of(result).count("succeeded"), result::toString);
    }

    @Test
    void aTaskThatStaysMissingForFiveMinutesIsLostAndItsBotGetsAnother() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, "hang", "times", 1).set("vcpuQuota", 100);
        Cli.Running running = account.start(account.cli(), "--yes").waitUntil(() -> account.tasksIn("RUNNING") == 1);
        String lost = TestAccount.taskId(account.tasks().get(0));
        account.fault(missing(lost, 0, -1));
        Cli.Result result = running.end().exits(0).hasOut("ECS no longer lists the task");
        assertEquals(2, account.tasks().size(), result::toString);
    }

    @Test
    void aRunningTaskThatIsMissingWhenItsBotIsAboutToStartIsWaitedFor() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().put(bot).pauseClock().deny("ListTasks");
        account.startByPipe(bot);
        account.advancePaused(60);
        assertEquals(1, account.tasksIn("RUNNING"));
        account.fault(missing(TestAccount.taskId(account.tasks().get(0)), 0, 1));
        Cli.Running running = account.start(account.cli(), "--yes").waitUntil(() -> isDescribed(account, bot));
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(0, account.requests("RunTask").size(), result::toString);
        assertEquals(1, Summary.of(result).count("succeeded"), result::toString);
    }

    private static boolean isDescribed(TestAccount account, TestBots.Bot bot) {
        String task = TestAccount.taskId(account.tasksOf(bot).get(0));
        return account.requests("RunTask").size() > 0
                || account.requests("DescribeTasks").stream()
                                .filter(request -> request.toString().contains(task))
                                .count()
                        > 1;
    }

    @Test
    void botsThatWereLeftRunningLongAgoKeepNoOtherFromItsStart() {
        TestBots.Bot[] bots = TestBots.bots(6);
        for (int i = 0; i < 3; i++) {
            bots[i] = bots[i].with("SyncStatus", "RUNNING").with("LastExecId", String.valueOf(i).repeat(32));
        }
        TestAccount account = TestAccount.withShortTasks().put(bots);
        Cli.Result result = account.migrate("--yes", "--parallel", "1").exits(0);
        List<String> started = account.startedBots();
        assertEquals(6, started.size(), result::toString);
        assertEquals(TestBots.sortKeys(bots[3], bots[4], bots[5]), Set.copyOf(started.subList(0, 3)), result::toString);
    }

    @Test
    void theStatusCallsNoTaskLostThatIsMissingOnce() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, "hang");
        Cli cli = account.cli();
        String task = leaveRunning(account, cli);
        account.fault(missing(task, 1, 1));
        Cli.Result result = account.migrate(cli, "--status", "--json", "-");
        assertEquals("unproved", JsonReport.of(result).outcome(bot), result::toString);
    }

    @Test
    void stopFindsATaskThatIsListedAndMissingOnce() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, "hang");
        Cli cli = account.cli();
        String task = leaveRunning(account, cli);
        account.fault(missing(task, 0, 1));
        Cli.Result result = account.migrate(cli, "--stop", "--yes").exits(0);
        assertEquals(List.of("StopTask"), account.mutations(), result::toString);
    }

    /** An index or an eventually consistent read may show the state before a user's change. */
    @Test
    void aBotIsReadConsistentlyBeforeItsStartAndAfterItsTask() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2));
        account.migrate("--yes").exits(0);
        List<JsonObject> reads = account.requests("GetItem").stream()
                .map(request -> request.getAsJsonObject("body"))
                .toList();
        assertTrue(reads.size() >= 4, reads::toString);
        assertTrue(reads.stream().allMatch(read -> read.get("ConsistentRead").getAsBoolean()), reads::toString);
    }

    /** A run is killed when its task is running; ten minutes later the clock stands still. */
    private static String leaveRunning(TestAccount account, Cli cli) {
        assertTrue(account.start(cli, "--yes")
                .killWhen(() -> account.tasksIn("RUNNING") == 1 && !cli.journalLines("started").isEmpty()));
        account.pauseClock().advance(Duration.ofMinutes(10));
        return TestAccount.taskId(account.tasks().get(0));
    }
}
