package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** As fast as quota, capacity, service and model let it, and no bot is lost for any of them. */
class ConcurrencyTest {
    private static final String THROTTLED_MODEL =
            "An error occurred (ThrottlingException) when calling the InvokeModel operation: Too many requests";
    private static final String ERROR =
            "{\"operation\": \"%s\", \"skip\": %d, \"times\": %d, \"error\": {\"status\": 400, \"code\": \"%s\","
                    + " \"message\": \"%s\"}}";

    /** Every bot ended with one task, the quota held, and the starts that found no place stayed few. */
    private static void assertPaced(TestAccount install, Cli.Result result, int bots, int most) {
        assertEquals(0, result.exit(), result::toString);
        assertEquals(bots, install.startedBots().stream().distinct().count(), result::toString);
        assertEquals(bots, install.startedBots().size(), result::toString);
        int refused = install.requests("RunTask").size() - bots;
        assertTrue(install.peakTasks() <= most, () -> install.peakTasks() + " at once with room for " + most);
        assertTrue(
                refused <= 10 + bots / 10,
                () -> refused + " refused starts for " + bots + " tasks with room for " + most + "\n" + result);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "3, 12", "50, 60"})
    void everyBotEndsWhateverTheQuotaAndFewStartsAreRefused(int quota, int bots) {
        TestAccount install = TestAccount.empty().put(TestBots.bots(bots)).set("vcpuQuota", 2 * quota);
        Cli.Result result = install.migrate("--yes");
        assertPaced(install, result, bots, quota);
        assertTrue(install.peakTasks() >= Math.min(quota, 6), () -> "it used " + install.peakTasks() + " of " + quota);
    }

    @Test
    void aQuotaThatChangesDuringTheRunLosesNoBot() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(24)).set("vcpuQuota", 2);
        Cli.Running running = install.start(install.cli(), "--yes");
        running.awaiting(() -> install.tasks().size() >= 3);
        install.set("vcpuQuota", 16);
        running.awaiting(() -> install.tasks().size() >= 14);
        install.set("vcpuQuota", 4);
        assertPaced(install, running.end(), 24, 8);
    }

    @Test
    void aNumberThatWasAskedForIsNotExceeded() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(8)).set("vcpuQuota", 100);
        assertPaced(install, install.migrate("--yes", "--parallel", "2"), 8, 2);
    }

    @Test
    void whatCanPassIsTriedAgainUpToTheAttemptsAndWhatCannotIsNot() {
        TestBots.Bot[] bots = TestBots.bots(8);
        bots[5] = bots[5].with(
                "Knowledge", TestBots.knowledge(List.of(), List.of("https://example.com/sitemap.xml"), List.of()));
        TestAccount install = TestAccount.empty()
                .put(bots)
                .set("vcpuQuota", 100)
                .play(bots[0], "fail", "reason", THROTTLED_MODEL)
                .play(bots[1], "fail", "reason", THROTTLED_MODEL, "times", 1)
                .play(
                        bots[2],
                        "failToStart",
                        "reason",
                        "ResourceInitializationError: unable to pull secrets or registry auth")
                .play(
                        bots[3],
                        "failToStart",
                        "reason",
                        "CannotPullContainerError: pull image manifest has been retried 1 time(s)",
                        "times",
                        1)
                .play(bots[7], "spotInterrupted", "times", 1)
                .play(
                        bots[4],
                        "fail",
                        "reason",
                        "An error occurred (AccessDeniedException) when calling the InvokeModel operation");
        Cli.Result result = install.migrate("--yes", "--all", "--attempts", "2");
        assertEquals(1, result.exit(), result::toString);
        assertEquals(
                List.of(2, 2, 2, 2, 1, 1, 1, 2),
                Stream.of(bots).map(bot -> install.tasksOf(bot).size()).toList(),
                result::toString);
        assertTrue(
                result.out().contains("succeeded             4") && result.out().contains("failed                4"),
                result::toString);
    }

    @Test
    void aHangingTaskIsGivenUpAndStoppedWhereThatWasAskedFor() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.empty().put(bots).play(bots[0], "hang");
        Cli cli = install.cli();
        Cli.Result left = install.migrate(cli, "--yes", "--task-timeout", "30");
        assertEquals(1, left.exit(), left::toString);
        assertEquals(0, install.requests("StopTask").size(), left::toString);
        assertEquals(1, install.alive().size(), left::toString);
        Cli.Result stopped = install.migrate(cli, "--yes", "--task-timeout", "30", "--stop-hanging");
        assertEquals(1, stopped.exit(), stopped::toString);
        assertTrue(stopped.out().contains("it was stopped"), stopped::toString);
        assertEquals(1, install.requests("StopTask").size(), stopped::toString);
        assertEquals(2, install.tasks().size(), stopped::toString);
    }

    @Test
    void aModelThatIsThrottledNarrowsTheWidth() {
        TestBots.Bot[] bots = TestBots.bots(12);
        TestAccount install = TestAccount.empty().put(bots).set("vcpuQuota", 100);
        for (TestBots.Bot bot : bots) {
            install.play(bot, "fail", "reason", THROTTLED_MODEL, "times", 1);
        }
        Cli.Result result = install.migrate("--yes");
        assertEquals(0, result.exit(), result::toString);
        List<JsonObject> first = install.tasks().stream()
                .filter(t -> t.get("behavior").getAsString().equals("fail"))
                .toList();
        List<JsonObject> second = install.tasks().stream()
                .filter(t -> t.get("behavior").getAsString().equals("succeed"))
                .toList();
        assertEquals(12, first.size(), result::toString);
        assertEquals(12, second.size(), result::toString);
        assertTrue(
                atOnce(second) <= Math.max(2, atOnce(first) / 2),
                () -> atOnce(first) + " at once, then " + atOnce(second) + "\n" + result);
    }

    private static long atOnce(List<JsonObject> tasks) {
        return tasks.stream()
                .mapToLong(one -> tasks.stream()
                        .filter(t -> at(t, "requestedAt") <= at(one, "requestedAt")
                                && at(t, "stoppedAt") > at(one, "requestedAt"))
                        .count())
                .max()
                .orElse(0);
    }

    private static double at(JsonObject task, String when) {
        return task.get(when).getAsDouble();
    }

    @Test
    void credentialsThatExpireInTheMiddlePauseTheRunAndFailNoBot() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(4));
        for (String operation : List.of("RunTask", "DescribeTasks", "GetItem", "Scan")) {
            install.fault(String.format(
                    ERROR,
                    operation,
                    1,
                    3,
                    "ExpiredTokenException",
                    "The security token included in the request is expired"));
        }
        Cli.Result result = install.migrate("--yes");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(4, install.startedBots().size(), result::toString);
        assertTrue(
                result.out().contains("the credentials have expired (renew them, and the run continues), retrying in"),
                result::toString);
    }

    @Test
    void aNetworkThatGoesAwayForAWhilePausesTheRunAndFailsNoBot() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(4));
        Cli.Running running = install.start(install.cli(), "--yes")
                .awaiting(() -> install.tasks().size() >= 3);
        for (String operation : List.of("RunTask", "DescribeTasks", "GetItem", "Scan")) {
            install.fault("{\"operation\": \"" + operation + "\", \"times\": 8, \"cut\": \"before\"}");
        }
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(4, install.startedBots().size(), result::toString);
        assertTrue(result.out().contains("no clear response from AWS, retrying in"), result::toString);
    }

    @Test
    void aRoleThatStaysUnknownEndsTheRunAfterFiveMinutes() {
        TestAccount install = TestAccount.empty()
                .put(TestBots.bots(2))
                .fault(String.format(
                        ERROR,
                        "RunTask",
                        0,
                        -1,
                        "ClientException",
                        "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/Task'"));
        Cli.Result result = install.migrate("--yes", "--json", "-");
        assertEquals(3, result.exit(), result::toString);
        assertEquals(0, install.tasks().size(), result::toString);
        assertTrue(
                result.err().contains("AWS rejected the run: ClientException: ECS was unable to assume the role"),
                result::toString);
        List<JsonObject> requests = install.requests("RunTask");
        assertTrue(at(requests.get(requests.size() - 1), "at") - at(requests.get(0), "at") >= 300, requests::toString);
        assertEquals(
                2,
                JsonReport.of(result).count("notStarted")
                        + JsonReport.of(result).count("unproved"),
                result::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, Rate exceeded",
        "400, InvalidParameterException, Error retrieving subnet information: Rate exceeded (ErrorCode: Throttling)",
        "500, ServerException, Service Unavailable",
        "400, ExpiredTokenException, expired"
    })
    void eachRepeatOfAStartIsOursAndCarriesTheSameToken(int status, String code, String message) {
        TestAccount install = TestAccount.empty()
                .put(TestBots.bots(1))
                .fault("{\"operation\": \"RunTask\", \"times\": 3, \"error\": {\"status\": " + status + ", \"code\": \""
                        + code + "\", \"message\": \"" + message + "\"}}");
        Cli.Result result = install.migrate(
                install.cli().with("AWS_RETRY_MODE", "adaptive").with("AWS_MAX_ATTEMPTS", "9"), "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(4, install.requests("RunTask").size(), result::toString);
        assertEquals(
                1,
                install.requests("RunTask").stream()
                        .map(r -> r.getAsJsonObject("body"))
                        .distinct()
                        .count(),
                "word for word");
    }

    /** Arrivals are as noisy as the machine; without a gate they would come many times as fast. */
    @Test
    void startsArriveNoFasterThanTheServiceAcceptsThem() {
        TestAccount install = TestAccount.atRealTime()
                .put(TestBots.bots(50))
                .set("vcpuQuota", 200)
                .fault(String.format(ERROR, "RunTask", 20, 10, "ThrottlingException", "Rate exceeded"));
        Cli.Result result = install.migrate("--yes", "--parallel", "60", "--no-wait");
        assertEquals(0, result.exit(), result::toString);
        List<Long> arrivals = install.requests("RunTask").stream()
                .map(r -> r.get("realMillis").getAsLong())
                .sorted(Comparator.naturalOrder())
                .toList();
        assertTrue(arrivals.size() > 50, result::toString);
        int noise = 4;
        assertFalse(
                IntStream.range(0, arrivals.size() - 20 - noise)
                        .anyMatch(i -> arrivals.get(i + 20 + noise) - arrivals.get(i) < 1000),
                arrivals::toString);
    }
}
