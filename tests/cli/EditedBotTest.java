package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * A bot whose knowledge was changed in the app, during its task or after it, is done only when all of it has rows. The
 * app's own task is followed; if its start was lost, the bot is embedded again.
 */
class EditedBotTest {
    private static final String THROTTLED =
            "An error occurred (ThrottlingException) when calling the InvokeModel operation: Too many requests";

    private static final String ADDED = "added.pdf";

    private static TestBots.Bot withAddedFile(TestBots.Bot bot) {
        return bot.with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of("manual-1.pdf", ADDED)));
    }

    private static JsonReport statusOf(TestAccount account, Cli cli) {
        return JsonReport.of(account.migrate(cli, "--status", "--json", "-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "RUNNING", "FAILED"})
    void aDoneBotThatWasChangedAfterwardsIsOfferedAgain(String status) {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        TestBots.Bot changed = withAddedFile(bot);
        account.saveInAppWithoutPipe(changed, status);

        JsonReport before = statusOf(account, cli);
        assertEquals("unproved", before.outcome(bot), before::toString);
        assertTrue(before.reason(bot).contains(ADDED), before::toString);
        assertTrue(before.reason(bot).contains("SyncStatus is " + status), before::toString);
        assertTrue(before.bot(bot).get("missing").toString().contains(ADDED), before::toString);
        account.verify().exits(1);

        Cli.Result result = account.migrate(cli, "--yes").exits(0).hasOut("1 bot, 1 to start");
        assertEquals(2, account.requests("RunTask").size(), result::toString);
        assertEquals(2, account.rows(changed).size(), result::toString);
        assertEquals("succeeded", statusOf(account, cli).outcome(bot), result::toString);
        account.verify().exits(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "RUNNING", "FAILED"})
    void withoutTheRowsADoneBotIsOfferedAgainWhenItsStatusHasChanged(String status) {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot);
        Cli cli = account.cli();
        account.migrate(cli, "--yes", "--no-proof").exits(0);
        account.saveInAppWithoutPipe(withAddedFile(bot), status);
        Cli.Result result = account.migrate(cli, "--yes", "--no-proof").exits(0);
        assertEquals(2, account.requests("RunTask").size(), result::toString);
    }

    @Test
    void aDoneBotWhoseRowsAreCompleteStaysDoneWhateverItsStatus() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        account.saveInAppWithoutPipe(bot, "QUEUED");
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        assertEquals(1, account.requests("RunTask").size(), result::toString);
        account.verify().exits(0);
    }

    @Test
    void aFailedBotThatTheAppHasEmbeddedSinceIsDone() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot).behavior(bot, "fail");
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(1);
        account.saveInApp(bot);
        account.await("the end of the app's own task", () -> account.tasksIn("STOPPED") == 2);
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        assertEquals(1, account.requests("RunTask").size(), result::toString);
    }

    @Test
    void theAppsOwnTaskAfterOurSuccessIsFollowedByTheNextRun() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        TestBots.Bot changed = withAddedFile(bot);
        account.pauseClock().saveInApp(changed);
        int lists = account.requests("ListTasks").size();
        Cli.Running running = account.start(cli).waitUntil(() -> account.arrived("ListTasks") > lists + 1);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(1, account.requests("RunTask").size(), result::toString);
        assertEquals(List.of("runTask", "pipe"), starters(account, bot), result::toString);
        assertEquals(2, account.rows(changed).size(), result::toString);
    }

    /** Starts a run whose only task has its quota, and pauses the clock after that many seconds of the task. */
    private static Cli.Running startAndPauseAfter(TestAccount account, Cli cli, int seconds, String... arguments) {
        account.pauseClock();
        Cli.Running running = account.start(cli, arguments).waitUntil(() -> !cli.journalLines("started").isEmpty());
        account.advancePaused(seconds);
        return running;
    }

    @Test
    void aSaveThatTheQuotaRejectedWhileOurTaskRanIsEmbeddedByTheSameRun() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot).set("vcpuQuota", 2);
        Cli cli = account.cli();
        Cli.Running running = startAndPauseAfter(account, cli, 3, "--yes", "--json", "-");
        TestBots.Bot changed = withAddedFile(bot);
        account.saveInApp(changed).resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(List.of("runTask", "runTask"), starters(account, bot), result::toString);
        assertEquals("succeeded", JsonReport.of(result).outcome(bot), result::toString);
        assertEquals(2, account.rows(changed).size(), result::toString);
        account.verify().exits(0);
    }

    @Test
    void aSaveThatLeavesNoGapIsSettledByTheRowsAtOnce() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(withAddedFile(bot));
        Cli.Running running = startAndPauseAfter(account, account.cli(), 3, "--yes", "--json", "-");
        account.saveInAppWithoutPipe(bot, "QUEUED").resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(List.of("runTask"), starters(account, bot), result::toString);
        assertTrue(JsonReport.of(result).reason(bot).contains("proved by its"), result::toString);
        assertEquals(2, account.requests("GetItem").size(), "before its start and after its end");
    }

    @Test
    void aRunThatEndsWhileItWaitsForTheAppNamesNoTaskToStop() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot);
        Cli cli = account.cli();
        Cli.Running running = startAndPauseAfter(account, cli, 3, "--yes", "--json", "-");
        account.saveInAppWithoutPipe(withAddedFile(bot), "QUEUED").resumeClock();
        running.waitUntil(() -> account.tasksIn("STOPPED") == 1);
        int reads = account.requests("GetItem").size();
        running.waitUntil(() -> account.arrived("GetItem") > reads + 1);
        account.deny("DescribeTasks");
        Cli.Result result = running.end().exits(3);
        JsonReport report = JsonReport.of(result);
        assertTrue(report.reason(bot).contains("changed in the app"), result::toString);
        JsonObject task = report.bot(bot).getAsJsonArray("attempts").get(0).getAsJsonObject();
        assertTrue(task.has("stoppedAt"), result::toString);
        assertFalse(result.toString().contains(" --stop"), result::toString);
    }

    @Test
    void withNoTasksLeftABotWhoseSaveWasLostIsUnproved() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot).set("vcpuQuota", 2);
        Cli cli = account.cli();
        account.behavior(bot, "fail", "reason", THROTTLED, "times", 2);
        Cli.Running running = account.start(cli, "--yes", "--json", "-")
                .waitUntil(() -> cli.journalLines("started").size() == 3);
        account.pauseClock().advancePaused(3);
        account.saveInApp(withAddedFile(bot)).resumeClock();
        Cli.Result result = running.end().exits(1);
        assertEquals("unproved", JsonReport.of(result).outcome(bot), result::toString);
        assertTrue(JsonReport.of(result).reason(bot).contains("changed in the app"), result::toString);
        assertEquals(List.of("runTask", "runTask", "runTask"), starters(account, bot), result::toString);
        account.verify().exits(1);
    }

    @Test
    void theAppsOwnTaskThatHasNotRunYetWhenOursEndsIsFollowed() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED).put(bot).withoutQuota();
        Cli cli = account.cli();
        // Our task ends after 7 seconds and is STOPPED after 8; the app's then becomes RUNNING after 9.
        Cli.Running running = startAndPauseAfter(account, cli, 7, "--yes", "--json", "-");
        TestBots.Bot changed = withAddedFile(bot);
        int lists = account.requests("ListTasks").size();
        account.saveInApp(changed).advancePaused(1);
        running.waitUntil(() -> account.arrived("ListTasks") > lists);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(List.of("runTask", "pipe"), starters(account, bot), result::toString);
        String pipe = TestAccount.taskId(account.tasksOf(bot).get(1));
        assertEquals(pipe, JsonReport.of(result).taskId(bot), result::toString);
        assertEquals(2, account.rows(changed).size(), result::toString);
    }

    private static List<String> starters(TestAccount account, TestBots.Bot bot) {
        return account.tasksOf(bot).stream().map((JsonObject task) -> task.get("starter").getAsString()).toList();
    }
}
