package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** What is sent to start a task, how many run at once, and which bots get none. */
class TaskStartTest {
    @Test
    void theRequestIsTheOneOfTheGuideFieldByField() {
        TestBots.Bot[] bots = {
            TestBots.bot(1),
            TestBots.bot(2).of("she \"said\" C:\\new\ttab"),
            TestBots.bot(3).of("ユーザー 💶 </script> it's \u2028")
        };
        TestAccount install = TestAccount.empty().put(bots);
        Cli.Result result = install.migrate("--yes");
        assertEquals(0, result.exit(), result::toString);
        List<JsonObject> requests = install.requests("RunTask").stream()
                .map(r -> r.getAsJsonObject("body"))
                .toList();
        assertEquals(3, requests.size(), result::toString);
        Set<String> keys = new HashSet<>();
        Set<String> tokens = new HashSet<>();
        for (JsonObject request : requests) {
            JsonObject keysOfBot = keysOfBot(request);
            assertEquals(Set.of("PK", "SK"), keysOfBot.keySet(), request::toString);
            keys.add(keysOfBot.getAsJsonObject("PK").get("S").getAsString() + " / "
                    + keysOfBot.getAsJsonObject("SK").get("S").getAsString());
            String token = request.remove("clientToken").getAsString();
            assertTrue(token.matches("[!-~]{1,64}"), token);
            tokens.add(token);
            request.remove("overrides");
            assertTrue(
                    request.remove("startedBy").getAsString().matches("bedrock-chat-migration(/[0-9a-f]+)?"),
                    "it names the tool");
            assertEquals(
                    JsonParser.parseString(
                            """
                    {"cluster": "%s", "launchType": "FARGATE", "taskDefinition": "%s", "count": 1,
                     "networkConfiguration": {"awsvpcConfiguration": {
                         "subnets": %s, "securityGroups": %s, "assignPublicIp": "ENABLED"}}}
                    """
                                    .formatted(
                                            TestAccount.ECS_CLUSTER,
                                            TestAccount.TASK_DEFINITION,
                                            new Gson().toJson(TestAccount.SUBNETS),
                                            new Gson().toJson(List.of(TestAccount.SECURITY_GROUP)))),
                    request);
        }
        assertEquals(
                List.of(bots).stream().map(bot -> bot.user() + " / " + bot.sk()).collect(Collectors.toSet()), keys);
        assertEquals(3, tokens.size(), "a token of its own for each bot");
    }

