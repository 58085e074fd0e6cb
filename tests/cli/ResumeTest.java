package tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * The same command continues where the last run ended, however it ended and however long ago. A task that the user has
 * stopped is no failure: the next run offers its bot again, even while the task still ends.
 */
class ResumeTest {
    private static final String DENIED =
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation";
    private static final String PROOF = "Successfully inserted to vector store.";
    private static final TestBots.Bot[] BOTS = TestBots.bots(2);

    /** Cuts every request to start a task after a number of others, before or after its effect. */
    private static TestAccount cutStarts(TestAccount account, int others, String when) {
        return account.fault(Map.of(
                "operation", "RunTask", "skip", others, "times", -1, "cut", when, "delayMillis", 20_000));
    }

    @Test
    void theNextRunStartsOnlyFailedAndNewBots() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account =
                TestAccount.withShortTasks().put(bots).behavior(bots[1], "fail", "reason", DENIED, "times", 1);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(1);
        assertEquals(3, account.tasks().size(), "a denied model is not retried in the same run");

        account.put(TestBots.bot(4));
        Cli.Result no = account.migrate(cli, "--verbose").hasOut("  journal          2 done, 1 failed  [~/");
        no.hasOut("2 already done", "failed before: " + DENIED, "Start 2 embedding tasks?");
        assertEquals(3, account.tasks().size(), no::toString);

