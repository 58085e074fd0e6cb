package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * Which token a request carries after {@code failures[]}. ECS may repeat that answer to its token for a day, as the
 * embedded one does; a request whose result is unknown is repeated with its own token all the same.
 */
class StartTokenTest {
    private static final Map<String, String> NO_CAPACITY = Map.of("reason", "Capacity is unavailable at this time.");

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
        assertEquals(requests.size(), Set.copyOf(account.tokens("")).size());
        assertEquals(
                requests.size() - 1,
                cli.journalLines("ended\"").stream()
                        .filter(line -> line.contains("\"outcome\":\"not started\""))
                        .count());
    }

    @Test
    void afterAnUnknownResultFailuresProveNothingForFiveMinutesAndThenTheTasksAreListed() {
        TestAccount account = TestAccount.empty().put(TestBots.bot(1)).set("vcpuQuota", 0).cut("RunTask", "before");
        Cli.Running running = account.start(account.cli(), "--yes")
                .waitUntil(() -> account.requests("RunTask").size() >= 2);
        account.set("vcpuQuota", 6);
        running.waitUntil(() -> account.requests("RunTask").size() >= 12);
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
        TestAccount account = TestAccount.empty().put(TestBots.bot(1)).cut("RunTask", "after");
        account.fault(Map.of("operation", "RunTask", "times", -1, "failures", NO_CAPACITY));
        Cli.Result result = account.migrate("--yes").exits(0);
        assertEquals(1, account.tasks().size(), result::toString);
        assertEquals(1, Set.copyOf(account.tokens("")).size());
    }

    @Test
    void aRequestThatIsSentAfterTheMachineHasSleptIsNotTakenForAnOldOne() {
        TestAccount account = TestAccount.withShortTasks().put(TestBots.bot(1));
        Cli.Running running = account.start(account.cli()).waitUntil(() -> !account.requests("Scan").isEmpty());
        account.sleepMachine(Duration.ofMinutes(10))
                .pauseClock()
                .cut("RunTask", "after")
                .fault(Map.of("operation", "RunTask", "failures", NO_CAPACITY))
                .fault(Map.of("operation", "DescribeTasks", "times", 10, "missing", true));
        running.type("y\n").waitUntil(() -> account.requests("RunTask").size() >= 3);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(1, account.tasks().size(), () -> account.requests("RunTask") + "\n" + result);
    }

    /** When it arrived, by the account's clock. */
    private static Instant at(JsonObject request) {
        return Instant.ofEpochMilli(Math.round(request.get("at").getAsDouble() * 1000));
    }
}
