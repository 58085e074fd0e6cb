package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Knowledge;
import lib.model.Obstacle;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ended task and the bot's state after it say about the bot, and what each outcome means for a run. */
class TaskOutcomeTest {
    private static final BotKey KEY = new BotKey("user", "user#BOT#1");
    private static final String OWN = "a".repeat(32);
    private static final String OTHER = "b".repeat(32);
    private static final String BEFORE = "c".repeat(32);
    private static final String PROOF = "Successfully inserted to vector store.";

    /** How a task ended. */
    private enum End {
        EXIT_0(ended("EssentialContainerExited", "Essential container in task exited", 0)),
        EXIT_1(ended("EssentialContainerExited", "", 1)),
        OUT_OF_MEMORY(
                new TaskState(arn(), KEY, "us", "STOPPED", "", "ignored", 137, "OutOfMemoryError", null, null, null)),
        BAD_COMMAND(ended("TaskFailedToStart", "CannotStartContainerError", null)),
        NO_IMAGE(ended("TaskFailedToStart", "CannotPullContainerError: no", null)),
        NO_NETWORK(ended("TaskFailedToStart", "ResourceInitializationError", null)),
        RECLAIMED(ended("SpotInterruption", "Your Spot Task was interrupted.", null)),
        GONE(TaskState.missing(OWN));

        private final TaskState task;

        End(TaskState task) {
            this.task = task;
        }
    }

    private static String arn() {
        return "arn:aws:ecs:us-east-1:123456789012:task/cluster/" + OWN;
    }

    private static TaskState ended(String stopCode, String reason, Integer exitCode) {
        return new TaskState(arn(), KEY, "us", "STOPPED", stopCode, reason, exitCode, "", null, null, null);
    }

    private static Optional<Bot> bot(String status, String reason, String writer) {
        return Optional.of(new Bot(KEY, "Bot", Knowledge.NONE, status, reason, writer, false, List.of(), false));
    }

