package tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** Running the same command again goes on where the last run ended, however it ended and however long ago. */
class ResumeTest {
    private static final String DENIED =
            "An error occurred (AccessDeniedException) when calling the InvokeModel operation";
    private static final String PROOF = "Successfully inserted to vector store.";
    private static final String NO_CENSUS =
            "{\"operation\": \"ListTasks\", \"times\": -1, \"error\": {\"status\": 400, \"code\":"
                    + " \"AccessDeniedException\", \"message\": \"no\"}}";
    private static final String UNANSWERED =
            "{\"operation\": \"RunTask\", \"times\": -1, \"cut\": \"after\", \"delayMillis\": 20000}";
    private static final String SWALLOWED =
            "{\"operation\": \"RunTask\", \"times\": -1, \"cut\": \"before\", \"delayMillis\": 20000}";

    @Test
    void theSameCommandAgainStartsOnlyWhatFailedAndWhatIsNew() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install = TestAccount.unhurried().put(bots).play(bots[1], "fail", "reason", DENIED, "times", 1);
        Cli cli = install.cli();
        assertEquals(1, install.migrate(cli, "--yes").exit());
        assertEquals(3, install.tasks().size(), "a denied model is not tried again in the same run");

        install.put(TestBots.bot(4));
        Cli.Result no = install.migrate(cli);
        assertTrue(no.out().contains("2 done, 0 under way, 0 unconfirmed, 1 failed or unproved"), no::toString);
        assertTrue(
                no.out().contains("2 done before")
                        && no.out().contains("failed before: " + DENIED)
                        && no.out().contains("Start 2 tasks"),
                no::toString);
        assertEquals(3, install.tasks().size(), no::toString);

