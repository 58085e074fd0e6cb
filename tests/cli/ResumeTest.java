package tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * The same command continues where the last run ended, however it ended and however long ago. A task that the user has
 * stopped is no failure: the next run offers its bot again, even while the task still ends.
 */
class ResumeTest {
    private static final String DENIED =
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation";
    private static final String PROOF = "Successfully inserted to vector store.";
    private static final Bot[] BOTS = bots(2);

    /** Cuts every request to start a task after a number of others, before or after its effect, and kills the run. */
    private static void killWhileStarting(TestAccount account, int others, String when) {
        account.fault(Map.of(
                "operation", "RunTask", "skip", others, "times", -1, "cut", when, "delayMillis", 20_000));
        int tasks = when.equals("before") ? 0 : others + 1;
        account.startAndKill(
                () -> account.arrived("RunTask") == others + 1 && account.tasks().size() == tasks);
        account.clearFaults();
    }

    @Test
    void theNextRunStartsOnlyFailedAndNewBots() {
        Bot[] bots = bots(3);
        TestAccount account = TestAccount.with(bots).behavior(bots[1], "fail", "reason", DENIED, "times", 1);
        account.migrate("--yes").exits(1);
        assertEquals(3, account.tasks().size(), "a denied model is not retried in the same run");

        account.put(bot(4));
        account.migrate("--verbose")
                .hasOut("  journal          2 done, 1 failed  [~/", "2 already done", "failed before: " + DENIED)
                .hasOut("Start 2 embedding tasks?");
        assertEquals(3, account.tasks().size());

        account.migrate("--yes").exits(0);
        assertEquals(List.of(1, 2, 1, 1), account.taskCounts(bots(4)));
        account.migrate().exits(0).hasNoOut("[y/N");
        assertEquals(5, account.tasks().size());
    }

    /** Pauses the clock, starts the migration, and kills it when every bot has a running task. */
    private static void leaveTasksRunning(TestAccount account, int bots) {
        account.pauseClock().leaveRunning(bots);
        assertEquals(bots, account.runningTasks().size());
    }

    @Test
    void runningTasksAreWatchedAgain() {
        TestAccount account = TestAccount.with(BOTS);
        leaveTasksRunning(account, 2);
        account.migratePausedUntil(account.more(2, "DescribeTasks")).exits(0)
                .hasOut("  journal          2 under way\n", "watching")
                .hasNoOut("[y/N");
        assertEquals(2, account.tasks().size());
    }

    @Test
    void withoutAJournalRunningTasksAreFoundOnEveryPageOfTheTaskList() throws IOException {
        TestAccount account = TestAccount.with(bots(5)).set("listPageSize", 2).set("vcpuQuota", 100);
        leaveTasksRunning(account, 5);
        Files.delete(account.journal());
        BooleanSupplier everyPage = account.more(4, "ListTasks");
        account.migratePausedUntil(account.more(2, "DescribeTasks"), "--yes").exits(0)
                .hasOut("  journal          none was found")
                .hasOut("; 5 running embedding tasks of this ECS cluster will be watched");
        assertEquals(5, account.tasks().size());
        assertTrue(everyPage.getAsBoolean(), "three pages of running tasks, one of stopped tasks");
    }

    @Test
    void withoutAJournalProvedBotsAreRecognisedAndFailedBotsAreStartedAgain() throws IOException {
        Bot[] bots = bots(3);
        TestAccount account = TestAccount.with(bots).behavior(bots[1], "fail", "reason", DENIED, "times", 1);
        account.migrate("--yes").exits(1);
        Files.delete(account.journal());
        account.migrate("--yes").exits(0).hasOut("  journal          none was found", "2 already done");
        assertEquals(List.of(1, 2, 1), account.taskCounts(bots));
        assertEquals(2, Set.copyOf(account.tokens(bots[1].sk())).size(), "each attempt has its own token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--subnet subnet-0a1b2c3d4e5f60002 --task-definition " + TestAccount.TASK_DEFINITION + ":7",
                "--cluster arn:aws:ecs:us-east-1:123456789012:cluster/" + TestAccount.ECS_CLUSTER
            })
    void changedSettingsStartNothingTwice(String change) throws IOException {
        TestAccount account = TestAccount.with(bot(1));
        killWhileStarting(account, 0, "after");
        account.migrate((change + " --yes").split(" ")).exits(0);
        assertEquals(1, account.tasks().size());

        // Without the journal, the list of tasks and the rows, only the token shows that the task exists.
        Files.delete(account.journal());
        account.deny("ListTasks");
        account.migrate((change + " --yes --no-proof").split(" ")).exits(0);
        assertEquals(1, account.tasks().size());
        assertEquals(
                1,
                account.requests("RunTask").stream()
                        .filter(r -> r.toString().contains("\"ConflictException\""))
                        .count());
    }

