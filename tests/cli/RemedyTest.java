package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** What the report advises after a failure: by what happened, not by the words in names of files. */
class RemedyTest {
    private static final String VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fail | An error occurred (404) when calling the HeadObject operation: Not Found | Restore this bot",
                "failToStart | Timeout waiting for network interface provisioning to complete. | have free addresses"
            })
    void theRemedyFitsTheReason(String behavior, String reason, String remedy) {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, behavior, "reason", reason);
        Cli.Result result = account.migrate("--yes").exits(1).hasOut(remedy);
        assertFalse(result.out().toLowerCase().contains("remove files"), result::toString);
        assertEquals(behavior.equals("fail"), result.out().contains("aws logs tail"), result::toString);
    }

    @Test
    void aVideoThatYouTubeRefusesCostsOneTaskAndIsNoThrottlingOfTheModel() {
        TestBots.Bot refused = TestBots.bot(1, VIDEO), silent = TestBots.bot(2, VIDEO);
        TestBots.Bot[] others = {TestBots.bot(3), TestBots.bot(4), TestBots.bot(5), TestBots.bot(6)};
        TestAccount account = TestAccount.withShortTasks(TestAccount.SPEED)
                .withoutQuota()
                .put(refused, silent)
                .put(others)
                .behavior(
                        refused,
                        "fail",
                        "reason",
                        "Failed to detect language: \nCould not retrieve a transcript for the video " + VIDEO
                                + "! This is most likely caused by:\n\nYouTube is receiving too many requests")
                .behavior(silent, "missingSource", "source", VIDEO);
        Cli.Result result = account.migrate("--yes", "--json", "-");
        JsonReport report = JsonReport.of(result);
        result.exits(1);
        for (TestBots.Bot bot : List.of(refused, silent)) {
            assertEquals("failed", report.outcome(bot), result::toString);
            assertEquals(1, account.tasksOf(bot).size(), result::toString);
            assertTrue(
                    report.problems(bot).get(0).get("remedy").getAsString().contains("remove the video in the app"),
                    result::toString);
        }
        assertEquals(4, report.count("succeeded"), result::toString);
        result.hasNoErr("--parallel");
    }
}
