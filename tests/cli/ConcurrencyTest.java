package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/** The run is as fast as quota, capacity, service and model allow, and loses no bot to any of these limits. */
class ConcurrencyTest {
    private static final String THROTTLED_MODEL =
            "An error occurred (ThrottlingException) when calling the InvokeModel operation: Too many requests";
    private static final Map<String, String> NO_CAPACITY =
            Map.of("reason", "Capacity is unavailable at this time. Please try again later");

    /** Checks that every bot succeeded with one task, within the limit, and that few starts were rejected. */
    private static void assertPaced(TestAccount account, int bots, int limit, int rejections) {
        account.assertStarted(bots(bots));
        int rejected = account.requests("RunTask").size() - bots;
        assertTrue(account.peakTasks() <= limit, () -> account.peakTasks() + " tasks at a time, limit " + limit);
        assertTrue(rejected <= rejections, () -> rejected + " rejected starts for " + bots + " bots, limit " + limit);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "3, 12", "50, 60"})
    void everyBotSucceedsUnderAnyQuotaWithFewRejectedStarts(int quota, int bots) {
        TestAccount account = TestAccount.with(bots(bots)).set("vcpuQuota", 2 * quota);
        account.migrate("--yes").exits(0);
        assertPaced(account, bots, quota, 10 + bots / 10);
        assertTrue(account.peakTasks() >= Math.min(quota, 6), () -> "it used " + account.peakTasks() + " of " + quota);
    }

    /** The default quota of an account, 6 vCPUs, is enough for 3 tasks. */
    @Test
    void waitingForCapacityIsLoggedOnce() {
        TestAccount account = TestAccount.with(bots(12)).set("vcpuQuota", 6);
        Cli.Result result = account.migrate("--yes").exits(0);
        assertTrue(account.requests("RunTask").size() > 12 + 1, "two starts were rejected");
        assertEquals(1, result.outLines("waiting for capacity").size());
    }

    @Test
    void aQuotaThatChangesDuringTheRunLosesNoBot() {
        TestAccount account = TestAccount.with(bots(24)).set("vcpuQuota", 2);
        Cli.Running running = account.start("--yes").waitUntil(() -> account.tasks().size() >= 3);
        account.set("vcpuQuota", 16);
        running.waitUntil(() -> account.tasks().size() >= 14);
        account.set("vcpuQuota", 4);
        running.end().exits(0);
        assertPaced(account, 24, 8, 16); // each of the three quotas is found by rejections
    }

    @Test
    void retryableErrorsAreRetriedUpToTheAttemptLimitAndOthersAreNot() {
        Bot[] bots = bots(8);
        String pull = "CannotPullContainerError: pull image manifest", denied = "no (AccessDeniedException)";
        TestAccount account = TestAccount.with(bots)
                .withoutQuota()
                .behavior(bots[0], "fail", "reason", THROTTLED_MODEL)
                .behavior(bots[1], "fail", "reason", THROTTLED_MODEL, "times", 1)
                .behavior(bots[2], "failToStart", "reason", "ResourceInitializationError: unable to pull secrets")
                .behavior(bots[3], "failToStart", "reason", pull + " has been retried 1 time(s)", "times", 1)
                .behavior(bots[4], "fail", "reason", denied)
                .behavior(bots[5], "failToStart", "reason", pull + " has been retried 1 time(s): not found")
                .behavior(bots[7], "spotInterrupted", "times", 1);
        Cli.Result result = account.migrate("--yes").exits(1);
        assertEquals(List.of(3, 2, 3, 2, 1, 1, 1, 2), account.taskCounts(bots));
        assertEquals(List.of(4, 4), Summary.of(result).counts("succeeded", "failed"));
    }

    @Test
    void aLongTaskIsReportedOnceAndWatchedOnAndStoppedOnlyIfALimitIsGiven() {
        Bot[] bots = bots(2);
        TestAccount account = TestAccount.with(bots).behavior(bots[0], "hang");
        Cli.Running running = account.start("--yes").waitUntil(() -> account.tasksIn("STOPPED") == 1);
        for (int i = 0; i < 3; i++) {
            int looks = account.requests("DescribeTasks").size();
            account.advance(Duration.ofMinutes(50));
            running.waitUntil(() -> account.arrived("DescribeTasks") > looks + 1);
        }
        assertEquals(0, account.requests("StopTask").size(), "it is watched on");
        account.stop(account.tasksOf(bots[0]).get(0));
        Cli.Result watched = running.end().exits(1);
        assertEquals(1, watched.outLines("has not ended after 1 h 00 min, and is watched on").size());
        account.migrate("--yes", "--task-timeout", "30").exits(1)
                .hasOut("has not ended after 30 min 00 s (it is RUNNING); it was stopped");
        assertTrue(account.mutations().contains("StopTask"));
        assertEquals(3, account.tasks().size());
    }

    @Test
    void aThrottledModelLowersTheConcurrencyLimit() {
        Bot[] bots = bots(12);
        TestAccount account = TestAccount.with(bots).set("vcpuQuota", 100);
        for (Bot bot : bots) {
            account.behavior(bot, "fail", "reason", THROTTLED_MODEL, "times", 1);
        }
        Cli.Result result = account.migrate("--yes").exits(0);
        Map<String, List<JsonObject>> tasks = account.tasks().stream()
                .collect(Collectors.groupingBy(task -> task.get("behavior").getAsString()));
        List<JsonObject> failed = tasks.get("fail"), retried = tasks.get("succeed");
        assertEquals(List.of(12, 12), List.of(failed.size(), retried.size()));
        assertFalse(result.toString().contains("tasks in a row ended without a success"), "no start is held");
        assertTrue(
                maxConcurrent(retried) <= Math.max(2, maxConcurrent(failed) / 2),
                () -> maxConcurrent(failed) + " at a time, then " + maxConcurrent(retried));
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
        TestAccount account = TestAccount.with(bots(50))
                .withoutQuota()
                .errorAfter(20, "RunTask", 10, 400, "ThrottlingException", "Rate exceeded");
        account.migrate("--yes", "--parallel", "60").exits(0);
        List<Double> arrivals = account.requests("RunTask").stream().map(r -> seconds(r, "at")).sorted().toList();
        assertTrue(arrivals.size() > 50);
        for (int i = 20; i < arrivals.size(); i++) {
            assertTrue(arrivals.get(i) - arrivals.get(i - 20) > 0.99, arrivals::toString);
        }
    }

    @Test
    void besideTheRunningTasksOfAnEarlierRunTheNextBotIsStartedAtOnce() {
        Bot[] hanging = bots(3);
        TestAccount account = TestAccount.withShortTasks().put(hanging).withoutQuota();
        Stream.of(hanging).forEach(bot -> account.behavior(bot, "hang"));
        account.leaveRunning(3);
        Bot[] added = {bot(4), bot(5)};
        account.put(added);

        account.migrate("--yes", "--task-timeout", "60").exits(1);
        assertEquals(5, account.requests("RunTask").size());
        double firstEnd = Stream.of(hanging)
                .mapToDouble(bot -> seconds(account.tasksOf(bot).get(0), "stoppedAt"))
                .min()
                .orElseThrow();
        for (Bot bot : added) {
            assertTrue(seconds(account.tasksOf(bot).get(0), "requestedAt") < firstEnd);
        }
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(booleans = {false, true})
    void aBotWhoseStartIsRejectedForCapacityWaitsBehindAllOthers(boolean isFirstRequestLost) {
        Bot[] bots = bots(12);
        TestAccount account = TestAccount.withShortTasks().put(bots);
        if (isFirstRequestLost) {
            account.fault(Map.of("operation", "RunTask", "contains", bots[0].id(), "cut", "before"));
        }
        account.fault(Map.of("operation", "RunTask", "contains", bots[0].id(), "times", 12, "failures", NO_CAPACITY));
        account.migrate("--yes").exits(0);
        List<String> started = account.startedBots();
        assertEquals(12, started.size());
        assertEquals(bots[0].sk(), started.get(11));
        List<String> tokens = account.tokens(bots[0].id());
        assertEquals(isFirstRequestLost, tokens.get(0).equals(tokens.get(1)), "an unknown result repeats its token");
    }
}
