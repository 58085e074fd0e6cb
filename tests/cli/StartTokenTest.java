package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * Which token a request carries after {@code failures[]}. ECS may repeat that answer to its token for a day, as the
 * embedded one does; a request whose result is unknown is repeated with its own token all the same.
 */
class StartTokenTest {
    @Test
    void afterFailuresTheNextTokenIsUsedAndThatIsNoAttemptOfTheLimit() {
        TestAccount account = TestAccount.empty().put(TestBots.bot(1)).set("vcpuQuota", 0);
        Cli cli = account.cli();
        Cli.Running running = account.start(cli, "--yes")
                .waitUntil(() -> account.requests("RunTask").size() >= 2);
        account.set("vcpuQuota", 6);
        running.waitUntil(() -> account.requests("RunTask").size() >= 6);
        assertEquals(1, account.tasks().size(), () -> account.requests("RunTask").toString());
        running.end().exits(0);
        List<JsonObject> requests = account.requests("RunTask");
        assertEquals(requests.size(), requests.stream().map(StartTokenTest::token).distinct().count());
        assertEquals(
                requests.size() - 1,
                cli.journalLines("ended\"").stream()
                        .filter(line -> line.contains("\"outcome\":\"not started\""))
                        .count());
    }

    @Test
    void afterAnUnknownResultFailuresProveNothingForFiveMinutesAndThenTheTasksAreListed() {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bot(1))
                .set("vcpuQuota", 0)
                .fault("{\"operation\": \"RunTask\", \"cut\": \"before\"}");
        Cli.Running running = account.start(account.cli(), "--yes")
                .waitUntil(() -> account.requests("RunTask").size() >= 2);
        account.set("vcpuQuota", 6);
        running.waitUntil(() -> account.requests("RunTask").size() >= 12);
        assertEquals(1, account.tasks().size(), () -> account.requests("RunTask").toString());
        running.end().exits(0);
        List<JsonObject> requests = account.requests("RunTask");
        JsonObject last = requests.get(requests.size() - 1);
        List<JsonObject> earlier = requests.subList(0, requests.size() - 1);
        assertEquals(1, earlier.stream().map(StartTokenTest::token).distinct().count(), requests::toString);
        assertEquals(2, requests.stream().map(StartTokenTest::token).distinct().count(), requests::toString);
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
        TestAccount account = TestAccount.empty()
                .put(TestBots.bot(1))
                .fault("{\"operation\": \"RunTask\", \"cut\": \"after\"}")
                .fault("{\"operation\": \"RunTask\", \"times\": -1, \"failures\": {\"reason\": \"Capacity is"
                        + " unavailable at this time.\"}}");
        Cli.Running running = account.start(account.cli(), "--yes");
        Cli.Result result = running.end().exits(0);
        assertEquals(1, account.tasks().size(), result::toString);
        assertEquals(1, account.requests("RunTask").stream().map(StartTokenTest::token).distinct().count());
    }

    @Test
    void aRequestThatIsSentAfterTheMachineHasSleptIsNotTakenForAnOldOne() {
        TestAccount account = TestAccount.withShortTasks().put(TestBots.bot(1));
        Cli.Running running = account.start(account.cli()).waitUntil(() -> !account.requests("Scan").isEmpty());
        account.sleepMachine(Duration.ofMinutes(10))
                .pauseClock()
                .fault("{\"operation\": \"RunTask\", \"cut\": \"after\"}")
                .fault("{\"operation\": \"RunTask\", \"failures\": {\"reason\": \"Capacity is unavailable at this time.\"}}")
                .fault("{\"operation\": \"DescribeTasks\", \"times\": 10, \"missing\": true}");
        running.type("y\n").waitUntil(() -> account.requests("RunTask").size() >= 3);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(1, account.tasks().size(), () -> account.requests("RunTask") + "\n" + result);
    }

    private static String token(JsonObject request) {
        return request.getAsJsonObject("body").get("clientToken").getAsString();
    }

    /** When it arrived, by the account's clock. */
    private static Instant at(JsonObject request) {
        return Instant.ofEpochMilli(Math.round(request.get("at").getAsDouble() * 1000));
    }
}
