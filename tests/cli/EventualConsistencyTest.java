package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;
import static tests.support.TestBots.sortKeys;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * ECS may not know a task for a moment although it is running: MISSING counts only when it has lasted. DynamoDB may
 * answer with the state before a user's change, unless a read is consistent.
 */
class EventualConsistencyTest {
    private final Bot bot = bot(1);
    private final TestAccount account = TestAccount.with(bot);

    /** Lets DescribeTasks miss what its requests contain, some times after a number of others. */
    private void miss(String contains, int others, int times) {
        account.fault(Map.of(
                "operation", "DescribeTasks", "contains", contains, "skip", others, "times", times, "missing", true));
    }

    private String onlyTask() {
        return TestAccount.taskId(account.tasks().get(0));
    }

    @Test
    void aTaskThatWasSeenAndIsMissingOnceIsNotReplaced() {
        miss("tasks", 2, 1);
        assertEquals("succeeded", account.report().exits(0).outcome(bot));
        account.assertStarted(bot);
    }

    @Test
    void aTaskThatStaysMissingForFiveMinutesIsLostAndItsBotGetsAnother() {
        account.behavior(bot, "hang", "times", 1).set("vcpuQuota", 100);
        Cli.Running running = account.start("--yes").waitUntil(() -> account.tasksIn("RUNNING") == 1);
        miss(onlyTask(), 0, -1);
        running.end().exits(0).hasOut("ECS no longer lists the task");
        assertEquals(2, account.tasks().size());
    }

    @Test
    void aRunningTaskThatIsMissingWhenItsBotIsAboutToStartIsWaitedFor() {
        account.pauseClock().deny("ListTasks");
        String task = account.startByPipe(bot);
        account.advancePaused(60);
        assertEquals(1, account.tasksIn("RUNNING"));
        miss(task, 0, 1);
        Predicate<JsonObject> asksForIt = request -> request.toString().contains(task);
        BooleanSupplier isDescribedTwice = () -> account.arrived("RunTask") > 0
                || account.requests("DescribeTasks").stream().filter(asksForIt).count() > 1;
        Cli.Result result = account.migratePausedUntil(isDescribedTwice, "--yes").exits(0);
        assertEquals(0, account.requests("RunTask").size());
        assertEquals(1, Summary.of(result).count("succeeded"));
    }

    @Test
    void botsThatWereLeftRunningLongAgoKeepNoOtherFromItsStart() {
        Bot[] bots = bots(6);
        for (int i = 0; i < 3; i++) {
            bots[i] = bots[i].with("SyncStatus", "RUNNING").with("LastExecId", String.valueOf(i).repeat(32));
        }
        account.put(bots).migrate("--yes", "--parallel", "1").exits(0);
        account.assertStarted(bots);
        assertEquals(sortKeys(bots[3], bots[4], bots[5]), Set.copyOf(account.startedBots().subList(0, 3)));
    }

    @Test
    void theStatusCallsNoTaskLostThatIsMissingOnce() {
        leaveRunning();
        miss(onlyTask(), 1, 1);
        assertEquals("unproved", account.report("--status").outcome(bot));
    }

    @Test
    void stopFindsATaskThatIsListedAndMissingOnce() {
        leaveRunning();
        miss(onlyTask(), 0, 1);
        account.migrate("--stop", "--yes").exits(0);
        assertEquals(List.of("StopTask"), account.mutations());
    }

    /** An index or an eventually consistent read may show the state before a user's change. */
    @Test
    void aBotIsReadConsistentlyBeforeItsStartAndAfterItsTask() {
        account.migrate("--yes").exits(0);
        List<JsonObject> reads = account.requests("GetItem").stream()
                .map(request -> request.getAsJsonObject("body"))
                .toList();
        assertTrue(reads.size() >= 2, reads::toString);
        assertTrue(reads.stream().allMatch(read -> read.get("ConsistentRead").getAsBoolean()), reads::toString);
    }

    /** A run is killed when its task is running; ten minutes later the clock stands still. */
    private void leaveRunning() {
        account.behavior(bot, "hang");
        account.startAndKill(() -> account.tasksIn("RUNNING") == 1 && !account.journalLines("started").isEmpty());
        account.pauseClock().advance(Duration.ofMinutes(10));
    }
}
