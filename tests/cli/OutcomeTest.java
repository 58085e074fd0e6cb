package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** What is said of a bot when its task has ended, for every way in which that can go. */
class OutcomeTest {
    /** The container's word for success, as v0 left it behind. */
    private static final String PROOF = "Successfully inserted to vector store.";

    private static final String TASK_OF_V0 = "00000000000000000000000000000v00";

    /**
     * A bot, and how its task goes.
     *
     * @param play as the control door has it, with its arguments
     * @param decidedBy who started the task that the report names
     */
    record Case(String name, TestBots.Bot bot, List<Object> play, String outcome, String reason, String decidedBy) {
        @Override
        public String toString() {
            return name;
        }

        /** The outcome as the summary shows it. */
        String label() {
            return outcome.equals("deletedMeanwhile") ? "deleted meanwhile" : outcome;
        }

        boolean needsAttention() {
            return !outcome.equals("succeeded");
        }
    }

    private static final List<Case> CASES = new ArrayList<>();
    private static TestAccount install;
    private static Cli.Result result;
    private static JsonReport report;

    static {
        of("proof", bot(), play("succeed"), "succeeded", PROOF);
        of(
                "no contents",
                bot().with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of())),
                play("succeed"),
                "succeeded",
                "No contents to embed.");
        of(
                "an error with exit code 0",
                bot(),
                play("fail", "reason", "AccessDeniedException:\nno access to the model"),
                "failed",
                "AccessDeniedException: no access to the model");
        of(
                "an error without a word",
                bot(),
                play("fail", "reason", ""),
                "failed",
                "SyncStatus is FAILED, without a reason");
        of(
                "sitemap",
                bot().with(
                                "Knowledge",
                                TestBots.knowledge(List.of(), List.of("https://example.com/sitemap.xml"), List.of())),
                play("succeed"),
                "failed",
                "SyncStatus is FAILED, without a reason");
        of("exit code before any status", bot(), play("exit", "exitCode", 1), "failed", "exit code 1");
        of(
                "exit code 0 before any status, v0's success is still there",
                bot().with("SyncStatusReason", PROOF).with("LastExecId", TASK_OF_V0),
                play("exit", "exitCode", 0),
                "unproved",
                "the task wrote no status of its own: SyncStatus is SUCCEEDED (" + PROOF + ")");
        of(
                "exit code 0 before any status, v0 left no id",
                bot().with("SyncStatusReason", PROOF),
                play("exit", "exitCode", 0),
                "unproved",
                "the task wrote no status of its own");
        of(
                "exit code 0 before any status, v0 left no status",
                bot().without("SyncStatus").without("SyncStatusReason").without("LastExecId"),
                play("exit", "exitCode", 0),
                "unproved",
                "SyncStatus is empty");
        of(
                "exit code 1 before any status, v0's success is still there",
                bot().with("SyncStatusReason", PROOF).with("LastExecId", TASK_OF_V0),
                play("exit", "exitCode", 1),
                "failed",
                "exit code 1");
        of("out of memory", bot(), play("oom"), "failed", "SyncStatus is still RUNNING; exit code 137");
        of("unreadable task id", bot(), play("noTaskId"), "unproved", "the container could not read its own task id");
        of(
                "unreadable task id, as in v0",
                bot().with("LastExecId", "FAILED_TO_GET_ECS_EXEC_ID").with("SyncStatusReason", PROOF),
                play("exit", "exitCode", 0),
                "unproved",
                "");
        of(
                "failed to start",
                bot(),
                play("failToStart", "reason", "CannotPullContainerError: pull image manifest"),
                "failed",
                "TaskFailedToStart: CannotPullContainerError: pull image manifest");
        of("title edited", bot(), play("titleEdited"), "unproved", "the bot was edited in the meantime");
        of("deleted while it ran", bot(), play("deleted"), "deletedMeanwhile", "left an item without knowledge");
        of(
                "deleted before the container read it",
                bot(),
                play("deletedBeforeRead"),
                "deletedMeanwhile",
                "the bot was deleted while its task ran");
        CASES.add(new Case(
                "knowledge edited: the pipe's task is followed",
                bot(),
                play("knowledgeEdited"),
                "succeeded",
                PROOF,
                "pipe"));
        CASES.add(new Case("the pipe's task beside ours", bot(), play("pipe"), "succeeded", PROOF, "any"));
    }

    private static TestBots.Bot bot() {
        return TestBots.bot(CASES.size() + 1);
    }

    private static List<Object> play(Object... words) {
        return List.of(words);
    }

    private static void of(String name, TestBots.Bot bot, List<Object> play, String outcome, String reason) {
        CASES.add(new Case(name, bot, play, outcome, reason, "runTask"));
    }

    static List<Case> cases() {
        return CASES;
    }

    @BeforeAll
    static void oneRunMeetsThemAll() {
        install = TestAccount.empty().withoutQuota();
        for (Case each : CASES) {
            install.put(each.bot)
                    .play(
                            each.bot,
                            (String) each.play.get(0),
                            each.play.subList(1, each.play.size()).toArray());
        }
        result = install.migrate("--yes", "--all", "--attempts", "1", "--parallel", "5", "--no-proof", "--json", "-");
        report = JsonReport.of(result);
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Execution(ExecutionMode.SAME_THREAD)
    void theOutcomeIsWhatTheTaskHasProved(Case each) {
        assertEquals(each.outcome, report.outcome(each.bot), result::toString);
        assertTrue(report.reason(each.bot).contains(each.reason), result::toString);
        List<JsonObject> deciders = install.tasks(each.bot).stream()
                .filter(task -> each.decidedBy.equals("any")
                        || task.get("starter").getAsString().equals(each.decidedBy))
                .toList();
        String taskId = report.taskId(each.bot);
        assertTrue(
                deciders.stream().anyMatch(task -> TestAccount.taskId(task).equals(taskId)),
                () -> taskId + " is not of " + deciders + "\n" + result);
        String logStream = report.bot(each.bot).get("logStream").getAsString();
        assertTrue(logStream.endsWith(": embed-task/Container/" + taskId), logStream);
        List<String> summary =
                List.of(result.err().substring(result.err().indexOf("Summary:")).split("\n"));
        int named = summary.indexOf(
                each.label() + ": " + each.bot.attributes().get("Title").s() + "  " + each.bot.sk());
        assertEquals(each.needsAttention(), named >= 0, result::toString);
        if (each.needsAttention()) {
            String block = String.join("\n", summary.subList(named + 1, named + 4));
            assertTrue(
                    block.contains(report.reason(each.bot)) && block.contains(taskId) && block.contains(logStream),
                    result::toString);
        }
    }

    @Test
    void everyBotIsCountedOnceStartedOnceAndTheExitCodeTellsTheTruth() {
        assertEquals(1, result.exit(), result::toString);
        assertEquals(1, report.exitCode(), result::toString);
        assertEquals(CASES.size(), report.bots(), result::toString);
        for (String outcome : List.of("succeeded", "failed", "unproved", "deletedMeanwhile")) {
            assertEquals(
                    CASES.stream().filter(each -> each.outcome.equals(outcome)).count(),
                    report.count(outcome),
                    outcome);
        }
        assertEquals(CASES.size(), install.requests("RunTask").size(), result::toString);
        assertEquals(CASES.size(), install.startedBots().stream().distinct().count(), result::toString);
    }

    @Test
    void aTaskOfThePipeThatFailsAfterTakingTheStatusOverIsAFailure() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount install = TestAccount.empty().put(bot).play(bot, "hang");
        Cli.Running running = install.start(install.cli(), "--yes", "--json", "-");
        Waiting.await("its own task's word", () -> "RUNNING"
                .equals(install.item(bot).get("SyncStatus").s()));
        // Another task writes its status; ours is stopped by somebody.
        install.clock(0);
        String arn = install.control("runTask", Map.of("pk", bot.user(), "sk", bot.sk()))
                .get("taskArn")
                .getAsString();
        String pipe = arn.substring(arn.lastIndexOf('/') + 1);
        install.control("clock", Map.of("advanceSeconds", 60));
        install.stop(install.tasks(bot).get(0)).control("clock", Map.of("advanceSeconds", 20));
        Waiting.await("a look at the other task", () -> install.requests("DescribeTasks").stream()
                .anyMatch(look -> look.toString().contains(pipe)));
        install.stop(install.tasks(bot).get(1)).clock(TestAccount.SPEED);
        Cli.Result result = running.end();
        assertEquals(1, result.exit(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals("failed", report.outcome(bot), result::toString);
        assertEquals(pipe, report.taskId(bot), result::toString);
        assertTrue(report.reason(bot).contains("SyncStatus is still RUNNING"), result::toString);
        assertEquals(List.of(bot.sk()), install.startedBots(), result::toString);
    }

    @Test
    void tasksThatCannotBeLookedAtForAWhileFailNoBot() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(2));
        for (Map<String, ?> kind :
                List.of(error(400, "ThrottlingException"), error(500, "ServerException"), Map.of("cut", "before"))) {
            Map<String, Object> fault = new HashMap<>(kind);
            fault.putAll(Map.of("operation", "DescribeTasks", "times", 9));
            install.fault(fault);
        }
        Cli.Result result = install.migrate("--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(2, JsonReport.of(result).count("succeeded"), result::toString);
        assertEquals(2, install.requests("RunTask").size(), result::toString);
        assertTrue(
                install.requests("DescribeTasks").stream()
                                .filter(look -> look.has("fault"))
                                .count()
                        >= 27,
                result::toString);
    }

    private static Map<String, ?> error(int status, String code) {
        return Map.of("error", Map.of("status", status, "code", code, "message", "Try again"));
    }
}