        Cli.Result yes = install.migrate(cli, "--yes");
        assertEquals(0, yes.exit(), yes::toString);
        assertEquals(
                List.of(1, 2, 1, 1),
                List.of(
                        install.tasksOf(bots[0]).size(),
                        install.tasksOf(bots[1]).size(),
                        install.tasksOf(bots[2]).size(),
                        install.tasksOf(TestBots.bot(4)).size()),
                yes::toString);
        Cli.Result last = install.migrate(cli);
        assertEquals(0, last.exit(), last::toString);
        assertFalse(last.out().contains("[y/N]"), last::toString);
        assertEquals(5, install.tasks().size(), last::toString);
    }

    /**
     * Starts the migration and kills it once every bot has a task that is alive; the embedded AWS holds its clock then.
     */
    private static void leaveAlive(TestAccount install, Cli cli, int bots) {
        install.hold();
        assertTrue(install.startProcess(cli, "--yes")
                .killWhen(() -> cli.journalled("started").size() == bots));
        assertEquals(bots, install.alive().size());
    }

    /** Runs the command while the clock stands, and lets it go on as soon as the run looks at the tasks. */
    private static Cli.Result resumed(TestAccount install, Cli cli, String... arguments) {
        int looks = install.requests("GetItem").size()
                + install.requests("DescribeTasks").size();
        Cli.Running running = install.start(cli, arguments)
                .awaiting(() -> install.requests("GetItem").size()
                                + install.requests("DescribeTasks").size()
                        > looks + 3);
        install.goOn();
        return running.end();
    }

    @Test
    void tasksThatAreAliveAreWatchedAgain() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.unhurried().put(bots);
        Cli cli = install.cli();
        leaveAlive(install, cli, 2);
        Cli.Result result = resumed(install, cli);
        assertEquals(0, result.exit(), result::toString);
        assertTrue(
                result.out().contains("0 done, 2 under way, 0 unconfirmed")
                        && result.out().contains("following"),
                result::toString);
        assertFalse(result.out().contains("[y/N]"), result::toString);
        assertEquals(2, install.tasks().size(), result::toString);
    }

    @Test
    void withoutAJournalTheCensusFindsWhatIsAliveOnEveryPageOfTheList() throws IOException {
        TestBots.Bot[] bots = TestBots.bots(5);
        TestAccount install =
                TestAccount.unhurried().put(bots).set("listPageSize", 2).set("vcpuQuota", 100);
        Cli cli = install.cli();
        leaveAlive(install, cli, 5);
        Files.delete(cli.journal());
        int lists = install.requests("ListTasks").size();
        Cli.Result result = resumed(install, cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(
                result.out().contains("No journal was found")
                        && result.out().contains("5 embedding tasks of this ECS cluster are alive"),
                result::toString);
        assertEquals(5, install.tasks().size(), result::toString);
        assertTrue(install.requests("ListTasks").size() >= lists + 4, "three pages alive, one stopped");
    }

    @Test
    void withoutAJournalWhatIsProvedIsRecognisedAndAnOldFailureIsNoNewOne() throws IOException {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install = TestAccount.unhurried().put(bots).play(bots[1], "fail", "reason", DENIED, "times", 1);
        Cli cli = install.cli();
        assertEquals(1, install.migrate(cli, "--yes").exit());
        Files.delete(cli.journal());
        Cli.Result result = install.migrate(cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(
                result.out().contains("No journal was found") && result.out().contains("2 done before"),
                result::toString);
        assertEquals(
                List.of(1, 2, 1),
                List.of(
                        install.tasksOf(bots[0]).size(),
                        install.tasksOf(bots[1]).size(),
                        install.tasksOf(bots[2]).size()),
                result::toString);
        assertEquals(
                2,
                install.requests("RunTask").stream()
                        .filter(r -> r.toString().contains(bots[1].sk()))
                        .map(ResumeTest::token)
                        .distinct()
                        .count(),
                "the first attempt's token, then the second's");
    }

    private static String token(JsonObject request) {
        return request.getAsJsonObject("body").get("clientToken").getAsString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--subnet subnet-0a1b2c3d4e5f60002 --task-definition " + TestAccount.TASK_DEFINITION + ":7",
                "--cluster arn:aws:ecs:us-east-1:123456789012:cluster/" + TestAccount.ECS_CLUSTER
            })
    void settingsThatChangeBetweenTwoRunsStartNothingTwice(String change) throws IOException {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.unhurried().put(bots).fault(UNANSWERED);
        Cli cli = install.cli();
        assertTrue(install.startProcess(cli, "--yes")
                .killWhen(() -> install.tasks().size() == 2));
        install.clearFaults();
        String[] changed = (change + " --yes").split(" ");
        Cli.Result result = install.migrate(cli, changed);
        assertEquals(0, result.exit(), result::toString);
        assertEquals(2, install.tasks().size(), result::toString);

        // And once more with neither journal nor census nor rows: the token alone tells that the task is there.
        Files.delete(cli.journal());
        install.fault(NO_CENSUS);
        Cli.Result blind = install.migrate(cli, (change + " --yes --no-proof").split(" "));
        assertEquals(0, blind.exit(), blind::toString);
        assertEquals(2, install.tasks().size(), blind::toString);
        assertEquals(
                2,
                install.requests("RunTask").stream()
                        .filter(r -> r.toString().contains("\"ConflictException\""))
                        .count(),
                blind::toString);
    }

    @Test
    void aDatabaseClusterThatWasReplacedAgainNeedsEveryBotOnceMore() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.unhurried().put(bots);
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        replaceDatabaseCluster(install);
        Cli.Result result = install.migrate(cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.err().contains("The database cluster was replaced again"), result::toString);
        assertEquals(4, install.tasks().size(), result::toString);
        assertEquals(
                2,
                install.tasks().stream().map(t -> t.get("startedBy")).distinct().count(),
                "a generation of its own");
        Cli.Result again = install.migrate(cli, "--yes");
        assertEquals(0, again.exit(), again::toString);
        assertFalse(again.err().contains("replaced again"), again::toString);
        assertEquals(4, install.tasks().size(), again::toString);
    }

    private static void replaceDatabaseCluster(TestAccount install) {
        install.control(
                "stack",
                Map.of(
                        "outputs",
                        Map.of(
                                "DatabaseConversationTableNameDDF11821",
                                TestAccount.TABLE,
                                "EmbeddingClusterNameA6A626C4",
                                TestAccount.ECS_CLUSTER,
                                "EmbeddingTaskDefinitionName9C442847",
                                TestAccount.TASK_DEFINITION,
                                "EmbeddingTaskSecurityGroupId223DB337",
                                "sg-0a1b2c3d4e5f60001",
                                "PrivateSubnetId0",
                                "subnet-0a1b2c3d4e5f60001",
                                "DbConfigHostname",
                                "another.cluster-c1.us-east-1.rds.amazonaws.com")));
    }

    @Test
    void withoutAJournalALaterGenerationIsRecognisedToo() throws IOException {
        TestAccount install = TestAccount.unhurried().put(TestBots.bots(2));
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        replaceDatabaseCluster(install);
        assertEquals(0, install.migrate(cli, "--yes").exit());
        assertEquals(4, install.tasks().size());
        Files.delete(cli.journal());
        Cli.Result result = install.migrate(cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(4, install.tasks().size(), result::toString);
    }

    @Test
    void withoutAJournalWhatIsProvedIsRecognisedAlsoWhereTheStackIsNoLongerAsked() throws IOException {
        TestAccount install = TestAccount.unhurried().put(TestBots.bots(2));
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        Files.delete(cli.journal());
        Cli.Result result = install.migrate(
                cli,
                "--yes",
                "--table",
                TestAccount.TABLE,
                "--cluster",
                TestAccount.ECS_CLUSTER,
                "--task-definition",
                TestAccount.TASK_DEFINITION,
                "--subnet",
                "subnet-0a1b2c3d4e5f60001",
                "--security-group",
                "sg-0a1b2c3d4e5f60001");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(2, install.tasks().size(), result::toString);
    }

    /** What is found more than an hour after a start whose end nobody saw; ECS knows nothing of it any more. */
    @ParameterizedTest
    @CsvSource({
        "started, SUCCEEDED, ours, 1",
        "started, RUNNING, ours, 2",
        "started, SUCCEEDED, before, 2",
        "started, SUCCEEDED, another, 1",
        "unanswered, SUCCEEDED, ours, 1",
        "unanswered, RUNNING, ours, 2",
        "unanswered, SUCCEEDED, another, 1",
        "swallowed, SUCCEEDED, before, 1"
    })
    void afterAnHourTheBotsOwnStateDecides(String start, String status, String writer, int tasks) {
        TestBots.Bot bot = TestBots.bot(1).with("LastExecId", "a".repeat(32));
        TestAccount install = TestAccount.unhurried(100).put(bot);
        Cli cli = install.cli();
        if (start.equals("started")) {
            assertTrue(install.startProcess(cli, "--yes")
                    .killWhen(() -> !cli.journalled("started").isEmpty()));
        } else {
            install.fault(start.equals("swallowed") ? SWALLOWED : UNANSWERED);
            assertTrue(install.startProcess(cli, "--yes")
                    .killWhen(() -> install.requests("RunTask").size() == 1
                            && (start.equals("swallowed") || install.tasks().size() == 1)));
            install.clearFaults();
        }
        install.later(Duration.ofMinutes(90));
        String id = writer.equals("another")
                ? "b".repeat(32)
                : writer.equals("before")
                        ? "a".repeat(32)
                        : install.tasks().get(0).get("taskArn").getAsString().replaceAll(".*/", "");
        install.put(bot.with("SyncStatus", status)
                .with("SyncStatusReason", status.equals("RUNNING") || writer.equals("before") ? "" : PROOF)
                .with("LastExecId", id));

        Cli.Result result = install.migrate(cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(tasks, install.startedBots().size(), result::toString);
        assertTrue(install.alive().isEmpty(), result::toString);
    }

    @Test
    void freshAsksAndDoublesNoTaskThatIsAlive() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.unhurried().put(bots);
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        Cli.Result no = install.migrate(cli, "--fresh");
        assertEquals(0, no.exit(), no::toString);
        assertTrue(no.out().contains("Embed every bot once more, also the 2 that are done?"), no::toString);
        assertEquals(2, install.tasks().size(), no::toString);

        install.hold().control("runTask", Map.of("pk", bots[0].user(), "sk", bots[0].sk()));
        Cli.Running running = install.start(cli, "--fresh", "--yes")
                .awaiting(() -> install.tasks().size() == 4);
        install.goOn();
        Cli.Result yes = running.end();
        assertEquals(0, yes.exit(), yes::toString);
        assertEquals(
                List.of("runTask", "pipe"),
                install.tasksOf(bots[0]).stream()
                        .map(t -> t.get("starter").getAsString())
                        .toList(),
                yes::toString);
        assertEquals(2, install.tasksOf(bots[1]).size(), yes::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--status", "--dry-run"})
    void lookingChangesNothing(String look) throws IOException {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install = TestAccount.unhurried().put(bots).fault(UNANSWERED.replace("{", "{\"skip\": 2, "));
        Cli cli = install.cli();
        assertTrue(install.startProcess(cli, "--yes")
                .killWhen(() -> install.tasks().size() == 3));
        install.clearFaults();
        byte[] journal = Files.readAllBytes(cli.journal());
        Cli.Result result = install.migrate(cli, look);
        assertEquals(0, result.exit(), result::toString);
        assertArrayEquals(journal, Files.readAllBytes(cli.journal()));
        assertEquals(List.of(), install.mutations(), result::toString);
        Cli untouched = install.cli();
        Cli.Result first = install.migrate(untouched, look);
        assertEquals(0, first.exit(), first::toString);
        assertFalse(Files.exists(untouched.journal().getParent()), "looking makes no journal");
    }

    @Test
    void stopAsksAndStopsOnlyTheTasksOfThisMigrationAndTheNextRunOffersTheirBotsAgain() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install = TestAccount.unhurried().put(bots[0], bots[1]);
        Cli cli = install.cli();
        leaveAlive(install, cli, 2);
        install.put(bots[2]).control("runTask", Map.of("pk", bots[2].user(), "sk", bots[2].sk()));
        Cli.Result no = install.migrate(cli, "--stop");
        assertTrue(no.out().contains("Stop 2 tasks?"), no::toString);
        assertEquals(0, install.requests("StopTask").size(), no::toString);
        Cli.Result yes = install.migrate(cli, "--stop", "--yes");
        assertEquals(0, yes.exit(), yes::toString);
        assertEquals(2, install.requests("StopTask").size(), yes::toString);

        install.goOn();
        Waiting.await("the end of the stopped tasks", () -> install.tasksIn("STOPPED") >= 2);
        Cli.Result next = install.migrate(cli, "--yes");
        assertEquals(
                "EssentialContainerExited",
                install.tasksOf(bots[2]).get(0).get("stopCode").getAsString(),
                "the pipe's task is not of this migration");
        assertEquals(
                List.of(2, 2),
                List.of(
                        install.tasksOf(bots[0]).size(),
                        install.tasksOf(bots[1]).size()),
                next::toString);
        assertEquals(0, next.exit(), next::toString);
    }
}
