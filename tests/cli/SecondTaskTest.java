package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import tests.support.Cli;
import tests.support.ForBothContainers;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Two tasks of a bot at once leave its rows twice: a task that has not written LastExecId yet is found, too. */
@ForBothContainers
class SecondTaskTest {
    @Parameter
    private String app;

    @Test
    void freshWithinTheFirstMinuteFollowsTheTasksThatRunAndThenStartsEachBotAfresh() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account = TestAccount.empty().app(app).withoutQuota().put(bots).pauseClock();
        Cli cli = account.cli();
        account.leaveRunning(cli, bots.length);
        int looks = account.requests("DescribeTasks").size();
        Cli.Running running = account.start(cli, "--fresh", "--yes")
                .waitUntil(() -> account.arrived("DescribeTasks") > looks + 2
                        || account.arrived("RunTask") == 2 * bots.length);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        Stream.of(bots).forEach(bot -> account.assertOneAfterTheOther(bot, 2));
        result.hasNoOut("exist twice");
    }

    @Test
    void aBotThatIsSavedInTheAppJustBeforeItsTurnIsFollowedAndNotStarted() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.empty().app(app).put(bots).pauseClock();
        Cli.Running running = account.start(account.cli(), "--json", "-")
                .waitUntil(() -> account.requests("Scan").stream().anyMatch(scan -> scan.has("status")));
        save(account, bots[0]);
        running.type("y\n")
                .waitUntil(() -> account.arrived("RunTask") == 2
                        || account.arrived("ListTasks") > 2 && account.arrived("RunTask") == 1);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(List.of(bots[1].sk()), account.startedBots(), result::toString);
        assertEquals(1, account.tasksOf(bots[0]).size(), result::toString);
        assertEquals(
                TestAccount.taskId(account.tasksOf(bots[0]).get(0)),
                JsonReport.of(result).taskId(bots[0]),
                result::toString);
    }

    @Test
    void rowsThatTwoTasksLeftTwiceAreReportedWithTheCommandThatReplacesThem() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().app(app).put(bot).pauseClock().deny("ListTasks");
        save(account, bot);
        Cli.Running running = account.start(account.cli(), "--yes", "--json", "-")
                .waitUntil(() -> account.arrived("RunTask") == 1);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        assertEquals(2, account.tasksOf(bot).size(), result::toString);
        assertTrue(JsonReport.of(result).bot(bot).get("duplicateRows").getAsInt() > 0, result::toString);
        assertEquals("succeeded", JsonReport.of(result).outcome(bot), result::toString);
        result.hasErr("which replaces its rows.", "  to replace duplicate rows:\n    jbang migrate.java --fresh --bot " + bot.id());
    }

    @Test
    void aTaskOfTheAppThatOutlastsOursIsFollowedToItsEndBeforeTheProof() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().app(app).put(bot).pauseClock();
        Cli.Running running =
                account.start(account.cli(), "--yes", "--json", "-").waitUntil(() -> account.answered("RunTask") == 1);
        account.advancePaused(10);
        save(account, bot);
        account.advancePaused(40);
        account.set("durations", Map.of("shortestEmbedding", 600, "longestEmbedding", 600));
        account.advancePaused(10);
        assertEquals(2, account.tasksIn("RUNNING"));
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        List<JsonObject> tasks = account.tasksOf(bot);
        assertEquals(2, tasks.size(), result::toString);
        assertEquals(TestAccount.taskId(tasks.get(1)), JsonReport.of(result).taskId(bot), result::toString);
        assertTrue(JsonReport.of(result).bot(bot).get("duplicateRows").getAsInt() > 0, result::toString);
    }

    @Test
    void aSourceThatTheKnowledgeNamesTwiceIsNoWorkOfTwoTasks() {
        TestBots.Bot bot = TestBots.bot(
                1,
                "https://example.com/a",
                "https://example.com/a",
                "https://youtu.be/dQw4w9WgXcQ",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ");
        TestAccount account = TestAccount.empty().app(app).put(bot);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        assertEquals(1, account.tasksOf(bot).size(), result::toString);
        assertEquals(0, JsonReport.of(result).bot(bot).get("duplicateRows").getAsInt(), result::toString);
        result.hasErr("Remove one of the two in the app").hasNoErr("--fresh");
        account.verify().exits(0).hasOut("duplicate rows of https://youtu.be/dQw4w9WgXcQ and https://www.youtube.com/");
    }

    /** A user saves the bot's knowledge, and the app's pipe starts a task for it. */
    private static void save(TestAccount account, TestBots.Bot bot) {
        account.put(bot.with("SyncStatus", "QUEUED"));
        account.startByPipe(bot);
    }}
