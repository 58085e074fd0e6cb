package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/** A bot that waits for its start is held up neither by hanging tasks nor by the rejected starts of other bots. */
class WaitingBotsTest {
    private static final Map<String, String> NO_CAPACITY =
            Map.of("reason", "Capacity is unavailable at this time. Please try again later");

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

    private static double seconds(JsonObject task, String member) {
        return task.get(member).getAsDouble();
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
