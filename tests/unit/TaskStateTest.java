package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import lib.model.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tasks are alive, and which ends are worth another attempt. */
public class TaskStateTest {
    private static TaskState task(String lastStatus, String stopCode, String reason, Integer exitCode) {
        Instant now = Instant.EPOCH;
        return new TaskState("task/1", null, "", lastStatus, stopCode, reason, exitCode, "", now, now, now);
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, true",
        "PENDING, true",
        "ACTIVATING, true",
        "RUNNING, true",
        "DEACTIVATING, true",
        "STOPPING, true",
        "DEPROVISIONING, true",
        "STOPPED, false",
        "DELETED, false",
        "MISSING, false"
    })
    void aTaskIsAliveUntilItHasStopped(String lastStatus, boolean alive) {
        assertEquals(alive, task(lastStatus, "", "", null).isAlive());
    }

    /** Fargate's own texts: AWS knowledge center, "Fargate task fails to start"; ECS guide, "Stopped tasks". */
    @ParameterizedTest
    @CsvSource({
        "TaskFailedToStart, , Timeout waiting for network interface provisioning to complete., true",
        "TaskFailedToStart, , Rate limit exceeded while preparing network interface, true",
        "TaskFailedToStart, , ResourceInitializationError: unable to pull secrets or registry auth: RequestError, true",
        "TaskFailedToStart, , 'CannotPullContainerError: has been retried 5 time(s): dial tcp: i/o timeout', true",
        "TaskFailedToStart, , a text that ECS has not used yet, true",
        "TaskFailedToStart, , CannotPullContainerError: failed to resolve ref x: not found, false",
        "TaskFailedToStart, , CannotPullContainerError: manifest unknown, false",
        "TaskFailedToStart, , image Manifest does not contain descriptor matching platform 'linux/amd64', false",
        "TaskFailedToStart, , unable to retrieve secret from asm: AccessDeniedException: no, false",
        "TaskFailedToStart, , CannotPullECRContainerError: AccessDeniedException, false",
        "TaskFailedToStart, , ResourceInitializationError: failed to validate logger args:"
                + " ResourceNotFoundException: The specified log group does not exist., false",
        "TaskFailedToStart, 1, Essential container in task exited, false",
        "SpotInterruption, 143, Your Spot Task was interrupted., true",
        "InfrastructureHealth, 137, '', true",
        "UserInitiated, , stopped in the console, false",
        "EssentialContainerExited, 137, Essential container in task exited, false"
    })
    void anotherAttemptIsWorthwhileUnlessTheCauseWouldRecur(
            String stopCode, Integer exitCode, String reason, boolean worthRetrying) {
        assertEquals(worthRetrying, task("STOPPED", stopCode, reason, exitCode).isWorthRetrying());
    }

    @ParameterizedTest
    @CsvSource({
        "UserInitiated, 137, Task stopped by user, its task was stopped (Task stopped by user)",
        "UserInitiated, , Task stopped by user, its task was stopped (Task stopped by user)",
        "EssentialContainerExited, 137, Essential container in task exited,"
                + " exit code 137 (Essential container in task exited)",
        "TaskFailedToStart, , no image, TaskFailedToStart: no image"
    })
    void theEndingSaysWhetherAUserHasStoppedIt(String stopCode, Integer exitCode, String reason, String ending) {
        assertEquals(ending, task("STOPPED", stopCode, reason, exitCode).ending());
    }

    @ParameterizedTest
    @CsvSource({"UserInitiated, true", "EssentialContainerExited, false", "'', false"})
    void aTaskThatAUserHasStoppedIsToldFromOneThatEnded(String stopCode, boolean byUser) {
        assertEquals(byUser, task("STOPPING", stopCode, "", null).isStoppedByUser());
    }

    @ParameterizedTest
    @CsvSource({
        "0123456789abcdef0123456789abcdef, true",
        "01234567-89ab-cdef-0123-456789abcdef, true",
        "0123456789abcdef0123456789abcde, false",
        "01234567-89ab-cdef-0123-456789abcdef0, false",
        "0123456789ABCDEF0123456789ABCDEF, false",
        "FAILED_TO_GET_ECS_EXEC_ID, false",
        "'', false"
    })
    void aTaskIdIsThirtyTwoHexDigitsOrAUuid(String id, boolean isTaskId) {
        assertEquals(isTaskId, TaskState.isTaskId(id));
    }

    private static TaskState billed(Instant from, Instant to) {
        return new TaskState("1", null, "", "STOPPED", "", "", 0, "", Instant.EPOCH, from, to);
    }

    @ParameterizedTest
    @CsvSource({"0, 60", "59, 60", "60, 60", "61, 61", "7200, 7200"})
    void aTaskIsBilledForAMinuteAtLeast(long ran, long billed) {
        assertEquals(Duration.ofSeconds(billed), billed(Instant.EPOCH, Instant.EPOCH.plusSeconds(ran)).billed());
    }

    @Test
    void aTaskWhoseTimesAreUnknownCountsAsNothing() {
        assertEquals(Duration.ZERO, billed(null, Instant.EPOCH).billed());
        assertEquals(Duration.ZERO, billed(Instant.EPOCH, null).billed());
    }

    @Test
    void aTaskThatEcsDoesNotKnowHasNothingButItsId() {
        assertEquals(
                new TaskState("1", null, "", "MISSING", "", "", null, "", null, null, null), TaskState.missing("1"));
    }
}
