package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Knowledge;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ended task and the bot's state after it say about the bot: a table of every case. */
class TaskOutcomeTest {
    private static final BotKey KEY = new BotKey("user", "user#BOT#1");
    private static final String OWN = "a".repeat(32);
    private static final String OTHER = "b".repeat(32);
    private static final String BEFORE = "c".repeat(32);
    private static final String PROOF = "Successfully inserted to vector store.";

    private static final TaskState EXIT_0 = ended("EssentialContainerExited", "Essential container in task exited", 0);
    private static final TaskState EXIT_1 = ended("EssentialContainerExited", "", 1);
    private static final TaskState OUT_OF_MEMORY =
            new TaskState(arn(), KEY, "us", "STOPPED", "", "ignored", 137, "OutOfMemoryError", null, null, null);
    private static final TaskState BAD_COMMAND = ended("TaskFailedToStart", "CannotStartContainerError", null);
    private static final TaskState NO_IMAGE = ended("TaskFailedToStart", "CannotPullContainerError: timeout", null);
    private static final TaskState NO_NETWORK = ended("TaskFailedToStart", "ResourceInitializationError: ENI", null);
    private static final TaskState RECLAIMED = ended("SpotInterruption", "Your Spot Task was interrupted.", null);
    private static final TaskState GONE = TaskState.missing(OWN);

