package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/**
 * The request that starts a task and the token that it carries, the number of running tasks, and the bots that get
 * none. ECS may repeat {@code failures[]} to a token for a day, as the embedded one does; a request whose result is
 * unknown is repeated with its own token all the same.
 */
class TaskStartTest {
    /** What is the same for every bot. */
    private static final JsonElement REQUEST = new Gson()
            .toJsonTree(Map.of(
                    "cluster", TestAccount.ECS_CLUSTER,
                    "launchType", "FARGATE",
                    "taskDefinition", TestAccount.TASK_DEFINITION,
                    "count", 1,
                    "networkConfiguration", Map.of("awsvpcConfiguration", Map.of(
                            "subnets", TestAccount.SUBNETS,
                            "securityGroups", List.of(TestAccount.SECURITY_GROUP),
                            "assignPublicIp", "ENABLED"))));
    private static final Map<String, String> NO_CAPACITY = Map.of("reason", "Capacity is unavailable at this time.");

    /** Up to v1.2.4 the container reads the bot's keys from the command, since then from the environment. */
    @ParameterizedTest
    @ValueSource(strings = {"v1.2.4", "v1.4.0"})
    void theRequestHasExactlyTheFieldsOfTheGuide(String app) {
        Bot[] bots = {
            bot(1),
            bot(2).ownedBy("she \"said\" C:\\new\ttab"),
            bot(3).ownedBy("ユーザー 💶 </script> it's \u2028")
        };
        TestAccount account = TestAccount.empty().app(app).put(bots);
        account.migrate("--yes").exits(0);
        List<JsonObject> requests = account.requests("RunTask").stream().map(r -> r.getAsJsonObject("body")).toList();
        assertEquals(3, requests.size());
        Set<String> keys = new HashSet<>();
        for (JsonObject request : requests) {
            JsonObject keysOfBot = keysOfBot(request);
            assertEquals(Set.of("PK", "SK"), keysOfBot.keySet(), request::toString);
            keys.add(keysOfBot.getAsJsonObject("PK").get("S").getAsString() + " / "
                    + keysOfBot.getAsJsonObject("SK").get("S").getAsString());
            String token = request.remove("clientToken").getAsString();
            assertTrue(token.matches("[!-~]{1,64}"), token);
            request.remove("overrides");
            assertTrue(
                    request.remove("startedBy").getAsString().matches("bedrock-chat-migration(/[0-9a-f]+)?"),
                    "startedBy names the tool");
            assertEquals(REQUEST, request);
        }
        assertEquals(
                List.of(bots).stream().map(bot -> bot.user() + " / " + bot.sk()).collect(Collectors.toSet()), keys);
        assertEquals(3, Set.copyOf(account.tokens("")).size(), "each bot has its own token");
    }

