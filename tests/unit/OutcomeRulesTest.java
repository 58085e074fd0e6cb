package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lib.model.Obstacle;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which outcomes make the exit code differ from 0, and which show the end of a task that did not succeed. */
class OutcomeRulesTest {
    private static final String TASK = "0".repeat(32);

    private record Case(
            Outcome outcome, OutcomeKind kind, boolean isUnresolved, boolean needsAttention, String taskId) {}

    static List<Case> outcomes() {
        return List.of(
                new Case(new Outcome.Succeeded("done", TASK), OutcomeKind.SUCCEEDED, false, false, TASK),
                new Case(incomplete(false), OutcomeKind.INCOMPLETE, true, true, TASK),
                new Case(incomplete(true), OutcomeKind.INCOMPLETE, false, true, TASK),
                new Case(new Outcome.Failed("exit code 1", TASK, true), OutcomeKind.FAILED, true, true, TASK),
                new Case(new Outcome.Unproved("edited", TASK), OutcomeKind.UNPROVED, true, true, TASK),
                new Case(new Outcome.DeletedMeanwhile("gone", TASK), OutcomeKind.DELETED_MEANWHILE, false, true, TASK),
                new Case(new Outcome.NotStarted("Ctrl-C"), OutcomeKind.NOT_STARTED, true, false, ""),
                new Case(new Outcome.Skipped("no knowledge"), OutcomeKind.SKIPPED, false, false, ""));
    }

    private static Outcome incomplete(boolean accepted) {
        return new Outcome.Incomplete("no rows of a", TASK, List.of("a"), accepted);
    }

    @ParameterizedTest
    @MethodSource
    void outcomes(Case each) {
        assertEquals(each.kind(), each.outcome().kind());
        assertEquals(each.isUnresolved(), each.outcome().isUnresolved());
        assertEquals(each.needsAttention(), each.outcome().needsAttention());
        assertEquals(each.taskId(), each.outcome().taskId());
        boolean isAccepted = each.kind() == OutcomeKind.INCOMPLETE && !each.isUnresolved();
        assertEquals(isAccepted, each.outcome().isAccepted());
    }

    @ParameterizedTest
    @EnumSource
    void anObstacleSaysWhatItIsAndWhatToDo(Obstacle obstacle) {
        assertTrue(obstacle.label().length() > 10 && obstacle.remedy().contains("jbang migrate.java restore"));
    }

    @Test
    void aStartWithoutAResponseIsUnproved() {
        assertEquals(
                new Outcome.Unproved(
                        "its start was requested, but the response is unknown; the next run settles it", ""),
                Outcome.unconfirmed());
    }
}
