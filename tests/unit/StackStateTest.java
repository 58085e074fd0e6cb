package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lib.model.StackState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every StackStatus of CloudFormation, and one that does not exist yet. */
class StackStateTest {
    @ParameterizedTest
    @CsvSource({
        "CREATE_COMPLETE, READY",
        "UPDATE_COMPLETE, READY",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, CLEANING_UP",
        "IMPORT_COMPLETE, READY",
        "IMPORT_ROLLBACK_COMPLETE, READY",
        "CREATE_IN_PROGRESS, CHANGING",
        "REVIEW_IN_PROGRESS, CHANGING",
        "UPDATE_IN_PROGRESS, CHANGING",
        "ROLLBACK_IN_PROGRESS, CHANGING",
        "UPDATE_ROLLBACK_IN_PROGRESS, CHANGING",
        "IMPORT_IN_PROGRESS, CHANGING",
        "IMPORT_ROLLBACK_IN_PROGRESS, CHANGING",
        "DELETE_IN_PROGRESS, DELETED",
        "DELETE_FAILED, DELETED",
        "DELETE_COMPLETE, DELETED",
        "CREATE_FAILED, FAILED",
        "ROLLBACK_COMPLETE, FAILED",
        "ROLLBACK_FAILED, FAILED",
        "UPDATE_FAILED, FAILED",
        "UPDATE_ROLLBACK_COMPLETE, ROLLED_BACK",
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, ROLLED_BACK",
        "UPDATE_ROLLBACK_FAILED, FAILED",
        "IMPORT_ROLLBACK_FAILED, FAILED",
        "SOMETHING_IN_PROGRESS, CHANGING"
    })
    void theStatusSaysWhetherTheDatabaseIsThere(String status, StackState state) {
        assertEquals(state, StackState.of(status));
        assertEquals(state.isReady(), state.meaning().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "READY, false",
        "CLEANING_UP, false",
        "CHANGING, true",
        "DELETED, true",
        "ROLLED_BACK, false",
        "FAILED, false"
    })
    void nothingIsStartedWhileTheStackChangesOrAfterItWasDeleted(StackState state, boolean forbids) {
        assertEquals(forbids, state.forbidsStarts());
    }
}
