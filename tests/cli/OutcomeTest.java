package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** The reported outcome of a bot for every way in which its task can end. */
class OutcomeTest {
    /** The container's success message, which v0 wrote too. */
    private static final String PROOF = "Successfully inserted to vector store.";

    private static final String V0_TASK_ID = "00000000000000000000000000000v00";

    /**
     * A bot and the behavior of its task.
     *
     * @param behavior its name in the test control API, followed by its options
     * @param decidedBy the starter of the task that the report names
     */
    record Case(String name, TestBots.Bot bot, List<Object> behavior, String outcome, String reason, String decidedBy) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Case> CASES = new ArrayList<>();
    private static TestAccount account;
    private static Cli.Result result;
    private static JsonReport report;

    static {
        add("proof", bot(), behavior("succeed"), "succeeded", PROOF);
        add("a task that is shown as DELETED", bot(), behavior("shownAsDeleted"), "succeeded", PROOF);
        add(
                "no contents",
                bot().with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of())),
                behavior("succeed"),
                "succeeded",
                "No contents to embed.");
        add(
                "an error with exit code 0",
                bot(),
                behavior("fail", "reason", "AccessDeniedException:\nno access to the model"),
                "failed",
                "AccessDeniedException: no access to the model");
        add(
                "an error without a reason",
                bot(),
                behavior("fail", "reason", ""),
                "failed",
                "SyncStatus is FAILED, without a reason");
        add(
                "sitemap",
                bot().with("Knowledge", TestBots.knowledge(List.of(), List.of("https://a.example/s.xml"), List.of())),
                behavior("succeed"),
                "failed",
                "SyncStatus is FAILED, without a reason");
        add("exit code before any status", bot(), behavior("exit", "exitCode", 1), "failed", "exit code 1");
        add(
                "exit code 0 before any status, v0's success is still there",
                bot().with("SyncStatusReason", PROOF).with("LastExecId", V0_TASK_ID),
                behavior("exit", "exitCode", 0),
                "unproved",
                "the task wrote no status of its own: SyncStatus is SUCCEEDED (" + PROOF + ")");
        add("out of memory", bot(), behavior("outOfMemory"), "failed", "SyncStatus is still RUNNING; exit code 137");
        add(
                "unreadable task id",
                bot(),
                behavior("noTaskId"),
                "unproved",
                "the container could not read its own task id");
        add(
                "failed to start for a reason that would recur",
                bot(),
                behavior("failToStart", "reason", "CannotPullContainerError: pull image manifest: not found"),
                "failed",
                "TaskFailedToStart: CannotPullContainerError: pull image manifest");
        add("title edited", bot(), behavior("titleEdited"), "unproved", "the bot was edited in the meantime");
        add("deleted while it ran", bot(), behavior("deleted"), "deletedMeanwhile", "left an item without knowledge");
        add(
                "deleted before the container read it",
                bot(),
                behavior("deletedBeforeRead"),
                "deletedMeanwhile",
                "the bot was deleted while its task ran");
        CASES.add(new Case(
                "knowledge edited: the pipe's task is watched",
                bot(),
                behavior("knowledgeEdited"),
                "succeeded",
                PROOF,
                "pipe"));
        CASES.add(new Case("the pipe's task beside ours", bot(), behavior("pipe"), "succeeded", PROOF, "any"));
    }

    private static TestBots.Bot bot() {
        return TestBots.bot(CASES.size() + 1);
    }

    private static List<Object> behavior(Object... nameAndOptions) {
        return List.of(nameAndOptions);
    }

    private static void add(String name, TestBots.Bot bot, List<Object> behavior, String outcome, String reason) {
        CASES.add(new Case(name, bot, behavior, outcome, reason, "runTask"));
    }

    static List<Case> cases() {
        return CASES;
    }

    @BeforeAll
    static void runAllCases() {
        account = TestAccount.empty().withoutQuota();
        for (Case each : CASES) {
            account.put(each.bot)
                    .behavior(
                            each.bot,
                            (String) each.behavior.get(0),
                            each.behavior.subList(1, each.behavior.size()).toArray());
        }
        result = account.migrate("--yes", "--all", "--parallel", "50", "--no-proof", "--json", "-");
        report = JsonReport.of(result);
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Execution(ExecutionMode.SAME_THREAD)
    void theOutcomeIsWhatTheTaskProved(Case each) {
        assertEquals(each.outcome, report.outcome(each.bot), result::toString);
        assertTrue(report.reason(each.bot).contains(each.reason), result::toString);
        List<JsonObject> decidingTasks = account.tasksOf(each.bot).stream()
                .filter(task -> each.decidedBy.equals("any")
                        || task.get("starter").getAsString().equals(each.decidedBy))
                .toList();
        String taskId = report.taskId(each.bot);
        assertTrue(
                decidingTasks.stream().anyMatch(task -> TestAccount.taskId(task).equals(taskId)),
                () -> taskId + " is not one of " + decidingTasks + "\n" + result);
        String logStream = report.bot(each.bot).get("logStream").getAsString();
        boolean hasRun = !each.behavior.get(0).equals("failToStart");
        assertTrue(hasRun ? logStream.endsWith(": embed-task/Container/" + taskId) : logStream.isEmpty(), logStream);
        List<String> problems = report.problems(each.bot).stream()
                .map(problem -> problem.get("problem").getAsString())
                .toList();
        assertEquals(each.outcome.equals("succeeded") ? List.of() : List.of(each.outcome), problems, result::toString);
    }

    @Test
    void everyBotIsStartedOnceAndCountedOnceAndTheExitCodeIsOne() {
        result.exits(1);
        assertEquals(1, report.exitCode(), result::toString);
        assertEquals(CASES.size(), report.bots(), result::toString);
        for (String outcome : List.of("succeeded", "failed", "unproved", "deletedMeanwhile")) {
            assertEquals(
                    CASES.stream().filter(each -> each.outcome.equals(outcome)).count(),
                    report.count(outcome),
                    outcome);
        }
        assertEquals(CASES.size(), account.requests("RunTask").size(), result::toString);
        assertEquals(CASES.size(), account.startedBots().stream().distinct().count(), result::toString);
    }

    @Test
    void aFailedPipeTaskThatTookOverTheStatusFailsTheBot() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, "hang");
        Cli.Running running = account.start(account.cli(), "--yes", "--json", "-");
        Waiting.await("its own status", () -> account.item(bot).get("SyncStatus").s().equals("RUNNING"));
        // Another task overwrites the status, then ours is stopped.
        account.pauseClock();
        String pipe = account.startByPipe(bot);
        account.advancePaused(60).stop(account.tasksOf(bot).get(0)).advancePaused(20);
        Waiting.await("a DescribeTasks request for the other task", () -> account.requests("DescribeTasks").stream()
                .anyMatch(request -> request.toString().contains(pipe)));
        account.stop(account.tasksOf(bot).get(1)).resumeClock();
        Cli.Result result = running.end().exits(1);
        JsonReport report = JsonReport.of(result);
        assertEquals("failed", report.outcome(bot), result::toString);
        assertEquals(pipe, report.taskId(bot), result::toString);
        assertTrue(report.reason(bot).contains("SyncStatus is still RUNNING"), result::toString);
        assertEquals(List.of(bot.sk()), account.startedBots(), result::toString);
    }
}
