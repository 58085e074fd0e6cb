package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.ForBothContainers;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The database is replaced, or not every run can read which one it is: nothing is started twice, nothing is lost. */
@ForBothContainers
class ReplacedDatabaseTest {
    private static final TestBots.Bot[] BOTS = TestBots.bots(2);
    /** The names that the stack would give, for a run that may not read it. */
    private static final String[] NAMES = {
        "--yes",
        "--table",
        TestAccount.TABLE,
        "--cluster",
        TestAccount.ECS_CLUSTER,
        "--task-definition",
        TestAccount.TASK_DEFINITION,
        "--subnet",
        TestAccount.SUBNETS.get(0),
        "--subnet",
        TestAccount.SUBNETS.get(1),
        "--security-group",
        TestAccount.SECURITY_GROUP
    };

    @Parameter
    private String app;

    /** A token outlives its task by an hour, so ECS answers with the task that has embedded for the database before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replacedTwiceWithinAnHourEveryBotIsEmbeddedEachTime(boolean journalIsLost) throws IOException {
        TestAccount account = TestAccount.withShortTasks().app(app).put(BOTS);
        Cli cli = account.cli();
        assertEquals(0, account.migrate(cli, "--yes").exit());
        for (int replaced = 1; replaced <= 2; replaced++) {
            account.advance(Duration.ofMinutes(15)).replaceCluster();
            if (journalIsLost) {
                Files.delete(cli.journal());
            }
            Cli.Result result = account.migrate(cli, "--yes");
            assertEquals(0, result.exit(), result::toString);
            for (TestBots.Bot bot : BOTS) {
                assertEquals(replaced + 1, account.tasksOf(bot).size(), result::toString);
                assertFalse(account.rows(bot).isEmpty(), result::toString);
            }
        }
        Cli.Result again = account.migrate(cli, "--yes");
        assertEquals(0, again.exit(), again::toString);
        assertEquals(3 * BOTS.length, account.tasks().size(), again::toString);
    }

    @Test
    void aRunThatCannotReadTheStackSharesItsTasksWithOneThatCan() {
        TestAccount account = TestAccount.empty().app(app).put(BOTS);
        account.error("DescribeStacks", -1, 400, "AccessDenied", "not authorized").pauseClock();
        Cli cli = account.cli();
        assertTrue(account.start(cli, NAMES)
                .killWhen(() -> cli.journalLines("started").size() == BOTS.length));
        account.clearFaults().resumeClock();
        Cli.Result result = account.migrate(cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(BOTS.length, account.tasks().size(), result::toString);
        assertFalse(result.err().contains("replaced again"), result::toString);
    }

    /** A task that lived when the database was replaced may have written to the one before: there are no rows here. */
    @Test
    void aTaskThatHasOutlivedTheDatabaseIsFollowedAndThenTheBotIsStarted() {
        TestBots.Bot bot = BOTS[0];
        TestAccount account = TestAccount.empty().app(app).put(bot).behavior(bot, "noRows", "times", 1);
        Cli cli = account.cli();
        assertTrue(account.start(cli, "--yes").killWhen(() -> account.tasksIn("RUNNING") == 1));
        account.replaceCluster();
        Cli.Result result = account.migrate(cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertFalse(account.rows(bot).isEmpty(), result::toString);
        assertEquals(2, account.tasksOf(bot).size(), result::toString);
    }

    @Test
    void whatIsDoneIsUnprovedWhileTheDatabaseIsUnknownAndDoneAgainWhenItIsKnown() {
        TestAccount account = TestAccount.empty().app(app).put(BOTS);
        Cli cli = account.cli();
        assertEquals(0, account.migrate(cli, "--yes").exit());
        account.error("DescribeStacks", -1, 400, "AccessDenied", "not authorized");
        String[] status = NAMES.clone();
        status[0] = "--status";
        Cli.Result unknown = account.migrate(cli, status);
        assertEquals(1, unknown.exit(), unknown::toString);
        assertTrue(unknown.out().contains("today's is not known"), unknown::toString);
        account.clearFaults();
        Cli.Result known = account.migrate(cli, "--status", "--json", "-");
        assertEquals(0, known.exit(), known::toString);
        assertEquals(2, JsonReport.of(known).count("succeeded"), known::toString);
        assertEquals(BOTS.length, account.tasks().size());
    }
}
