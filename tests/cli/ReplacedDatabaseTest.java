package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static tests.support.TestBots.bots;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.ForBothContainers;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/** The database is replaced, or not every run can read which one it is: nothing is started twice, nothing is lost. */
@ForBothContainers
class ReplacedDatabaseTest {
    private static final Bot[] BOTS = bots(2);

    @Parameter
    private String app;

    /** A token outlives its task by an hour, so ECS answers with the task that has embedded for the database before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replacedTwiceWithinAnHourEveryBotIsEmbeddedEachTime(boolean journalIsLost) throws IOException {
        TestAccount account = TestAccount.withShortTasks().app(app).put(BOTS);
        account.migrate("--yes").exits(0);
        for (int replaced = 1; replaced <= 2; replaced++) {
            account.advance(Duration.ofMinutes(15)).replaceCluster();
            if (journalIsLost) {
                Files.delete(account.journal());
            }
            Cli.Result result = account.migrate("--yes").exits(0);
            assertEquals(!journalIsLost, result.err().contains("The database cluster was replaced again"));
            for (Bot bot : BOTS) {
                assertEquals(replaced + 1, account.tasksOf(bot).size());
                assertFalse(account.rows(bot).isEmpty());
            }
        }
        account.migrate("--yes").exits(0);
        assertEquals(3 * BOTS.length, account.tasks().size());
    }

    @Test
    void aRunThatCannotReadTheStackSharesItsTasksWithOneThatCan() {
        TestAccount account = TestAccount.with(BOTS).app(app).deny("DescribeStacks").pauseClock();
        account.leaveRunning(BOTS.length, TestAccount.names());
        account.clearFaults().resumeClock().migrate("--yes").exits(0).hasNoErr("replaced again");
        account.assertStarted(BOTS);
    }

    /** A task that lived when the database was replaced may have written to the one before: there are no rows here. */
    @Test
    void aTaskThatHasOutlivedTheDatabaseIsFollowedAndThenTheBotIsStarted() {
        Bot bot = BOTS[0];
        TestAccount account = TestAccount.with(bot).app(app).behavior(bot, "noRows", "times", 1);
        account.startAndKill(() -> account.tasksIn("RUNNING") == 1);
        account.replaceCluster();
        account.migrate("--yes").exits(0);
        assertFalse(account.rows(bot).isEmpty());
        assertEquals(2, account.tasksOf(bot).size());
    }

    @Test
    void whatIsDoneIsUnprovedWhileTheDatabaseIsUnknownAndDoneAgainWhenItIsKnown() {
        TestAccount account = TestAccount.with(BOTS).app(app);
        account.migrate("--yes").exits(0);
        account.deny("DescribeStacks");
        account.migrate(TestAccount.names("--status")).exits(1).hasOut("today's is not known");
        assertEquals(2, account.clearFaults().report("--status").exits(0).count("succeeded"));
        account.assertStarted(BOTS);
    }
}