    @Test
    void aPublicIpAddressCanBeForbidden() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result result = install.migrate("--yes", "--assign-public-ip", "DISABLED");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(
                "DISABLED",
                install.requests("RunTask")
                        .get(0)
                        .getAsJsonObject("body")
                        .getAsJsonObject("networkConfiguration")
                        .getAsJsonObject("awsvpcConfiguration")
                        .get("assignPublicIp")
                        .getAsString());
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "3, 7", "5, 8"})
    void neverMoreTasksAtOnceThanAskedForAndEveryBotGetsItsTurn(int parallel, int bots) {
        TestAccount install = TestAccount.empty().withoutQuota().put(TestBots.bots(bots));
        Cli.Result result = install.migrate("--yes", "--json", "-", "--parallel", String.valueOf(parallel));
        assertEquals(0, result.exit(), result::toString);
        assertEquals(parallel, install.peakTasks(), result::toString);
        assertEquals(bots, Set.copyOf(install.startedBots()).size(), result::toString);
        assertEquals(bots, install.requests("RunTask").size(), result::toString);
        assertEquals(bots, JsonReport.of(result).count("succeeded"), result::toString);
    }

    @Test
    void withoutWaitingItLeavesWhenTheLastStartIsAccepted() {
        TestBots.Bot[] bots = TestBots.bots(5);
        TestAccount install =
                TestAccount.empty().put(bots).play(bots[0], "hang").play(bots[4], "hang");
        Cli.Result result = install.migrate("--yes", "--no-wait", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(5, install.startedBots().size(), result::toString);
        assertEquals(3, install.peakTasks(), "a task that ends frees its place, and no sooner");
        JsonReport report = JsonReport.of(result);
        assertEquals(5, report.count("unproved"), result::toString);
        for (TestBots.Bot bot : bots) {
            assertEquals(TestAccount.taskId(install.tasks(bot).get(0)), report.taskId(bot), result::toString);
            assertEquals("started, not waited for (--no-wait)", report.reason(bot), result::toString);
        }
        assertFalse(result.err().contains("run the same command again"), result::toString);
    }

    @Test
    void aBotWhoseTaskIsAliveIsWatchedAndNotStartedAgain() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.empty().clock(0);
        String arn = install.control("runTask", Map.of("pk", bots[0].user(), "sk", bots[0].sk()))
                .get("taskArn")
                .getAsString();
        String alive = arn.substring(arn.lastIndexOf('/') + 1);
        install.put(
                bots[0].with("LastExecId", alive).with("SyncStatus", "RUNNING"),
                bots[1].with("LastExecId", "0123456789abcdef0123456789abcdef"));
        Cli.Running running = install.start(install.cli(), "--yes", "--json", "-");
        Waiting.await("the other bot's start", () -> !install.startedBots().isEmpty());
        install.clock(TestAccount.SPEED);
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(List.of(bots[1].sk()), install.startedBots(), "an id that ECS does not know is no living task");
        assertEquals(1, install.requests("RunTask").size(), result::toString);
        assertTrue(
                result.err().lines().anyMatch(line -> line.contains("watching") && line.contains(alive)),
                result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals("succeeded", report.outcome(bots[0]), result::toString);
        assertEquals(alive, report.taskId(bots[0]), result::toString);
    }

    @Test
    void aBotThatIsDeletedBeforeItsStartGetsNoTask() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install = TestAccount.empty().put(bots);
        Cli.Running running = install.start(install.cli(), "--scan", "index", "--json", "-");
        Waiting.await("the scan's answer", () -> install.requests("Scan").stream()
                .anyMatch(scan -> scan.get("status").getAsInt() == 200));
        install.delete(bots[0]);
        Map<String, AttributeValue> remains =
                Map.of("SyncStatus", AttributeValue.fromS("SUCCEEDED"), "LastExecId", AttributeValue.fromS(""));
        install.put(new TestBots.Bot(bots[1].user(), bots[1].id(), remains));
        Cli.Result result = running.type("y\n").end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(List.of(bots[2].sk()), install.startedBots(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals("deletedMeanwhile", report.outcome(bots[0]), result::toString);
        assertEquals("deletedMeanwhile", report.outcome(bots[1]), result::toString);
        assertEquals("", report.taskId(bots[0]), result::toString);
        assertEquals("succeeded", report.outcome(bots[2]), result::toString);
    }

    @Test
    void aTaskThatHangsIsWaitedForOnlySoLongAndTheOthersGoOn() {
        TestBots.Bot[] bots = TestBots.bots(4);
        TestAccount install = TestAccount.empty().put(bots).play(bots[0], "hang");
        Cli.Result result = install.migrate("--yes", "--task-timeout", "12", "--parallel", "2", "--json", "-");
        assertEquals(1, result.exit(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals("unproved", report.outcome(bots[0]), result::toString);
        assertTrue(
                report.reason(bots[0]).contains("has not ended after 12 min 00 s (it is RUNNING)"), result::toString);
        assertEquals(3, report.count("succeeded"), result::toString);
        assertEquals("RUNNING", install.tasks(bots[0]).get(0).get("lastStatus").getAsString(), "it is left alone");
    }

    private static JsonObject keysOfBot(JsonObject request) {
        JsonObject overrides = request.getAsJsonObject("overrides");
        assertEquals(Set.of("containerOverrides"), overrides.keySet(), request::toString);
        assertEquals(1, overrides.getAsJsonArray("containerOverrides").size(), request::toString);
        JsonObject override =
                overrides.getAsJsonArray("containerOverrides").get(0).getAsJsonObject();
        assertEquals(Set.of("name", "command"), override.keySet(), request::toString);
        assertEquals("Container", override.get("name").getAsString());
        List<String> command = override.getAsJsonArray("command").asList().stream()
                .map(word -> word.getAsString())
                .toList();
        assertEquals(List.of("-u", "embedding/main.py"), command.subList(0, 2));
        assertEquals(3, command.size(), command::toString);
        return JsonParser.parseString(command.get(2)).getAsJsonObject();
    }
}
