package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The run is as fast as quota, capacity, service and model allow, and loses no bot to any of these limits. */
class ConcurrencyTest {
    private static final String THROTTLED_MODEL =
            "An error occurred (ThrottlingException) when calling the InvokeModel operation: Too many requests";
    private static final String ERROR =
            "{\"operation\": \"%s\", \"skip\": %d, \"times\": %d, \"error\": {\"status\": 400, \"code\": \"%s\","
                    + " \"message\": \"%s\"}}";

    /** Checks that every bot succeeded with one task, within the limit, and that few starts were rejected. */
    private static void assertPaced(TestAccount account, Cli.Result result, int bots, int limit) {
        assertPaced(account, result, bots, limit, 10 + bots / 10);
    }

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
        assertPaced(account, result, bots, quota);
        assertTrue(account.peakTasks() >= Math.min(quota, 6), () -> "it used " + account.peakTasks() + " of " + quota);
    }

    /** The default quota of an account, 6 vCPUs, is enough for 3 tasks. */
    @Test
    void waitingForCapacityIsLoggedOnce() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(12)).set("vcpuQuota", 6);
        Cli.Result result = account.migrate("--yes").exits(0);
        int rejected = account.requests("RunTask").size() - 12;
        assertTrue(rejected > 1, () -> rejected + " rejected starts: " + result);
        List<String> logged =
                result.out().lines().filter(line -> line.contains("waiting for capacity")).toList();
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
    void theParallelOptionIsNotExceeded() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(8)).set("vcpuQuota", 100);
        assertPaced(account, account.migrate("--yes", "--parallel", "2"), 8, 2);
    }

    @Test
    void retryableErrorsAreRetriedUpToTheAttemptLimitAndOthersAreNot() {
        TestBots.Bot[] bots = TestBots.bots(8);
        bots[5] = bots[5].with(
                "Knowledge", TestBots.knowledge(List.of(), List.of("https://example.com/sitemap.xml"), List.of()));
        TestAccount account = TestAccount.empty()
                .put(bots)
                .set("vcpuQuota", 100)
                .behavior(bots[0], "fail", "reason", THROTTLED_MODEL)
                .behavior(bots[1], "fail", "reason", THROTTLED_MODEL, "times", 1)
                .behavior(
                        bots[2],
                        "failToStart",
                        "reason",
                        "ResourceInitializationError: unable to pull secrets or registry auth")
                .behavior(
                        bots[3],
                        "failToStart",
                        "reason",
                        "CannotPullContainerError: pull image manifest has been retried 1 time(s)",
                        "times",
                        1)
                .behavior(bots[7], "spotInterrupted", "times", 1)
                .behavior(
                        bots[4],
                        "fail",
                        "reason",
                        "An error occurred (AccessDeniedException) when calling the InvokeModel operation");
        Cli.Result result = account.migrate("--yes", "--all").exits(1);
        assertEquals(
                List.of(3, 2, 3, 2, 1, 1, 1, 2),
                Stream.of(bots).map(bot -> account.tasksOf(bot).size()).toList(),
                result::toString);
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
            running.waitUntil(() -> account.requests("DescribeTasks").size() > looks + 1);
        }
        assertEquals(0, account.requests("StopTask").size(), "it is watched on");
        account.stop(account.tasksOf(bots[0]).get(0));
        Cli.Result watched = running.end().exits(1);
        assertEquals(
                1,
                watched.out()
                        .lines()
                        .filter(line -> line.contains("has not ended after 1 h 00 min, and is watched on"))
                        .count(),
                watched::toString);
        Cli.Result stopped = account.migrate(cli, "--yes", "--task-timeout", "30");
        stopped.exits(1).hasOut("it was stopped");
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
        List<JsonObject> failed = account.tasks().stream()
                .filter(t -> t.get("behavior").getAsString().equals("fail"))
                .toList();
        List<JsonObject> retried = account.tasks().stream()
                .filter(t -> t.get("behavior").getAsString().equals("succeed"))
                .toList();
        assertEquals(12, failed.size(), result::toString);
        assertEquals(12, retried.size(), result::toString);
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
    void expiredCredentialsPauseTheRunAndFailNoBot() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(4));
        for (String operation : List.of("RunTask", "DescribeTasks", "GetItem", "Scan")) {
            account.fault(String.format(
                    ERROR,
                    operation,
                    1,
                    3,
                    "ExpiredTokenException",
                    "The security token included in the request is expired"));
        }
        Cli.Result result = account.migrate("--yes").exits(0);
        assertEquals(4, account.startedBots().size(), result::toString);
        result.hasOut("the credentials have expired (renew them, and the run continues), retrying in");
    }

    @Test
    void aTemporaryNetworkFailurePausesTheRunAndFailsNoBot() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(4));
        Cli.Running running = account.start(account.cli(), "--yes")
                .waitUntil(() -> account.tasks().size() >= 3);
        for (String operation : List.of("RunTask", "DescribeTasks", "GetItem", "Scan")) {
            account.fault("{\"operation\": \"" + operation + "\", \"times\": 8, \"cut\": \"before\"}");
        }
        Cli.Result result = running.end().exits(0);
        assertEquals(4, account.startedBots().size(), result::toString);
        result.hasOut("no clear response from AWS, retrying in");
    }

    @Test
    void aRoleThatCannotBeAssumedForFiveMinutesEndsTheRun() {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bots(2))
                .fault(String.format(
                        ERROR,
                        "RunTask",
                        0,
                        -1,
                        "ClientException",
                        "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/Task'"));
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(3);
        assertEquals(0, account.tasks().size(), result::toString);
        result.hasErr("AWS rejected the run: ClientException: ECS was unable to assume the role");
        List<JsonObject> requests = account.requests("RunTask");
        assertTrue(
                seconds(requests.get(requests.size() - 1), "at") - seconds(requests.get(0), "at") >= 300,
                requests::toString);
        assertEquals(
                2,
                JsonReport.of(result).count("notStarted") + JsonReport.of(result).count("unproved"),
                result::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, Rate exceeded",
        "400, InvalidParameterException, Error retrieving subnet information: Rate exceeded (ErrorCode: Throttling)",
        "500, ServerException, Service Unavailable",
        "400, ExpiredTokenException, expired"
    })
    void everyRetryOfAStartComesFromTheToolWithTheSameToken(int status, String code, String message) {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bots(1))
                .fault("{\"operation\": \"RunTask\", \"times\": 3, \"error\": {\"status\": " + status + ", \"code\": \""
                        + code + "\", \"message\": \"" + message + "\"}}");
        Cli.Result result = account.migrate(
                account.cli().with("AWS_RETRY_MODE", "adaptive").with("AWS_MAX_ATTEMPTS", "9"), "--yes").exits(0);
        assertEquals(4, account.requests("RunTask").size(), result::toString);
        assertEquals(
                1,
                account.requests("RunTask").stream().map(r -> r.getAsJsonObject("body")).distinct().count(),
                "identical requests");
    }

    /**
     * The machine delays some arrivals, hence the tolerance; without the rate limiter they would be many times faster.
     */
    @Test
    void startsArriveNoFasterThanTheServiceAcceptsThem() {
        TestAccount account = TestAccount.inRealTime()
                .put(TestBots.bots(50))
                .set("vcpuQuota", 200)
                .fault(String.format(ERROR, "RunTask", 20, 10, "ThrottlingException", "Rate exceeded"));
        assertTrue(account.startProcess(account.cli(), "--yes", "--parallel", "60")
                .killWhen(() -> account.tasks().size() == 50));
        List<Long> arrivals = account.requests("RunTask").stream()
                .map(r -> r.get("realMillis").getAsLong())
                .sorted(Comparator.naturalOrder())
                .toList();
        assertTrue(arrivals.size() > 50, arrivals::toString);
        int tolerance = 4;
        assertFalse(
                IntStream.range(0, arrivals.size() - 20 - tolerance)
                        .anyMatch(i -> arrivals.get(i + 20 + tolerance) - arrivals.get(i) < 1000),
                arrivals::toString);
    }
}
