package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * A bot whose knowledge was changed in the app, during its task or after it, is done only when all of it has rows. The
 * app's own task is followed; if its start was lost, the bot is embedded again.
 */
class EditedBotTest {
    private static final String THROTTLED =
            "An error occurred (ThrottlingException) when calling the InvokeModel operation: Too many requests";

    private static final String ADDED = "added.pdf";

    private final Bot bot = bot(1), changed = bot.withFiles("manual-1.pdf", ADDED);
    private final TestAccount account = TestAccount.withShortTasks().put(bot);

    /** The starters of the bot's tasks so far, in order. */
    private List<String> starters() {
        return account.tasksOf(bot).stream().map(task -> task.get("starter").getAsString()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "RUNNING", "FAILED"})
    void aDoneBotThatWasChangedAfterwardsIsOfferedAgain(String status) {
        account.migrate("--yes").exits(0);
        account.saveInAppWithoutPipe(changed, status);

        JsonReport before = account.report("--status");
        assertEquals("unproved", before.outcome(bot));
        assertTrue(before.reason(bot).contains(ADDED));
        assertTrue(before.reason(bot).contains("SyncStatus is " + status));
        assertTrue(before.bot(bot).get("missing").toString().contains(ADDED));
        account.verify().exits(1);

        account.migrate("--yes").exits(0).hasOut("1 bot, 1 to start");
        assertEquals(List.of("runTask", "runTask"), starters());
        assertEquals(2, account.rows(changed).size());
        assertEquals("succeeded", account.report("--status").outcome(bot));
        account.verify().exits(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "RUNNING", "FAILED"})
    void withoutTheRowsADoneBotIsOfferedAgainWhenItsStatusHasChanged(String status) {
        account.migrate("--yes", "--no-proof").exits(0);
        account.saveInAppWithoutPipe(changed, status);
        account.migrate("--yes", "--no-proof").exits(0);
        assertEquals(List.of("runTask", "runTask"), starters());
    }

    @Test
    void aDoneBotWhoseRowsAreCompleteStaysDoneWhateverItsStatus() {
        account.migrate("--yes").exits(0);
        account.saveInAppWithoutPipe(bot, "QUEUED");
        account.migrate("--yes").exits(0);
        assertEquals(List.of("runTask"), starters());
        account.verify().exits(0);
    }

    @Test
    void aFailedBotThatTheAppHasEmbeddedSinceIsDone() {
        account.behavior(bot, "fail").migrate("--yes").exits(1);
        account.saveInApp(bot);
        account.await("the end of the app's own task", () -> account.tasksIn("STOPPED") == 2);
        account.migrate("--yes").exits(0);
        assertEquals(List.of("runTask", "pipe"), starters());
    }

    @Test
    void theAppsOwnTaskAfterOurSuccessIsFollowedByTheNextRun() {
        account.migrate("--yes").exits(0);
        account.pauseClock().saveInApp(changed);
        account.migratePausedUntil(account.more(2, "ListTasks")).exits(0);
        assertEquals(List.of("runTask", "pipe"), starters());
        assertEquals(2, account.rows(changed).size());
    }

    /** Starts a run, and pauses the clock after that many seconds of its only task. */
    private Cli.Running startAndPauseAfter(int seconds) {
        account.pauseClock();
        Cli.Running running = account.start("--yes", "--json", "-")
                .waitUntil(() -> !account.journalLines("started").isEmpty());
        account.advancePaused(seconds);
        return running;
    }

    @Test
    void aSaveThatTheQuotaRejectedWhileOurTaskRanIsEmbeddedByTheSameRun() {
        account.set("vcpuQuota", 2);
        Cli.Running running = startAndPauseAfter(3);
        account.saveInApp(changed).resumeClock();
        JsonReport report = JsonReport.of(running.end()).exits(0);
        assertEquals(List.of("runTask", "runTask"), starters());
        assertEquals("succeeded", report.outcome(bot));
        assertEquals(2, account.rows(changed).size());
        account.verify().exits(0);
    }

    @Test
    void aSaveThatLeavesNoGapIsSettledByTheRowsAtOnce() {
        account.put(changed);
        Cli.Running running = startAndPauseAfter(3);
        account.saveInAppWithoutPipe(bot, "QUEUED").resumeClock();
        JsonReport report = JsonReport.of(running.end()).exits(0);
        assertEquals(List.of("runTask"), starters());
        assertTrue(report.reason(bot).contains("proved by its"));
        assertEquals(2, account.arrived("GetItem"), "before its start and after its end");
    }

    @Test
    void aRunThatEndsWhileItWaitsForTheAppNamesNoTaskToStop() {
        Cli.Running running = startAndPauseAfter(3);
        account.saveInAppWithoutPipe(changed, "QUEUED").resumeClock();
        running.waitUntil(() -> account.tasksIn("STOPPED") == 1).waitUntil(account.more(2, "GetItem"));
        account.deny("DescribeTasks");
        JsonReport report = JsonReport.of(running.end()).exits(3);
        assertTrue(report.reason(bot).contains("changed in the app"));
        JsonObject task = report.bot(bot).getAsJsonArray("attempts").get(0).getAsJsonObject();
        assertTrue(task.has("stoppedAt"));
        assertFalse(report.result().toString().contains(" --stop"));
    }

    @Test
    void withNoTasksLeftABotWhoseSaveWasLostIsUnproved() {
        account.set("vcpuQuota", 2).behavior(bot, "fail", "reason", THROTTLED, "times", 2);
        Cli.Running running = account.start("--yes", "--json", "-")
                .waitUntil(() -> account.journalLines("started").size() == 3);
        account.pauseClock().advancePaused(3).saveInApp(changed).resumeClock();
        JsonReport report = JsonReport.of(running.end()).exits(1);
        assertEquals("unproved", report.outcome(bot));
        assertTrue(report.reason(bot).contains("changed in the app"));
        assertEquals(List.of("runTask", "runTask", "runTask"), starters());
        account.verify().exits(1);
    }

    @Test
    void theAppsOwnTaskThatHasNotRunYetWhenOursEndsIsFollowed() {
        account.withoutQuota();
        // Our task ends after 7 seconds and is STOPPED after 8; the app's then becomes RUNNING after 9.
        Cli.Running running = startAndPauseAfter(7);
        BooleanSupplier listed = account.more(1, "ListTasks");
        account.saveInApp(changed).advancePaused(1);
        running.waitUntil(listed);
        account.resumeClock();
        JsonReport report = JsonReport.of(running.end()).exits(0);
        assertEquals(List.of("runTask", "pipe"), starters());
        assertEquals(TestAccount.taskId(account.tasksOf(bot).get(1)), report.taskId(bot));
        assertEquals(2, account.rows(changed).size());
    }
}
