package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The ends of tasks that ECS reports: which tasks are over, and which failures are worth another attempt. */
class TaskEndTest {
    private static final TestBots.Bot BOT = TestBots.bot(1);

    @Test
    void aTaskThatIsShownAsDeletedIsOver() {
        TestAccount account = TestAccount.empty().put(BOT).behavior(BOT, "shownAsDeleted");
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        assertEquals("succeeded", JsonReport.of(result).outcome(BOT), result::toString);
        assertEquals(1, account.requests("RunTask").size(), result::toString);
    }

    /**
     * Fargate's own texts: AWS knowledge center, "Fargate task fails to start"; ECS developer guide, "Stopped tasks".
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Timeout waiting for network interface provisioning to complete.",
                "Timeout waiting for EphemeralStorage provisioning to complete.",
                "Rate limit exceeded while preparing network interface to be attached to instance",
                "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval"
                        + " failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s):"
                        + " RequestError: send request failed caused by: dial tcp: i/o timeout",
                "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to do request: Head"
                        + " \"https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/\": dial tcp: i/o timeout",
                "something that nobody has heard of"
            })
    void aTaskThatDidNotStartIsStartedOnceMore(String reason) {
        TestAccount account = TestAccount.empty().put(BOT).behavior(BOT, "failToStart", "reason", reason, "times", 1);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        assertEquals("succeeded", JsonReport.of(result).outcome(BOT), result::toString);
        assertEquals(2, account.requests("RunTask").size(), result::toString);
        assertEquals(2, account.tasksOf(BOT).size(), result::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref"
                        + " 123456789012.dkr.ecr.us-east-1.amazonaws.com/cdk-assets:0a1b: not found",
                "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not"
                        + " contain descriptor matching platform 'linux/amd64'",
                "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval"
                        + " failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed"
                        + " to fetch secret: AccessDeniedException: User is not authorized to perform:"
                        + " secretsmanager:GetSecretValue"
            })
    void aFailureThatWouldRecurIsFinal(String reason) {
        TestAccount account = TestAccount.empty().put(BOT).behavior(BOT, "failToStart", "reason", reason);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(1);
        assertEquals("failed", JsonReport.of(result).outcome(BOT), result::toString);
        assertTrue(JsonReport.of(result).reason(BOT).startsWith("TaskFailedToStart: "), result::toString);
        assertEquals(1, account.requests("RunTask").size(), result::toString);
    }
}