    /** The bot's status more than an hour after a start that was not watched; ECS no longer returns the task. */
    @ParameterizedTest
    @CsvSource({
        "started, SUCCEEDED, thisTask, 1",
        "started, RUNNING, thisTask, 2",
        "started, SUCCEEDED, oldTask, 2",
        "started, SUCCEEDED, otherTask, 1",
        "responseLost, SUCCEEDED, thisTask, 1",
        "responseLost, RUNNING, thisTask, 2",
        "responseLost, SUCCEEDED, otherTask, 1",
        "requestLost, SUCCEEDED, oldTask, 1"
    })
    void afterAnHourTheBotsStatusDecidesWhetherItIsStartedAgain(String start, String status, String writer, int tasks) {
        Bot bot = bot(1).with("LastExecId", "a".repeat(32));
        TestAccount account = TestAccount.with(bot);
        if (start.equals("started")) {
            account.leaveRunning(1);
        } else {
            killWhileStarting(account, 0, start.equals("requestLost") ? "before" : "after");
        }
        account.advance(Duration.ofMinutes(90));
        String id =
                switch (writer) {
                    case "otherTask" -> "b".repeat(32);
                    case "oldTask" -> "a".repeat(32);
                    default -> TestAccount.taskId(account.tasks().get(0));
                };
        account.put(bot.with("SyncStatus", status)
                .with("SyncStatusReason", status.equals("RUNNING") || writer.equals("oldTask") ? "" : PROOF)
                .with("LastExecId", id));

        account.migrate("--yes").exits(0);
        assertEquals(tasks, account.startedBots().size());
        assertTrue(account.runningTasks().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"--status, 1", "--dry-run, 0"})
    void statusAndDryRunChangeNothing(String option, int exit) throws IOException {
        TestAccount account = TestAccount.with(bots(3));
        killWhileStarting(account, 2, "after");
        byte[] journal = Files.readAllBytes(account.journal());
        account.migrate(option).exits(exit);
        assertArrayEquals(journal, Files.readAllBytes(account.journal()));
        assertEquals(List.of(), account.mutations());
        Cli untouched = account.cli();
        account.migrate(untouched, option).exits(exit);
        assertFalse(Files.exists(untouched.journal().getParent()), "no journal is created");
    }

    @Test
    void aRunRightAfterStopOffersTheBotsWhoseTasksAreEnding() {
        TestAccount account = withRunningTasks();
        account.migrate("--stop", "--yes").exits(0);
        assertStartedAgain(account, "failed before: stopped by --stop");
    }

    @Test
    void aTaskThatWasStoppedInTheConsoleIsOfferedAgainToo() {
        TestAccount account = withRunningTasks();
        account.tasks().forEach(account::stop);
        assertStartedAgain(account, "failed before: its task was stopped (Task stopped by user)");
    }

    /** Its container ends with exit code 137, as one without enough memory does. */
    @Test
    void aTaskThatWasStoppedWhileTheRunWatchesItNeedsNoMoreMemory() {
        Bot bot = BOTS[0];
        TestAccount account = TestAccount.with(bot).behavior(bot, "hang");
        Cli.Running running = account.start("--yes", "--json", "-").waitUntil(() -> account.tasksIn("RUNNING") == 1);
        account.stop(account.tasks().get(0));
        Cli.Result result = running.end().exits(1);
        result.hasErr("its task was stopped (Task stopped by user)", "Nothing is wrong with the bot: a user stopped")
                .hasNoErr("embeddingContainerMemory");
        assertEquals("failed", JsonReport.of(result).outcome(bot));
    }

    @ParameterizedTest
    @CsvSource({"v1.2.4, 'the app, or by hand'", "v1.4.0, AWS Step Functions"})
    void aTaskOfTheAppIsNamedAndNeverStopped(String app, String starter) {
        TestAccount account = TestAccount.with(BOTS).app(app).pauseClock();
        account.saveInApp(BOTS[0]);
        String theirs = TestAccount.taskId(account.tasks().get(0));
        String named = "task " + theirs + "  " + BOTS[0].sk() + "  is left alone: it was started by " + starter;
        account.migrate("--stop", "--yes").exits(0).hasOut(named, "No task of this migration is running");
        account.startAndKill(() -> !account.journalLines("started").isEmpty() && account.answered("RunTask") == 1);
        account.migrate("--stop", "--yes").hasOut(named, "stopped  task ");
        List<String> stillWanted = account.runningTasks().stream()
                .filter(task -> !task.has("stopCode"))
                .map(TestAccount::taskId)
                .toList();
        assertEquals(List.of(theirs), stillWanted);
    }

    @Test
    void tasksThatThisJournalDoesNotKnowAreCountedInTheQuestion() {
        TestAccount account = withRunningTasks();
        account.start(account.cli(), "--stop")
                .type("n\n")
                .end()
                .hasOut("Stop 2 tasks, 2 of which this journal does not know?");
        assertEquals(BOTS.length, account.tasksIn("RUNNING"));
    }

    /** Of a run that was killed; the clock is paused. */
    private static TestAccount withRunningTasks() {
        TestAccount account = TestAccount.with(BOTS).pauseClock();
        account.leaveRunning(BOTS.length);
        account.advancePaused(60);
        assertEquals(BOTS.length, account.tasksIn("RUNNING"));
        return account;
    }

    private static void assertStartedAgain(TestAccount account, String note) {
        assertEquals(BOTS.length, account.tasksIn("DEPROVISIONING"));
        BooleanSupplier looked = account.more(BOTS.length, "GetItem");
        Cli.Running running = account.start().type("y\n").waitUntil(looked);
        account.resumeClock();
        running.end().exits(0).hasOut("Start 2 embedding tasks?", note);
        Stream.of(BOTS).forEach(bot -> account.assertOneAfterTheOther(bot, 2));
    }
}
