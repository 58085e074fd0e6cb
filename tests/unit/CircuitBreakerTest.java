package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.model.FailureCause;
import lib.model.Outcome;
import lib.retry.CircuitBreaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures concern every bot, and when they stop the starts. */
class CircuitBreakerTest {
    private final CircuitBreaker breaker = new CircuitBreaker();

    private void fail(int times) {
        IntStream.range(0, times).forEach(i -> breaker.onFailure());
    }

    @Test
    void twoFailuresStopNothing() {
        fail(2);
        assertTrue(breaker.allowsStart(100));
    }

    @Test
    void aSuccessInBetweenStartsTheCountAgain() {
        fail(2);
        breaker.onSuccess();
        fail(2);
        assertTrue(breaker.allowsStart(100));
        assertEquals(2, breaker.failures());
    }

    @Test
    void afterThreeFailuresOneTaskIsStartedWhenNoneIsRunning() {
        fail(3);
        assertFalse(breaker.allowsStart(1));
        assertTrue(breaker.allowsStart(0));
        breaker.onStart();
        assertFalse(breaker.allowsStart(1));
    }

    @Test
    void furtherFailuresOfTasksThatWereRunningDoNotCountAsTheProbe() {
        fail(5);
        assertFalse(breaker.isTripped());
        assertTrue(breaker.allowsStart(0));
    }

    @Test
    void aFailedProbeTripsItUntilItIsReset() {
        fail(3);
        breaker.onStart();
        breaker.onFailure();
        assertTrue(breaker.isTripped());
        assertFalse(breaker.allowsStart(0));
        assertEquals(4, breaker.failures());
        breaker.reset();
        assertTrue(breaker.allowsStart(100));
        fail(2);
        assertTrue(breaker.allowsStart(100));
    }

    @Test
    void aProbeThatShowsNothingIsFollowedByAnother() {
        fail(3);
        breaker.onStart();
        assertTrue(breaker.allowsStart(0), "it ended for a reason of its own");
        breaker.onStart();
        breaker.onFailure();
        assertTrue(breaker.isTripped());
    }

    @Test
    void itIsOpenFromTheThirdFailureUntilASuccess() {
        fail(2);
        assertFalse(breaker.isOpen());
        fail(1);
        assertTrue(breaker.isOpen());
        breaker.onStart();
        assertTrue(breaker.isOpen(), "the probe has not ended");
        breaker.onFailure();
        assertTrue(breaker.isOpen());
        breaker.onSuccess();
        assertFalse(breaker.isOpen());
    }

    @Test
    void aSuccessClosesIt() {
        fail(3);
        breaker.onStart();
        breaker.onSuccess();
        assertTrue(breaker.allowsStart(100));
        fail(4);
        breaker.onSuccess();
        assertTrue(breaker.allowsStart(100), "also that of a task that was running before");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MODEL | An error occurred (AccessDeniedException) when calling the InvokeModel operation: You don't"
                        + " have access to the model with the specified model ID.",
                "MODEL | An error occurred (ValidationException) when calling the InvokeModel operation: The provided"
                        + " model identifier is invalid.",
                "PERMISSION | An error occurred (AccessDeniedException) when calling the Decrypt operation: no",
                "DATABASE | An error occurred (AccessDeniedException) when calling the GetSecretValue operation: no",
                "DATABASE | {'S': 'FATAL', 'C': '28P01', 'M': 'password authentication failed for user \"postgres\"'}",
                "DATABASE | Can't create a connection to host db.example.com and port 5432 (timeout is None)",
                "DATABASE | ERROR: relation \"items\" does not exist",
                "IMAGE | TaskFailedToStart: CannotPullContainerError: pull image manifest has been retried",
                "NETWORK | TaskFailedToStart: ResourceInitializationError: unable to pull secrets or registry auth",
                "NETWORK | TaskFailedToStart: Timeout waiting for network interface provisioning to complete.",
                "NETWORK | Could not connect to the endpoint URL: \"https://bedrock-runtime.us-east-1.amazonaws.com/\"",
                "START | TaskFailedToStart: the task definition names no such volume"
            })
    void aReasonThatConcernsEveryBotIsRecognized(FailureCause cause, String reason) {
        assertTrue(cause.concernsEveryBot());
        assertEquals(Optional.of(cause), FailureCause.of(new Outcome.Failed(reason, "", false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "An error occurred (404) when calling the HeadObject operation: Not Found",
                "An error occurred (AccessDenied) when calling the GetObject operation: Access Denied",
                "HTTPSConnectionPool(host='dead.example.com', port=443): Max retries exceeded with url: /",
                "An error occurred (ValidationException) when calling the InvokeModel operation: Malformed input",
                "exit code 137 (OutOfMemoryError: Container killed due to memory usage)",
                "An error occurred (ThrottlingException) when calling the InvokeModel operation: Too many requests",
                "TaskFailedToStart: Rate limit exceeded while preparing network interface to be attached to instance",
                "TaskFailedToStart: Capacity is unavailable at this time",
                "ECS no longer lists the task, and it wrote no status: SyncStatus is QUEUED"
            })
    void aReasonOfOneBotOrOneThatPassesIsNotCounted(String reason) {
        assertEquals(
                Optional.empty(),
                FailureCause.of(new Outcome.Failed(reason, "", false)).filter(FailureCause::concernsEveryBot));
    }

    @Test
    void onlyFailuresHaveACause() {
        assertEquals(Optional.empty(), FailureCause.of(new Outcome.Unproved("AccessDeniedException", "")));
    }

    @Test
    void everyCauseHasARemedyOfItsOwn() {
        Set<String> remedies =
                Stream.of(FailureCause.values()).map(FailureCause::remedy).collect(Collectors.toSet());
        assertEquals(FailureCause.values().length, remedies.size());
    }
}