    /** The outcome of a row: its kind, and the reason after it. */
    private static TaskOutcome expected(String kind, String reason) {
        return switch (kind) {
            case "superseded" -> new TaskOutcome.Superseded(reason);
            case "succeeded" -> new TaskOutcome.Over(new Outcome.Succeeded(reason, OWN));
            case "failed" -> new TaskOutcome.Over(new Outcome.Failed(reason, OWN, false));
            case "failed for now" -> new TaskOutcome.Over(new Outcome.Failed(reason, OWN, true));
            case "unproved" -> new TaskOutcome.Over(new Outcome.Unproved(reason, OWN));
            case "edited" -> new TaskOutcome.Over(new Outcome.Unproved(reason, OWN, true));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** The task ids of the table by their names, and its long texts. */
    private static String text(String cell) {
        return Optional.ofNullable(cell)
                .orElse("")
                .replace("{own}", OWN)
                .replace("{other}", OTHER)
                .replace("{before}", BEFORE)
                .replace("{proof}", PROOF)
                .replace("{running}", "the task ended without a result: SyncStatus is still RUNNING")
                .replace("{edited}", "which is not the container's own text: the bot was edited in the meantime")
                .replace("{none}", "the task wrote no status of its own")
                .replace(
                        "{unreadable}",
                        "the container could not read its own task id, so this status may not be its own")
                .replace("{old}", "01234567-89ab-cdef-0123-456789abcdef")
                .replace("{no id}", TaskOutcome.UNREADABLE_ID)
                .replace("{not started}", "TaskFailedToStart")
                .replace("{reclaimed}", "SpotInterruption: Your Spot Task was interrupted.")
                .replace("{forgotten}", "ECS no longer lists the task, and it wrote no status: SyncStatus is QUEUED")
                .replace("\\n", "\n");
    }

    /** The end of the task, then status, reason and writer as the bot has them, then the outcome. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # by its own status
            EXIT_0 | SUCCEEDED | {proof} | {own} | succeeded | {proof}
            EXIT_0 | SUCCEEDED | No contents to embed. | {own} | succeeded | No contents to embed.
            GONE | SUCCEEDED | {proof} | {own} | succeeded | {proof}
            EXIT_1 | SUCCEEDED | {proof} | {own} | succeeded | {proof}
            EXIT_0 | SUCCEEDED | | {own} | unproved | SyncStatus is SUCCEEDED, {edited}
            GONE | SUCCEEDED | | {own} | unproved | SyncStatus is SUCCEEDED, {edited}
            EXIT_1 | SUCCEEDED | | {own} | failed | exit code 1
            EXIT_0 | SUCCEEDED | done\\nby hand | {own} | unproved | SyncStatus is SUCCEEDED (done by hand), {edited}
            EXIT_0 | FAILED | no\\n access | {own} | failed | no access
            EXIT_0 | FAILED | | {own} | failed | SyncStatus is FAILED, without a reason
            EXIT_0 | RUNNING | | {own} | failed | {running}; exit code 0 (Essential container in task exited)
            OUT_OF_MEMORY | RUNNING | | {own} | failed | {running}; exit code 137 (OutOfMemoryError)
            RECLAIMED | RUNNING | | {own} | failed for now | {running}; {reclaimed}
            GONE | RUNNING | | {own} | failed for now | {running}; ECS no longer lists the task
            EXIT_0 | QUEUED | | {own} | edited | SyncStatus is QUEUED: its knowledge was changed in the app
            EXIT_0 | | | {own} | unproved | SyncStatus is empty: the bot was edited in the meantime
            EXIT_1 | QUEUED | | {own} | failed | exit code 1
            # by the status of another task; the last id is that of an old account
            EXIT_0 | SUCCEEDED | {proof} | {other} | superseded | {other}
            EXIT_1 | RUNNING | | {other} | superseded | {other}
            GONE | FAILED | x | {other} | superseded | {other}
            EXIT_0 | RUNNING | | {old} | superseded | {old}
            # without a status of its own
            EXIT_0 | SUCCEEDED | {proof} | {before} | unproved | {none}: SyncStatus is SUCCEEDED ({proof})
            EXIT_0 | | | | unproved | {none}: SyncStatus is empty
            EXIT_0 | QUEUED | | somebody | unproved | {none}: SyncStatus is QUEUED
            EXIT_1 | SUCCEEDED | {proof} | {before} | failed | exit code 1
            BAD_COMMAND | SUCCEEDED | {proof} | {before} | failed for now | {not started}: CannotStartContainerError
            NO_IMAGE | SUCCEEDED | {proof} | {before} | failed for now | {not started}: CannotPullContainerError: no
            NO_NETWORK | SUCCEEDED | {proof} | {before} | failed for now | {not started}: ResourceInitializationError
            RECLAIMED | QUEUED | | | failed for now | {reclaimed}
            GONE | QUEUED | | {before} | failed for now | {forgotten}
            EXIT_0 | SUCCEEDED | {proof} | {no id} | unproved | {unreadable}: SyncStatus is SUCCEEDED ({proof})
            GONE | FAILED | x | {no id} | unproved | {unreadable}: SyncStatus is FAILED (x)
            EXIT_1 | SUCCEEDED | {proof} | {no id} | failed | exit code 1
            """)
    void theStatusAfterItsEndDecides(
            End end, String status, String reason, String writer, String kind, String outcome) {
        assertEquals(
                expected(kind, text(outcome)),
                TaskOutcome.of(end.task, BEFORE, bot(text(status), text(reason), text(writer))));
    }

    @Test
    void aLongReasonIsCut() {
        assertEquals(
                expected("failed", "x".repeat(399) + "…"),
                TaskOutcome.of(End.EXIT_0.task, BEFORE, bot("FAILED", "x".repeat(401), OWN)));
    }

    @Test
    void aBotThatIsGoneOrALeftoverItemWasDeleted() {
        String deleted = "the bot was deleted while its task ran";
        for (End end : List.of(End.EXIT_0, End.GONE)) {
            assertEquals(
                    new TaskOutcome.Over(new Outcome.DeletedMeanwhile(deleted, OWN)),
                    TaskOutcome.of(end.task, BEFORE, Optional.empty()));
        }
        Bot leftover = new Bot(KEY, "", Knowledge.NONE, "SUCCEEDED", PROOF, OWN, true, List.of(), false);
        assertEquals(
                new TaskOutcome.Over(new Outcome.DeletedMeanwhile(
                        deleted + "; the task's status update left an item without knowledge", OWN)),
                TaskOutcome.of(End.EXIT_0.task, BEFORE, Optional.of(leftover)));
    }

    @Test
    void aChangeOfTheKnowledgeTakesTheProofFromASuccessOnly() {
        assertEquals(
                new Outcome.Unproved("its knowledge was changed in the app while its task ran", OWN, true),
                TaskOutcome.afterChange(End.EXIT_0.task, new Outcome.Succeeded(PROOF, OWN)));
        Outcome failed = new Outcome.Failed("exit code 1", OWN, false);
        assertEquals(failed, TaskOutcome.afterChange(End.EXIT_1.task, failed));
    }

    @Test
    void aTaskThatWroteTheStatusBeforeIsNotSupersededByItself() {
        assertEquals(expected("succeeded", PROOF), TaskOutcome.of(End.EXIT_0.task, OWN, bot("SUCCEEDED", PROOF, OWN)));
    }

    @ParameterizedTest
    @CsvSource({
        "ThrottlingException, InvokeModel, true",
        "TooManyRequestsException, InvokeModel, true",
        "ServiceUnavailableException, InvokeModel, true",
        "ModelNotReadyException, InvokeModel, true",
        "ModelTimeoutException, InvokeModel, true",
        "503, HeadObject, true",
        "ThrottlingException, GetSecretValue, true",
        "AccessDeniedException, InvokeModel, false",
        "ValidationException, InvokeModel, false",
        "404, HeadObject, false"
    })
    void aFailureByATemporaryErrorOfAwsIsTransient(String code, String operation, boolean isTransient) {
        assertFailed("An error occurred (" + code + ") when calling the " + operation + " operation: no", isTransient);
        assertFailed(
                "An error occurred (" + code + ") when calling the " + operation
                        + " operation (reached max retries: 4): no",
                isTransient);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Failed to detect language: YouTube is receiving too many requests from this IP",
                "Invalid file /tmp/x/throttling-guide.zzz. The FileType.UNK file type is not supported in partition.",
                "unknown url type: 'ThrottlingException.example.com'",
                "An error occurred (404) when calling the HeadObject operation: ThrottlingException"
            })
    void wordsInNamesOrOfOthersAreNoThrottlingByAws(String reason) {
        assertFailed(reason, false);
    }

    private static void assertFailed(String reason, boolean isTransient) {
        assertEquals(
                new TaskOutcome.Over(new Outcome.Failed(reason, OWN, isTransient)),
                TaskOutcome.of(End.EXIT_0.task, BEFORE, bot("FAILED", reason, OWN)));
    }

    private record Case(
            Outcome outcome, OutcomeKind kind, boolean isUnresolved, boolean needsAttention, String taskId) {}

    static List<Case> outcomes() {
        return List.of(
                new Case(new Outcome.Succeeded("done", OWN), OutcomeKind.SUCCEEDED, false, false, OWN),
                new Case(incomplete(false), OutcomeKind.INCOMPLETE, true, true, OWN),
                new Case(incomplete(true), OutcomeKind.INCOMPLETE, false, true, OWN),
                new Case(new Outcome.Failed("exit code 1", OWN, true), OutcomeKind.FAILED, true, true, OWN),
                new Case(new Outcome.Unproved("edited", OWN), OutcomeKind.UNPROVED, true, true, OWN),
                new Case(new Outcome.DeletedMeanwhile("gone", OWN), OutcomeKind.DELETED_MEANWHILE, false, true, OWN),
                new Case(new Outcome.NotStarted("Ctrl-C"), OutcomeKind.NOT_STARTED, true, false, ""),
                new Case(new Outcome.Skipped("no knowledge"), OutcomeKind.SKIPPED, false, false, ""));
    }

    private static Outcome incomplete(boolean accepted) {
        return new Outcome.Incomplete("no rows of a", OWN, List.of("a"), accepted);
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
        assertTrue(obstacle.label().length() > 10 && obstacle.remedy().contains("restore its rows"));
    }

    @Test
    void onlyAFailureWithBotocoresWordsSaysThatTheModelWasThrottled() {
        String words = "An error occurred (ThrottlingException) when calling the InvokeModel operation";
        assertTrue(TaskOutcome.isThrottled(new Outcome.Failed(words, OWN, true)));
        assertFalse(TaskOutcome.isThrottled(new Outcome.Failed("page.html says: " + words, OWN, true)));
        assertFalse(TaskOutcome.isThrottled(new Outcome.Unproved(words, OWN)));
    }

    @Test
    void aStartWithoutAResponseIsUnproved() {
        assertEquals(
                new Outcome.Unproved(
                        "its start was requested, but the response is unknown; the next run settles it", ""),
                Outcome.unconfirmed());
    }
}
