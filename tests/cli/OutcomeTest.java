package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;

import java.util.List;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/** The reported outcome of a bot for every way in which its task can end. */
class OutcomeTest {
    /** The container's success message, which v0 wrote too. */
    private static final String PROOF = "Successfully inserted to vector store.";

    private static final String SITEMAP = "https://a.example/sitemap.xml";
    private static final String V0_TASK_ID = "00000000000000000000000000000v00";

    /** @param behavior of its task: the name in the test control API, followed by its options */
    private record Case(Bot bot, String outcome, String reason, List<Object> behavior) {
        String name() {
            return (String) behavior.get(0);
        }

        Object[] options() {
            return behavior.stream().skip(1).toArray();
        }
    }

    private static Case of(Bot bot, String outcome, String reason, Object... behavior) {
        return new Case(bot, outcome, reason, List.of(behavior));
    }

    private static final List<Case> CASES = List.of(
            of(bot(1), "succeeded", PROOF, "succeed"),
            of(bot(2), "succeeded", PROOF, "shownAsDeleted"),
            of(bot(3).withFiles(), "succeeded", "No contents to embed.", "succeed"),
            of(bot(4), "failed", "AccessDenied: no access", "fail", "reason", "AccessDenied:\nno access"),
            of(bot(5), "failed", "SyncStatus is FAILED, without a reason", "fail", "reason", ""),
            of(bot(6).withSitemaps(SITEMAP), "failed", "SyncStatus is FAILED, without a reason", "succeed"),
            of(bot(7), "failed", "exit code 1", "exit", "exitCode", 1),
            of(
                    bot(8).with("SyncStatusReason", PROOF).with("LastExecId", V0_TASK_ID),
                    "unproved",
                    "the task wrote no status of its own: SyncStatus is SUCCEEDED (" + PROOF + ")",
                    "exit", "exitCode", 0),
            of(bot(9), "failed", "SyncStatus is still RUNNING; exit code 137", "outOfMemory"),
            of(bot(10), "unproved", "the container could not read its own task id", "noTaskId"),
            of(
                    bot(11),
                    "failed",
                    "TaskFailedToStart: CannotPullContainerError: pull image manifest",
                    "failToStart", "reason", "CannotPullContainerError: pull image manifest: not found"),
            of(bot(12), "unproved", "the bot was edited in the meantime", "titleEdited"),
            of(bot(13), "deletedMeanwhile", "left an item without knowledge", "deleted"),
            of(bot(14), "deletedMeanwhile", "the bot was deleted while its task ran", "deletedBeforeRead"),
            of(bot(15), "succeeded", PROOF, "knowledgeEdited"),
            of(bot(16), "succeeded", PROOF, "pipe"));

    @Test
    void everyBotHasTheOutcomeThatItsTaskProvedAndIsCountedOnce() {
        TestAccount account = TestAccount.empty().withoutQuota();
        CASES.forEach(each -> account.put(each.bot).behavior(each.bot, each.name(), each.options()));
        JsonReport report = account.report("--all", "--parallel", "50", "--no-proof").exits(1);
        CASES.forEach(each -> assertReported(account, report, each));
        assertEquals(CASES.size(), report.bots());
        for (String outcome : List.of("succeeded", "failed", "unproved", "deletedMeanwhile")) {
            long expected = CASES.stream().filter(each -> each.outcome.equals(outcome)).count();
            assertEquals(expected, report.count(outcome), outcome);
        }
        account.assertStarted(CASES.stream().map(Case::bot).toArray(Bot[]::new));
    }

    private static void assertReported(TestAccount account, JsonReport report, Case each) {
        assertEquals(each.outcome, report.outcome(each.bot), each::toString);
        assertTrue(report.reason(each.bot).contains(each.reason), each::toString);
        String starter = each.name().equals("knowledgeEdited") ? "pipe" : "runTask"; // of the task that counts
        String taskId = report.taskId(each.bot);
        assertTrue(
                account.tasksOf(each.bot).stream()
                        .filter(task -> each.name().equals("pipe")
                                || task.get("starter").getAsString().equals(starter))
                        .anyMatch(task -> TestAccount.taskId(task).equals(taskId)),
                each::toString);
        String log = report.text(each.bot, "logStream");
        boolean hasRun = !each.name().equals("failToStart");
        assertTrue(hasRun ? log.endsWith(": embed-task/Container/" + taskId) : log.isEmpty(), log);
        assertEquals(
                each.outcome.equals("succeeded") ? List.of() : List.of(each.outcome),
                report.problems(each.bot).stream()
                        .map(problem -> problem.get("problem").getAsString())
                        .toList(),
                each::toString);
    }

    @Test
    void aFailedPipeTaskThatTookOverTheStatusFailsTheBot() {
        Bot bot = bot(1);
        TestAccount account = TestAccount.with(bot).behavior(bot, "hang");
        Cli.Running running = account.start("--yes", "--json", "-");
        Waiting.await("its own status", () -> account.item(bot).get("SyncStatus").s().equals("RUNNING"));
        // Another task overwrites the status, then ours is stopped.
        account.pauseClock();
        String pipe = account.startByPipe(bot);
        account.advancePaused(60).stop(account.tasksOf(bot).get(0)).advancePaused(20);
        Waiting.await("a DescribeTasks request for the other task", () -> account.requests("DescribeTasks").stream()
                .anyMatch(request -> request.toString().contains(pipe)));
        account.stop(account.tasksOf(bot).get(1)).resumeClock();
        JsonReport report = JsonReport.of(running.end()).exits(1);
        assertEquals("failed", report.outcome(bot));
        assertEquals(pipe, report.taskId(bot));
        assertTrue(report.reason(bot).contains("SyncStatus is still RUNNING"));
        account.assertStarted(bot);
    }
}