    @Test
    void thePublicIpAddressCanBeDisabled() {
        TestAccount account = TestAccount.with(bot(1));
        account.migrate("--yes", "--assign-public-ip", "DISABLED").exits(0);
        assertTrue(account.requests("RunTask").toString().contains("\"assignPublicIp\":\"DISABLED\""));
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "3, 7", "5, 8"})
    void parallelLimitsTheRunningTasksAndEveryBotIsStarted(int parallel, int bots) {
        TestAccount account = TestAccount.with(bots(bots)).withoutQuota();
        JsonReport report = account.report("--parallel", String.valueOf(parallel)).exits(0);
        assertEquals(parallel, account.peakTasks());
        account.assertStarted(bots(bots));
        assertEquals(bots, account.requests("RunTask").size());
        assertEquals(bots, report.count("succeeded"));
    }

    @Test
    void aBotWithARunningTaskIsWatchedAndNotStartedAgain() {
        Bot[] bots = bots(2);
        TestAccount account = TestAccount.empty().pauseClock();
        String running = account.startByPipe(bots[0]);
        account.put(
                bots[0].with("LastExecId", running).with("SyncStatus", "RUNNING"),
                bots[1].with("LastExecId", "0123456789abcdef0123456789abcdef")); // ECS does not know it
        JsonReport report = JsonReport.of(account.migratePausedUntil(
                        () -> !account.startedBots().isEmpty(), "--yes", "--json", "-"))
                .exits(0);
        account.assertStarted(bots[1]);
        assertEquals(1, report.result().errLines("watching .*" + bots[0].id()).size());
        assertEquals("succeeded", report.outcome(bots[0]));
        assertEquals(running, report.taskId(bots[0]));
    }

    @Test
    void aRunningTaskIsFoundByTheBotsStatusIfTasksCannotBeListed() {
        Bot bot = bot(1);
        TestAccount account = TestAccount.empty().pauseClock().deny("ListTasks");
        String running = account.startByPipe(bot);
        account.put(bot.with("LastExecId", running).with("SyncStatus", "RUNNING"));
        Cli.Result result =
                account.migratePausedUntil(account.more(3, "DescribeTasks"), "--yes", "--json", "-").exits(0);
        assertEquals(List.of(), account.requests("RunTask"));
        assertEquals(running, JsonReport.of(result).taskId(bot));
    }

    @Test
    void aTaskWithAnUnreadableEventIsNobodysAndDisturbsNothing() {
        Bot bot = bot(1);
        TestAccount account = TestAccount.with(bot).withoutQuota().pauseClock();
        List<String> events = List.of(
                "",
                "no JSON",
                "null",
                "7",
                "[]",
                "[".repeat(2_000),
                "{\"PK\": 7, \"SK\": []}",
                "{\"PK\": {\"S\": null}, \"SK\": {\"S\": {}}}",
                "{\"PK\": {\"S\": \"" + bot.user() + "\"}}");
        events.forEach(account::startWithEvent);
        account.migratePausedUntil(() -> account.tasksOf(bot).size() == 1, "--yes").exits(0);
        assertEquals(1, account.tasksOf(bot).size());
    }

    @Test
    void aBotThatIsDeletedBeforeItsStartGetsNoTask() {
        Bot[] bots = bots(3);
        TestAccount account = TestAccount.with(bots);
        Cli.Running running = account.start("--json", "-");
        Waiting.await("the response to the scan", () -> account.answered("Scan") > 0);
        account.delete(bots[0]);
        Map<String, AttributeValue> remains =
                Map.of("SyncStatus", AttributeValue.fromS("SUCCEEDED"), "LastExecId", AttributeValue.fromS(""));
        account.put(new Bot(bots[1].user(), bots[1].id(), remains));
        JsonReport report = JsonReport.of(running.type("y\n").end()).exits(0);
        account.assertStarted(bots[2]);
        assertEquals(List.of("deletedMeanwhile", "deletedMeanwhile", "succeeded"), report.outcomes(bots));
        assertEquals("", report.taskId(bots[0]));
    }

    private static JsonObject keysOfBot(JsonObject request) {
        JsonObject overrides = request.getAsJsonObject("overrides");
        assertEquals(Set.of("containerOverrides"), overrides.keySet(), request::toString);
        assertEquals(1, overrides.getAsJsonArray("containerOverrides").size(), request::toString);
        JsonObject override = overrides.getAsJsonArray("containerOverrides").get(0).getAsJsonObject();
        assertEquals(Set.of("name", "command", "environment"), override.keySet(), request::toString);
        assertEquals("Container", override.get("name").getAsString());
        List<String> command = override.getAsJsonArray("command").asList().stream()
                .map(word -> word.getAsString())
                .toList();
        assertEquals(List.of("-u", "embedding/main.py"), command.subList(0, 2));
        assertEquals(3, command.size(), command::toString);
        JsonObject event = new JsonObject();
        event.addProperty("name", "EVENT");
        event.addProperty("value", command.get(2));
        assertEquals(List.of(event), override.getAsJsonArray("environment").asList(), "the same keys");
        return JsonParser.parseString(command.get(2)).getAsJsonObject();
    }

    @Test
    void afterFailuresTheNextTokenIsUsedAndThatIsNoAttemptOfTheLimit() {
        TestAccount account = TestAccount.with(bot(1)).set("vcpuQuota", 0);
        Cli.Running running = account.start("--yes").waitUntil(() -> account.arrived("RunTask") >= 2);
        account.set("vcpuQuota", 6);
        running.waitUntil(() -> account.arrived("RunTask") >= 6);
        assertEquals(1, account.tasks().size(), () -> account.requests("RunTask").toString());
        running.end().exits(0);
        List<JsonObject> requests = account.requests("RunTask");
        assertEquals(requests.size(), Set.copyOf(account.tokens("")).size());
        assertEquals(
                requests.size() - 1,
                account.journalLines("ended\"").stream()
                        .filter(line -> line.contains("\"outcome\":\"not started\""))
                        .count());
    }

    @Test
    void afterAnUnknownResultFailuresProveNothingForFiveMinutesAndThenTheTasksAreListed() {
        TestAccount account = TestAccount.with(bot(1)).set("vcpuQuota", 0).cut("RunTask", "before");
        Cli.Running running = account.start("--yes")
                .waitUntil(() -> account.arrived("RunTask") >= 2);
        account.set("vcpuQuota", 6);
        running.waitUntil(() -> account.arrived("RunTask") >= 12);
        assertEquals(1, account.tasks().size(), () -> account.requests("RunTask").toString());
        running.end().exits(0);
        List<JsonObject> requests = account.requests("RunTask");
        JsonObject last = requests.get(requests.size() - 1);
        List<String> tokens = account.tokens("");
        assertEquals(1, Set.copyOf(tokens.subList(0, tokens.size() - 1)).size(), requests::toString);
        assertEquals(2, Set.copyOf(tokens).size(), requests::toString);
        assertTrue(
                Duration.between(at(requests.get(0)), at(last)).compareTo(Duration.ofMinutes(5)) >= 0,
                requests::toString);
        assertTrue(
                account.requests("ListTasks").stream()
                        .anyMatch(list ->
                                Duration.between(at(list), at(last)).abs().toSeconds() < 60),
                "the bot's tasks are listed right before");
    }

    @Test
    void afterAnUnknownResultThatDidStartATaskFailuresStartNoSecondOne() {
        TestAccount account = TestAccount.with(bot(1)).cut("RunTask", "after");
        account.fault(Map.of("operation", "RunTask", "times", -1, "failures", NO_CAPACITY));
        account.migrate("--yes").exits(0);
        assertEquals(1, account.tasks().size());
        assertEquals(1, Set.copyOf(account.tokens("")).size());
    }

    @Test
    void aRequestThatIsSentAfterTheMachineHasSleptIsNotTakenForAnOldOne() {
        TestAccount account = TestAccount.withShortTasks().put(bot(1));
        Cli.Running running = account.start().waitUntil(() -> account.arrived("Scan") > 0);
        account.sleepMachine(Duration.ofMinutes(10))
                .pauseClock()
                .cut("RunTask", "after")
                .fault(Map.of("operation", "RunTask", "failures", NO_CAPACITY))
                .fault(Map.of("operation", "DescribeTasks", "times", 10, "missing", true));
        running.type("y\n").waitUntil(() -> account.arrived("RunTask") >= 3);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(1, account.tasks().size(), () -> account.requests("RunTask") + "\n" + result);
    }

    /** When it arrived, by the account's clock. */
    private static Instant at(JsonObject request) {
        return Instant.ofEpochMilli(Math.round(request.get("at").getAsDouble() * 1000));
    }
}
