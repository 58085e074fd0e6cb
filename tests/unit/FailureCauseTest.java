package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.model.FailureCause;
import lib.model.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reason says about the remedy. */
class FailureCauseTest {
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
    void theCauseIsReadFromTheReason(FailureCause cause, String reason) {
        assertEquals(Optional.of(cause), FailureCause.of(new Outcome.Failed(reason, "", false)));
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