    /** A task that ended in this way, with this status of the bot after it. */
    private record Case(String name, TaskState task, Optional<Bot> bot, TaskOutcome expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String arn() {
        return "arn:aws:ecs:us-east-1:123456789012:task/cluster/" + OWN;
    }

    private static TaskState ended(String stopCode, String reason, Integer exitCode) {
        return new TaskState(arn(), KEY, "us", "STOPPED", stopCode, reason, exitCode, "", null, null, null);
    }

    private static Optional<Bot> bot(String status, String reason, String writer) {
        return Optional.of(new Bot(KEY, "Bot", Knowledge.NONE, status, reason, writer, false));
    }

    private static TaskOutcome succeeded(String reason) {
        return new TaskOutcome.Over(new Outcome.Succeeded(reason, OWN));
    }

    private static TaskOutcome failed(String reason) {
        return new TaskOutcome.Over(new Outcome.Failed(reason, OWN, false));
    }

    private static TaskOutcome failedForNow(String reason) {
        return new TaskOutcome.Over(new Outcome.Failed(reason, OWN, true));
    }

    private static TaskOutcome unproved(String reason) {
        return new TaskOutcome.Over(new Outcome.Unproved(reason, OWN));
    }

    private static TaskOutcome edited(String reason) {
        return new TaskOutcome.Over(new Outcome.Unproved(reason, OWN, true));
    }

    private static TaskOutcome deleted(String reason) {
        return new TaskOutcome.Over(new Outcome.DeletedMeanwhile(reason, OWN));
    }

    static List<Case> ofADeletedBot() {
        Optional<Bot> leftover = Optional.of(new Bot(KEY, "", Knowledge.NONE, "SUCCEEDED", PROOF, OWN, true));
        return List.of(
                new Case("gone", EXIT_0, Optional.empty(), deleted("the bot was deleted while its task ran")),
                new Case(
                        "gone like its task",
                        GONE,
                        Optional.empty(),
                        deleted("the bot was deleted while its task ran")),
                new Case(
                        "only the leftover item",
                        EXIT_0,
                        leftover,
                        deleted("the bot was deleted while its task ran;"
                                + " the task's status update left an item without knowledge")));
    }

    static List<Case> byItsOwnStatus() {
        String edited =
                "SyncStatus is SUCCEEDED, which is not the container's own text: the bot was edited in the meantime";
        String running = "the task ended without a result: SyncStatus is still RUNNING; ";
        return List.of(
                new Case("proof", EXIT_0, bot("SUCCEEDED", PROOF, OWN), succeeded(PROOF)),
                new Case(
                        "nothing to embed",
                        EXIT_0,
                        bot("SUCCEEDED", "No contents to embed.", OWN),
                        succeeded("No contents to embed.")),
                new Case("proof of a forgotten task", GONE, bot("SUCCEEDED", PROOF, OWN), succeeded(PROOF)),
                new Case("proof before a bad end", EXIT_1, bot("SUCCEEDED", PROOF, OWN), succeeded(PROOF)),
                new Case("emptied reason", EXIT_0, bot("SUCCEEDED", "", OWN), unproved(edited)),
                new Case("emptied reason, forgotten task", GONE, bot("SUCCEEDED", "", OWN), unproved(edited)),
                new Case("emptied reason, bad end", EXIT_1, bot("SUCCEEDED", "", OWN), failed("exit code 1")),
                new Case(
                        "another reason",
                        EXIT_0,
                        bot("SUCCEEDED", "done\nby hand", OWN),
                        unproved("SyncStatus is SUCCEEDED (done by hand),"
                                + " which is not the container's own text: the bot was edited in the meantime")),
                new Case("failed", EXIT_0, bot("FAILED", "no\n access", OWN), failed("no access")),
                new Case(
                        "failed without a reason",
                        EXIT_0,
                        bot("FAILED", "", OWN),
                        failed("SyncStatus is FAILED, without a reason")),
                new Case(
                        "failed with a long reason",
                        EXIT_0,
                        bot("FAILED", "x".repeat(401), OWN),
                        failed("x".repeat(399) + "…")),
                new Case(
                        "still running, exit 0",
                        EXIT_0,
                        bot("RUNNING", "", OWN),
                        failed(running + "exit code 0 (Essential container in task exited)")),
                new Case(
                        "still running, out of memory",
                        OUT_OF_MEMORY,
                        bot("RUNNING", "", OWN),
                        failed(running + "exit code 137 (OutOfMemoryError)")),
                new Case(
                        "still running, reclaimed",
                        RECLAIMED,
                        bot("RUNNING", "", OWN),
                        failedForNow(running + "SpotInterruption: Your Spot Task was interrupted.")),
                new Case(
                        "still running, forgotten task",
                        GONE,
                        bot("RUNNING", "", OWN),
                        failedForNow(running + "ECS no longer lists the task")),
                new Case(
                        "queued again",
                        EXIT_0,
                        bot("QUEUED", "", OWN),
                        edited("SyncStatus is QUEUED: its knowledge was changed in the app")),
                new Case(
                        "emptied status",
                        EXIT_0,
                        bot("", "", OWN),
                        unproved("SyncStatus is empty: the bot was edited in the meantime")),
                new Case("queued again, bad end", EXIT_1, bot("QUEUED", "", OWN), failed("exit code 1")));
    }

    static List<Case> byTheStatusOfAnotherTask() {
        String uuid = "01234567-89ab-cdef-0123-456789abcdef";
        return List.of(
                new Case("another success", EXIT_0, bot("SUCCEEDED", PROOF, OTHER), new TaskOutcome.Superseded(OTHER)),
                new Case("another one runs", EXIT_1, bot("RUNNING", "", OTHER), new TaskOutcome.Superseded(OTHER)),
                new Case("forgotten task", GONE, bot("FAILED", "x", OTHER), new TaskOutcome.Superseded(OTHER)),
                new Case("an old account", EXIT_0, bot("RUNNING", "", uuid), new TaskOutcome.Superseded(uuid)));
    }

    static List<Case> withoutAStatusOfItsOwn() {
        String none = "the task wrote no status of its own: ";
        String unreadable = "the container could not read its own task id, so this status may not be its own: ";
        return List.of(
                new Case(
                        "exit 0",
                        EXIT_0,
                        bot("SUCCEEDED", PROOF, BEFORE),
                        unproved(none + "SyncStatus is SUCCEEDED (" + PROOF + ")")),
                new Case("exit 0, never a status", EXIT_0, bot("", "", ""), unproved(none + "SyncStatus is empty")),
                new Case(
                        "a writer that is no task",
                        EXIT_0,
                        bot("QUEUED", "", "somebody"),
                        unproved(none + "SyncStatus is QUEUED")),
                new Case("exit 1", EXIT_1, bot("SUCCEEDED", PROOF, BEFORE), failed("exit code 1")),
                new Case(
                        "did not start",
                        BAD_COMMAND,
                        bot("SUCCEEDED", PROOF, BEFORE),
                        failedForNow("TaskFailedToStart: CannotStartContainerError")),
                new Case(
                        "could not pull its image",
                        NO_IMAGE,
                        bot("SUCCEEDED", PROOF, BEFORE),
                        failedForNow("TaskFailedToStart: CannotPullContainerError: timeout")),
                new Case(
                        "had no network",
                        NO_NETWORK,
                        bot("SUCCEEDED", PROOF, BEFORE),
                        failedForNow("TaskFailedToStart: ResourceInitializationError: ENI")),
                new Case(
                        "reclaimed",
                        RECLAIMED,
                        bot("QUEUED", "", ""),
                        failedForNow("SpotInterruption: Your Spot Task was interrupted.")),
                new Case(
                        "forgotten task",
                        GONE,
                        bot("QUEUED", "", BEFORE),
                        failedForNow("ECS no longer lists the task, and it wrote no status: SyncStatus is QUEUED")),
                new Case(
                        "unreadable id, exit 0",
                        EXIT_0,
                        bot("SUCCEEDED", PROOF, TaskOutcome.UNREADABLE_ID),
                        unproved(unreadable + "SyncStatus is SUCCEEDED (" + PROOF + ")")),
                new Case(
                        "unreadable id, forgotten task",
                        GONE,
                        bot("FAILED", "x", TaskOutcome.UNREADABLE_ID),
                        unproved(unreadable + "SyncStatus is FAILED (x)")),
                new Case(
                        "unreadable id, exit 1",
                        EXIT_1,
                        bot("SUCCEEDED", PROOF, TaskOutcome.UNREADABLE_ID),
                        failed("exit code 1")));
    }

    @ParameterizedTest
    @MethodSource
    void ofADeletedBot(Case each) {
        assertEquals(each.expected(), TaskOutcome.of(each.task(), BEFORE, each.bot()));
    }

    @ParameterizedTest
    @MethodSource
    void byItsOwnStatus(Case each) {
        assertEquals(each.expected(), TaskOutcome.of(each.task(), BEFORE, each.bot()));
    }

    @ParameterizedTest
    @MethodSource
    void byTheStatusOfAnotherTask(Case each) {
        assertEquals(each.expected(), TaskOutcome.of(each.task(), BEFORE, each.bot()));
    }

    @ParameterizedTest
    @MethodSource
    void withoutAStatusOfItsOwn(Case each) {
        assertEquals(each.expected(), TaskOutcome.of(each.task(), BEFORE, each.bot()));
    }

    @Test
    void aChangeOfTheKnowledgeTakesTheProofFromASuccessOnly() {
        assertEquals(
                new Outcome.Unproved("its knowledge was changed in the app while its task ran", OWN, true),
                TaskOutcome.afterChange(EXIT_0, new Outcome.Succeeded(PROOF, OWN)));
        Outcome failed = new Outcome.Failed("exit code 1", OWN, false);
        assertEquals(failed, TaskOutcome.afterChange(EXIT_1, failed));
    }

    @Test
    void aTaskThatWroteTheStatusBeforeIsNotSupersededByItself() {
        assertEquals(succeeded(PROOF), TaskOutcome.of(EXIT_0, OWN, bot("SUCCEEDED", PROOF, OWN)));
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
                TaskOutcome.of(EXIT_0, BEFORE, bot("FAILED", reason, OWN)));
    }
}
