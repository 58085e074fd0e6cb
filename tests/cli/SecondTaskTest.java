package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import tests.support.Cli;
import tests.support.ForBothContainers;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/** Two tasks of a bot at once leave its rows twice: a task that has not written LastExecId yet is found, too. */
@ForBothContainers
class SecondTaskTest {
    @Parameter
    private String app;

    @Test
    void freshWithinTheFirstMinuteFollowsTheTasksThatRunAndThenStartsEachBotAfresh() {
        Bot[] bots = bots(3);
        TestAccount account = TestAccount.with(bots).app(app).withoutQuota().pauseClock();
        account.leaveRunning(bots.length);
        BooleanSupplier looked = account.more(3, "DescribeTasks");
        account.migratePausedUntil(
                        () -> looked.getAsBoolean() || account.arrived("RunTask") == 2 * bots.length,
                        "--fresh",
                        "--yes")
                .exits(0)
                .hasNoOut("exist twice");
        Stream.of(bots).forEach(bot -> account.assertOneAfterTheOther(bot, 2));
    }

    @Test
    void aBotThatIsSavedInTheAppJustBeforeItsTurnIsFollowedAndNotStarted() {
        Bot[] bots = bots(2);
        TestAccount account = TestAccount.with(bots).app(app).pauseClock();
        Cli.Running running = account.start("--json", "-")
                .waitUntil(() -> account.requests("Scan").stream().anyMatch(scan -> scan.has("status")));
        account.saveInApp(bots[0]);
        running.type("y\n")
                .waitUntil(() -> account.arrived("RunTask") == 2
                        || account.arrived("ListTasks") > 2 && account.arrived("RunTask") == 1);
        account.resumeClock();
        JsonReport report = JsonReport.of(running.end()).exits(0);
        account.assertStarted(bots[1]);
        assertEquals(1, account.tasksOf(bots[0]).size());
        assertEquals(TestAccount.taskId(account.tasksOf(bots[0]).get(0)), report.taskId(bots[0]));
    }

    @Test
    void rowsThatTwoTasksLeftTwiceAreReportedWithTheCommandThatReplacesThem() {
        Bot bot = bot(1);
        TestAccount account = TestAccount.with(bot).app(app).pauseClock().deny("ListTasks").saveInApp(bot);
        JsonReport report = JsonReport.of(account.migratePausedUntil(
                        () -> account.arrived("RunTask") == 1, "--yes", "--json", "-"))
                .exits(0)
                .hasErr(
                        "which replaces its rows.",
                        "  to replace duplicate rows:\n    jbang migrate.java --fresh --bot " + bot.id());
        assertEquals(2, account.tasksOf(bot).size());
        assertTrue(report.number(bot, "duplicateRows") > 0);
        assertEquals("succeeded", report.outcome(bot));
    }

    @Test
    void aTaskOfTheAppThatOutlastsOursIsFollowedToItsEndBeforeTheProof() {
        Bot bot = bot(1);
        TestAccount account = TestAccount.with(bot).app(app).pauseClock();
        Cli.Running running =
                account.start("--yes", "--json", "-").waitUntil(() -> account.answered("RunTask") == 1);
        account.advancePaused(10)
                .saveInApp(bot)
                .advancePaused(40)
                .set("durations", Map.of("shortestEmbedding", 600, "longestEmbedding", 600))
                .advancePaused(10);
        assertEquals(2, account.tasksIn("RUNNING"));
        account.resumeClock();
        JsonReport report = JsonReport.of(running.end()).exits(0);
        List<JsonObject> tasks = account.tasksOf(bot);
        assertEquals(2, tasks.size());
        assertEquals(TestAccount.taskId(tasks.get(1)), report.taskId(bot));
        assertTrue(report.number(bot, "duplicateRows") > 0);
    }

    @Test
    void aSourceThatTheKnowledgeNamesTwiceIsNoWorkOfTwoTasks() {
        Bot bot = bot(
                1,
                "https://example.com/a",
                "https://example.com/a",
                "https://youtu.be/dQw4w9WgXcQ",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ");
        TestAccount account = TestAccount.with(bot).app(app);
        JsonReport report = account.report().exits(0).hasErr("Remove one of the two in the app");
        report.result().hasNoErr("--fresh");
        account.assertStarted(bot);
        assertEquals(0, report.number(bot, "duplicateRows"));
        account.verify().exits(0).hasOut("duplicate rows of https://youtu.be/dQw4w9WgXcQ and https://www.youtube.com/");
    }
}
