package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The run is as fast as quota, capacity, service and model allow, and loses no bot to any of these limits. */
class ConcurrencyTest {
    private static final String THROTTLED_MODEL =
            "An error occurred (ThrottlingException) when calling the InvokeModel operation: Too many requests";
    private static final Map<String, String> NO_CAPACITY =
            Map.of("reason", "Capacity is unavailable at this time. Please try again later");

    /** Checks that every bot succeeded with one task, within the limit, and that few starts were rejected. */
    private static void assertPaced(TestAccount account, Cli.Result result, int bots, int limit, int rejections) {
        result.exits(0);
        assertEquals(bots, account.startedBots().stream().distinct().count(), result::toString);
        assertEquals(bots, account.startedBots().size(), result::toString);
        int rejected = account.requests("RunTask").size() - bots;
        assertTrue(account.peakTasks() <= limit, () -> account.peakTasks() + " tasks at a time, limit " + limit);
        assertTrue(
                rejected <= rejections,
                () -> rejected + " rejected starts for " + bots + " bots, limit " + limit + "\n" + result);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "3, 12", "50, 60"})
    void everyBotSucceedsUnderAnyQuotaWithFewRejectedStarts(int quota, int bots) {
        TestAccount account = TestAccount.empty().put(TestBots.bots(bots)).set("vcpuQuota", 2 * quota);
        Cli.Result result = account.migrate("--yes");
        assertPaced(account, result, bots, quota, 10 + bots / 10);
        assertTrue(account.peakTasks() >= Math.min(quota, 6), () -> "it used " + account.peakTasks() + " of " + quota);
    }

    /** The default quota of an account, 6 vCPUs, is enough for 3 tasks. */
    @Test
    void waitingForCapacityIsLoggedOnce() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(12)).set("vcpuQuota", 6);
        Cli.Result result = account.migrate("--yes").exits(0);
        int rejected = account.requests("RunTask").size() - 12;
        assertTrue(rejected > 1, () -> rejected + " rejected starts: " + result);
        List<String> logged = result.out().lines().filter(line -> line.contains("waiting for capacity")).toList();
        assertEquals(1, logged.size(), result::toString);
    }

    @Test
    void aQuotaThatChangesDuringTheRunLosesNoBot() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(24)).set("vcpuQuota", 2);
        Cli.Running running = account.start(account.cli(), "--yes");
        running.waitUntil(() -> account.tasks().size() >= 3);
        account.set("vcpuQuota", 16);
        running.waitUntil(() -> account.tasks().size() >= 14);
        account.set("vcpuQuota", 4);
        assertPaced(account, running.end(), 24, 8, 16); // each of the three quotas is found by rejections
    }

    @Test
    void retryableErrorsAreRetriedUpToTheAttemptLimitAndOthersAreNot() {
        TestBots.Bot[] bots = TestBots.bots(8);
        String pull = "CannotPullContainerError: pull image manifest", denied = "no (AccessDeniedException)";
        TestAccount account = TestAccount.empty()
                .put(bots)
                .withoutQuota()
                .behavior(bots[0], "fail", "reason", THROTTLED_MODEL)
                .behavior(bots[1], "fail", "reason", THROTTLED_MODEL, "times", 1)
                .behavior(bots[2], "failToStart", "reason", "ResourceInitializationError: unable to pull secrets")
                .behavior(bots[3], "failToStart", "reason", pull + " has been retried 1 time(s)", "times", 1)
                .behavior(bots[4], "fail", "reason", denied)
                .behavior(bots[5], "failToStart", "reason", pull + " has been retried 1 time(s): not found")
                .behavior(bots[7], "spotInterrupted", "times", 1);
        Cli.Result result = account.migrate("--yes").exits(1);
        assertEquals(List.of(3, 2, 3, 2, 1, 1, 1, 2), account.taskCounts(bots), result::toString);
        Summary summary = Summary.of(result);
        assertEquals(List.of(4, 4), List.of(summary.count("succeeded"), summary.count("failed")), result::toString);
    }

    @Test
    void aLongTaskIsReportedOnceAndWatchedOnAndStoppedOnlyIfALimitIsGiven() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.empty().put(bots).behavior(bots[0], "hang");
        Cli cli = account.cli();
        Cli.Running running = account.start(cli, "--yes").waitUntil(() -> account.tasksIn("STOPPED") == 1);
        for (int i = 0; i < 3; i++) {
            int looks = account.requests("DescribeTasks").size();
            account.advance(Duration.ofMinutes(50));
            running.waitUntil(() -> account.arrived("DescribeTasks") > looks + 1);
        }
        assertEquals(0, account.requests("StopTask").size(), "it is watched on");
        account.stop(account.tasksOf(bots[0]).get(0));
        Cli.Result watched = running.end().exits(1);
        assertEquals(
                2, watched.out().split("has not ended after 1 h 00 min, and is watched on").length, watched::toString);
        Cli.Result stopped = account.migrate(cli, "--yes", "--task-timeout", "30");
        stopped.exits(1).hasOut("has not ended after 30 min 00 s (it is RUNNING); it was stopped");
        assertTrue(account.mutations().contains("StopTask"), stopped::toString);
        assertEquals(3, account.tasks().size(), stopped::toString);
    }

    @Test
    void aThrottledModelLowersTheConcurrencyLimit() {
        TestBots.Bot[] bots = TestBots.bots(12);
        TestAccount account = TestAccount.empty().put(bots).set("vcpuQuota", 100);
        for (TestBots.Bot bot : bots) {
            account.behavior(bot, "fail", "reason", THROTTLED_MODEL, "times", 1);
        }
        Cli.Result result = account.migrate("--yes").exits(0);
        Map<String, List<JsonObject>> tasks = account.tasks().stream()
                .collect(Collectors.groupingBy(task -> task.get("behavior").getAsString()));
        List<JsonObject> failed = tasks.get("fail"), retried = tasks.get("succeed");
        assertEquals(List.of(12, 12), List.of(failed.size(), retried.size()), result::toString);
        assertFalse(result.toString().contains("tasks in a row ended without a success"), "no start is held");
        assertTrue(
                maxConcurrent(retried) <= Math.max(2, maxConcurrent(failed) / 2),
                () -> maxConcurrent(failed) + " at a time, then " + maxConcurrent(retried) + "\n" + result);
    }

    private static long maxConcurrent(List<JsonObject> tasks) {
        return tasks.stream()
                .mapToLong(one -> tasks.stream()
                        .filter(t -> seconds(t, "requestedAt") <= seconds(one, "requestedAt")
                                && seconds(t, "stoppedAt") > seconds(one, "requestedAt"))
                        .count())
                .max()
                .orElse(0);
    }

    private static double seconds(JsonObject object, String member) {
        return object.get(member).getAsDouble();
    }

    @Test
    void startsArriveNoFasterThanTheServiceAcceptsThem() {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bots(50))
                .withoutQuota()
                .errorAfter(20, "RunTask", 10, 400, "ThrottlingException", "Rate exceeded");
        Cli.Result result = account.migrate("--yes", "--parallel", "60").exits(0);
        List<Double> arrivals = account.requests("RunTask").stream().map(r -> seconds(r, "at")).sorted().toList();
        assertTrue(arrivals.size() > 50, result::toString);
        for (int i = 20; i < arrivals.size(); i++) {
            assertTrue(arrivals.get(i) - arrivals.get(i - 20) > 0.99, arrivals::toString);
        }
    }

    @Test
    void besideTheRunningTasksOfAnEarlierRunTheNextBotIsStartedAtOnce() {
        TestBots.Bot[] hanging = TestBots.bots(3);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(hanging).withoutQuota();
        Stream.of(hanging).forEach(bot -> account.behavior(bot, "hang"));
        Cli cli = account.cli();
        account.leaveRunning(cli, 3);
        TestBots.Bot[] added = {TestBots.bot(4), TestBots.bot(5)};
        account.put(added);

        Cli.Result result = account.migrate(cli, "--yes", "--task-timeout", "60").exits(1);
        assertEquals(5, account.requests("RunTask").size(), result::toString);
        double firstEnd = Stream.of(hanging)
                .mapToDouble(bot -> seconds(account.tasksOf(bot).get(0), "stoppedAt"))
                .min()
                .orElseThrow();
        for (TestBots.Bot bot : added) {
            assertTrue(seconds(account.tasksOf(bot).get(0), "requestedAt") < firstEnd, result::toString);
        }
    }

    @Test
    void aBotWhoseStartIsRejectedForCapacityWaitsBehindAllOthers() {
        TestBots.Bot[] bots = TestBots.bots(12);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bots);
        account.fault(Map.of("operation", "RunTask", "contains", bots[0].id(), "times", 12, "failures", NO_CAPACITY));
        Cli.Result result = account.migrate("--yes").exits(0);
        List<String> started = account.startedBots();
        assertEquals(12, started.size(), result::toString);
        assertEquals(bots[0].sk(), started.get(11), result::toString);
    }

    @Test
    void aRejectedBotWhoseFirstRequestIsUnconfirmedKeepsItsTokenAndBlocksNoOther() {
        TestBots.Bot[] bots = TestBots.bots(12);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bots);
        account.fault(Map.of("operation", "RunTask", "contains", bots[0].id(), "cut", "before"));
        account.fault(Map.of("operation", "RunTask", "contains", bots[0].id(), "times", 12, "failures", NO_CAPACITY));
        Cli.Result result = account.migrate("--yes").exits(0);
        List<String> started = account.startedBots();
        assertEquals(12, started.size(), result::toString);
        assertEquals(bots[0].sk(), started.get(11), result::toString);
        List<String> tokens = account.tokens(bots[0].id());
        assertEquals(tokens.get(0), tokens.get(1), "an unknown result repeats the same token: " + result);
    }
}