        Cli.Result yes = account.migrate(cli, "--yes").exits(0);
        assertEquals(List.of(1, 2, 1, 1), account.taskCounts(TestBots.bots(4)), yes::toString);
        Cli.Result last = account.migrate(cli).exits(0).hasNoOut("[y/N");
        assertEquals(5, account.tasks().size(), last::toString);
    }

    /** Pauses the clock, starts the migration, and kills it when every bot has a running task. */
    private static void leaveTasksRunning(TestAccount account, Cli cli, int bots) {
        account.pauseClock().leaveRunning(cli, bots);
        assertEquals(bots, account.runningTasks().size());
    }

    /** Runs the command while the clock is paused, and resumes the clock when the run polls the tasks. */
    private static Cli.Result resume(TestAccount account, Cli cli, String... arguments) {
        long polls = account.arrived("GetItem") + account.arrived("DescribeTasks");
        Cli.Running running = account.start(cli, arguments)
                .waitUntil(() -> account.arrived("GetItem") + account.arrived("DescribeTasks") > polls + 3);
        account.resumeClock();
        return running.end();
    }

    @Test
    void runningTasksAreWatchedAgain() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.withShortTasks().put(bots);
        Cli cli = account.cli();
        leaveTasksRunning(account, cli, 2);
        Cli.Result result = resume(account, cli).exits(0);
        result.hasOut("  journal          2 under way\n", "watching").hasNoOut("[y/N");
        assertEquals(2, account.tasks().size(), result::toString);
    }

    @Test
    void withoutAJournalRunningTasksAreFoundOnEveryPageOfTheTaskList() throws IOException {
        TestBots.Bot[] bots = TestBots.bots(5);
        TestAccount account = TestAccount.withShortTasks().put(bots).set("listPageSize", 2).set("vcpuQuota", 100);
        Cli cli = account.cli();
        leaveTasksRunning(account, cli, 5);
        Files.delete(cli.journal());
        int lists = account.requests("ListTasks").size();
        Cli.Result result = resume(account, cli, "--yes").exits(0);
        result.hasOut(
                "  journal          none was found", "; 5 running embedding tasks of this ECS cluster will be watched");
        assertEquals(5, account.tasks().size(), result::toString);
        assertTrue(
                account.requests("ListTasks").size() >= lists + 4,
                "three pages of running tasks, one of stopped tasks");
    }

    @Test
    void withoutAJournalProvedBotsAreRecognisedAndFailedBotsAreStartedAgain() throws IOException {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account =
                TestAccount.withShortTasks().put(bots).behavior(bots[1], "fail", "reason", DENIED, "times", 1);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(1);
        Files.delete(cli.journal());
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        result.hasOut("  journal          none was found", "2 already done");
        assertEquals(List.of(1, 2, 1), account.taskCounts(bots), result::toString);
        assertEquals(2, Set.copyOf(account.tokens(bots[1].sk())).size(), "each attempt has its own token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--subnet subnet-0a1b2c3d4e5f60002 --task-definition " + TestAccount.TASK_DEFINITION + ":7",
                "--cluster arn:aws:ecs:us-east-1:123456789012:cluster/" + TestAccount.ECS_CLUSTER
            })
    void changedSettingsStartNothingTwice(String change) throws IOException {
        TestAccount account = cutStarts(TestAccount.withShortTasks().put(TestBots.bot(1)), 0, "after");
        Cli cli = account.cli();
        assertTrue(account.start(cli, "--yes").killWhen(() -> account.tasks().size() == 1));
        account.clearFaults();
        String[] changed = (change + " --yes").split(" ");
        Cli.Result result = account.migrate(cli, changed).exits(0);
        assertEquals(1, account.tasks().size(), result::toString);

        // Without the journal, the list of tasks and the rows, only the token shows that the task exists.
        Files.delete(cli.journal());
        account.deny("ListTasks");
        Cli.Result tokenOnly = account.migrate(cli, (change + " --yes --no-proof").split(" ")).exits(0);
        assertEquals(1, account.tasks().size(), tokenOnly::toString);
        assertEquals(
                1,
                account.requests("RunTask").stream()
                        .filter(r -> r.toString().contains("\"ConflictException\""))
                        .count(),
                tokenOnly::toString);
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
        TestBots.Bot bot = TestBots.bot(1).with("LastExecId", "a".repeat(32));
        TestAccount account = TestAccount.withShortTasks(100).put(bot);
        Cli cli = account.cli();
        if (start.equals("started")) {
            assertTrue(account.start(cli, "--yes").killWhen(() -> !cli.journalLines("started").isEmpty()));
        } else {
            cutStarts(account, 0, start.equals("requestLost") ? "before" : "after");
            assertTrue(account.start(cli, "--yes")
                    .killWhen(() -> account.arrived("RunTask") == 1
                            && (start.equals("requestLost") || account.tasks().size() == 1)));
            account.clearFaults();
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

        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        assertEquals(tasks, account.startedBots().size(), result::toString);
        assertTrue(account.runningTasks().isEmpty(), result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status", "--dry-run"})
    void statusAndDryRunChangeNothing(String option) throws IOException {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account = cutStarts(TestAccount.withShortTasks().put(bots), 2, "after");
        Cli cli = account.cli();
        assertTrue(account.start(cli, "--yes").killWhen(() -> account.tasks().size() == 3));
        account.clearFaults();
        byte[] journal = Files.readAllBytes(cli.journal());
        Cli.Result result = account.migrate(cli, option).exits(option.equals("--status") ? 1 : 0);
        assertArrayEquals(journal, Files.readAllBytes(cli.journal()));
        assertEquals(List.of(), account.mutations(), result::toString);
        Cli untouched = account.cli();
        account.migrate(untouched, option).exits(option.equals("--status") ? 1 : 0);
        assertFalse(Files.exists(untouched.journal().getParent()), "no journal is created");
    }

    @Test
    void aRunRightAfterStopOffersTheBotsWhoseTasksAreEnding() {
        TestAccount account = TestAccount.empty().put(BOTS).pauseClock();
        Cli cli = account.cli();
        leaveRunning(account, cli);
        account.migrate(cli, "--stop", "--yes").exits(0);
        assertStartedAgain(account, cli, "failed before: stopped by --stop");
    }

    @Test
    void aTaskThatWasStoppedInTheConsoleIsOfferedAgainToo() {
        TestAccount account = TestAccount.empty().put(BOTS).pauseClock();
        Cli cli = account.cli();
        leaveRunning(account, cli);
        account.tasks().forEach(account::stop);
        assertStartedAgain(account, cli, "failed before: its task was stopped (Task stopped by user)");
    }

    /** Its container ends with exit code 137, as one without enough memory does. */
    @Test
    void aTaskThatWasStoppedWhileTheRunWatchesItNeedsNoMoreMemory() {
        TestBots.Bot bot = BOTS[0];
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, "hang");
        Cli.Running running = account.start(account.cli(), "--yes", "--json", "-")
                .waitUntil(() -> account.tasksIn("RUNNING") == 1);
        account.stop(account.tasks().get(0));
        Cli.Result result = running.end().exits(1);
        result.hasErr("its task was stopped (Task stopped by user)", "Nothing is wrong with the bot: a user stopped")
                .hasNoErr("embeddingContainerMemory");
        assertEquals("failed", JsonReport.of(result).outcome(bot), result::toString);
    }

    @ParameterizedTest
    @CsvSource({"v1.2.4, 'the app, or by hand'", "v1.4.0, AWS Step Functions"})
    void aTaskOfTheAppIsNamedAndNeverStopped(String app, String starter) {
        TestAccount account = TestAccount.empty().app(app).put(BOTS).pauseClock();
        account.saveInApp(BOTS[0]);
        String theirs = TestAccount.taskId(account.tasks().get(0));
        Cli cli = account.cli();
        Cli.Result none = account.migrate(cli, "--stop", "--yes").exits(0);
        String named = "task " + theirs + "  " + BOTS[0].sk() + "  is left alone: it was started by " + starter;
        none.hasOut(named, "No task of this migration is running");
        assertTrue(account.start(cli, "--yes")
                .killWhen(() -> !cli.journalLines("started").isEmpty() && account.answered("RunTask") == 1));
        Cli.Result both = account.migrate(cli, "--stop", "--yes").hasOut(named, "stopped  task ");
        List<String> stillWanted = account.runningTasks().stream()
                .filter(task -> !task.has("stopCode"))
                .map(TestAccount::taskId)
                .toList();
        assertEquals(List.of(theirs), stillWanted, both::toString);
    }

    @Test
    void tasksThatThisJournalDoesNotKnowAreCountedInTheQuestion() {
        TestAccount account = TestAccount.empty().put(BOTS).pauseClock();
        leaveRunning(account, account.cli());
        Cli.Result other = account.start(account.cli(), "--stop").type("n\n").end();
        other.hasOut("Stop 2 tasks, 2 of which this journal does not know?");
        assertEquals(BOTS.length, account.tasksIn("RUNNING"), other::toString);
    }

    private static void leaveRunning(TestAccount account, Cli cli) {
        account.leaveRunning(cli, BOTS.length);
        account.advancePaused(60);
        assertEquals(BOTS.length, account.tasksIn("RUNNING"));
    }

    private static void assertStartedAgain(TestAccount account, Cli cli, String note) {
        assertEquals(BOTS.length, account.tasksIn("DEPROVISIONING"));
        int reads = account.requests("GetItem").size();
        Cli.Running running = account.start(cli)
                .type("y\n")
                .waitUntil(() -> account.arrived("GetItem") >= reads + BOTS.length);
        account.resumeClock();
        running.end().exits(0).hasOut("Start 2 embedding tasks?", note);
        Stream.of(BOTS).forEach(bot -> account.assertOneAfterTheOther(bot, 2));
    }
}
