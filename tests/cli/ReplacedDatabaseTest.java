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

    @Parameter
    private String app;

    /** A token outlives its task by an hour, so ECS answers with the task that has embedded for the database before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replacedTwiceWithinAnHourEveryBotIsEmbeddedEachTime(boolean journalIsLost) throws IOException {
        TestAccount account = TestAccount.withShortTasks().app(app).put(BOTS);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        for (int replaced = 1; replaced <= 2; replaced++) {
            account.advance(Duration.ofMinutes(15)).replaceCluster();
            if (journalIsLost) {
                Files.delete(cli.journal());
            }
            Cli.Result result = account.migrate(cli, "--yes").exits(0);
            assertEquals(
                    !journalIsLost, result.err().contains("The database cluster was replaced again"), result::toString);
            for (TestBots.Bot bot : BOTS) {
                assertEquals(replaced + 1, account.tasksOf(bot).size(), result::toString);
                assertFalse(account.rows(bot).isEmpty(), result::toString);
            }
        }
        Cli.Result again = account.migrate(cli, "--yes").exits(0);
        assertEquals(3 * BOTS.length, account.tasks().size(), again::toString);
    }

    @Test
    void aRunThatCannotReadTheStackSharesItsTasksWithOneThatCan() {
        TestAccount account = TestAccount.empty().app(app).put(BOTS);
        account.deny("DescribeStacks").pauseClock();
        Cli cli = account.cli();
        account.leaveRunning(cli, BOTS.length, TestAccount.names());
        account.clearFaults().resumeClock();
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        assertEquals(BOTS.length, account.tasks().size(), result::toString);
        result.hasNoErr("replaced again");
    }

    /** A task that lived when the database was replaced may have written to the one before: there are no rows here. */
    @Test
    void aTaskThatHasOutlivedTheDatabaseIsFollowedAndThenTheBotIsStarted() {
        TestBots.Bot bot = BOTS[0];
        TestAccount account = TestAccount.empty().app(app).put(bot).behavior(bot, "noRows", "times", 1);
        Cli cli = account.cli();
        assertTrue(account.start(cli, "--yes").killWhen(() -> account.tasksIn("RUNNING") == 1));
        account.replaceCluster();
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        assertFalse(account.rows(bot).isEmpty(), result::toString);
        assertEquals(2, account.tasksOf(bot).size(), result::toString);
    }

    @Test
    void whatIsDoneIsUnprovedWhileTheDatabaseIsUnknownAndDoneAgainWhenItIsKnown() {
        TestAccount account = TestAccount.empty().app(app).put(BOTS);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        account.deny("DescribeStacks");
        account.migrate(cli, TestAccount.names("--status")).exits(1).hasOut("today's is not known");
        account.clearFaults();
        Cli.Result known = account.migrate(cli, "--status", "--json", "-").exits(0);
        assertEquals(2, JsonReport.of(known).count("succeeded"), known::toString);
        assertEquals(BOTS.length, account.tasks().size());
    }
}
