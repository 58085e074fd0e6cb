package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static tests.support.TestBots.MISSED_BY_INDEX;
import static tests.support.TestBots.bots;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/**
 * The app's stack: its version and its state before anything is started, and whose database its outputs name. A stack
 * that is not v1 is answered by every command with what it is, and what to do.
 */
class StackTest {
    private static final String DEPLOYING = "UPDATE_IN_PROGRESS";
    private static final String ROLLED_BACK = "UPDATE_ROLLBACK_COMPLETE";
    private static final String OLD_DATABASE =
            "its last deploy was rolled back, so the database and the files from before it are still there";
    private static final Bot BY_HAND = MISSED_BY_INDEX;
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--yes"),
            List.of("--status"),
            List.of("verify"),
            List.of("restore", "--dry-run"),
            // the table alone says that the stack is the app's
            List.of("verify", "--table", TestAccount.TABLE),
            List.of("restore", "--dry-run", "--table", TestAccount.TABLE));

    private static TestAccount withStatus(String status) {
        TestAccount account = TestAccount.with(bots(2));
        setStatus(account, status);
        return account;
    }

    private static void setStatus(TestAccount account, String status) {
        account.control("stack", Map.of("status", status));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYING, "CREATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "DELETE_IN_PROGRESS"})
    void whileADeployIsUnderWayNothingIsStarted(String status) {
        TestAccount account = withStatus(status);
        account.migrate("--yes").exits(2).hasErr("stack BedrockChatStack is " + status, "--ignore-stack-state");
        assertEquals(List.of(), account.mutations());
        assertFalse(account.operations().contains("Scan"));
    }

    @Test
    void afterAFailedDeployTheToolAsksFirst() {
        TestAccount account = withStatus(ROLLED_BACK);
        account.migrate().exits(1).hasErr(ROLLED_BACK, OLD_DATABASE);
        account.start().type("n\n").end().exits(0);
        assertFalse(account.operations().contains("Scan"));
        account.start().type("y\ny\n").end().exits(0);
        account.assertStarted(bots(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYING, ROLLED_BACK})
    void onRequestTheStateIsIgnored(String status) {
        TestAccount account = withStatus(status);
        account.start("--ignore-stack-state").type("y\n").end().exits(0)
                .hasErr("warning: stack BedrockChatStack is " + status);
        account.assertStarted(bots(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {DEPLOYING, ROLLED_BACK})
    void commandsThatStartNothingWarn(String status) {
        TestAccount account = withStatus("UPDATE_COMPLETE");
        account.migrate("--yes");
        setStatus(account, status);
        for (String command : List.of("--dry-run", "--status", TestAccount.VERIFY)) {
            account.migrate(command).exits(0).hasErr("warning: stack BedrockChatStack is " + status);
        }
    }

    /** The bucket of an earlier v1 is part of its stack; that of v1.4.0 is not. */
    @ParameterizedTest
    @CsvSource({"v1.2.4, true", "v1.3.2, true", "v1.4.0, false"})
    void whatALaterDeployDeletesIsSaid(String version, boolean isSaid) {
        TestAccount account = of(version).put(bots(1));
        String said = "A later deploy of v1.4.0 deletes the bucket s3://bedrockchatstack-documentbucketae41e5a9-"
                + "rehearsal0001 with the bots' files: the command prepare says how to keep them.";
        for (String command : List.of("--dry-run", "--yes", "--status", TestAccount.VERIFY)) {
            assertEquals(isSaid, account.migrate(command).exits(0).out().contains(said));
        }
    }

    @Test
    void aDeployThatBeginsAtTheQuestionStopsTheRun() {
        TestAccount account = TestAccount.with(bots(2));
        Cli.Running running = account.start();
        Waiting.await("the scan", () -> account.arrived("Scan") == 1);
        setStatus(account, DEPLOYING);
        running.type("y\n").end().exits(2).hasErr("Nothing was started: stack BedrockChatStack is " + DEPLOYING);
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void aDeployThatBeginsWhileTasksRunStopsTheNextPage() {
        TestAccount account = TestAccount.with(bots(2)).put(BY_HAND);
        Cli.Running running = account.start().type("y\n");
        Waiting.await("the first page's tasks", () -> account.advance(Duration.ofSeconds(1)).startedBots().size() == 2);
        setStatus(account, DEPLOYING);
        Cli.Result result = running.type("y\n").end().exits(1);
        account.assertStarted(bots(2));
        result.hasErr("No more bots are started: stack BedrockChatStack is " + DEPLOYING);
        assertEquals(1, Summary.of(result).count("not started"));
    }

    @Test
    void aStackThatNoSettingComesFromMayBeInAnyState() {
        TestAccount account = withOtherStack();
        account.control("stack", Map.of("name", "Staging", "status", DEPLOYING));
        account.migrate(TestAccount.names("--yes", "--stack", "Staging")).exits(0);
        account.assertStarted(bots(2));
    }

    /** Its rows were counted before, and found missing. */
    @Test
    void theDatabaseOfAStackWithAnotherTableIsNotUsed() {
        TestAccount account = withOtherStack();
        account.migrate(TestAccount.names("--yes", "--stack", "Staging")).exits(0)
                .hasErr("stack Staging has another table than " + TestAccount.TABLE, "--db-cluster-arn");
        assertEquals(List.of(), account.statements());

        account.verify("--stack", "Staging", "--table", TestAccount.TABLE).exits(2).hasErr("--db-secret-arn");
        assertEquals(List.of(), account.statements());
    }

    /** A second Bedrock Chat in the same account, without bots. */
    private static TestAccount withOtherStack() {
        TestAccount account = TestAccount.with(bots(2));
        Map<String, String> outputs = Map.of(
                "DatabaseConversationTableNameDDF11821", "StagingTable",
                "DbConfigHostname", "staging.cluster-c1.us-east-1.rds.amazonaws.com",
                "DbConfigSecretArn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:Staging");
        account.control("stack", Map.of("name", "Staging", "outputs", outputs));
        return account;
    }

    private static TestAccount of(String version) {
        return TestAccount.of("empty", version);
    }

    private static String prepare(TestAccount account) {
        return "jbang migrate.java prepare --endpoint-url " + account.endpoint();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0.4.4", "v0.4.10"})
    void aStackOfV0IsSentToPrepare(String version) {
        TestAccount account = of(version);
        for (List<String> command : COMMANDS.subList(0, version.equals("v0.4.4") ? 4 : 6)) {
            account.migrate(command.toArray(String[]::new)).exits(2)
                    .hasErr("is Bedrock Chat v0.4 (UPDATE_COMPLETE), and v1 is not deployed yet")
                    .hasErr("\n\nNext:\n  before the deploy:\n    " + prepare(account) + "\n");
        }
        assertEquals(List.of(), account.mutations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.0.0", "v3.0.0"})
    void toAStackOfALaterVersionTheToolDoesNotApply(String version) {
        TestAccount account = of(version);
        for (List<String> command : COMMANDS) {
            account.migrate(command.toArray(String[]::new)).exits(2)
                    .hasErr("this tool does not apply to it").hasNoErr("deploy");
        }
        account.migrate("prepare").exits(2).hasErr("this tool does not apply to it");
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void afterARollBackTheOldDatabaseAndFilesAreStillThere() {
        TestAccount account = of("v0.4.10");
        account.control("stack", Map.of("rolledBack", "Cannot find version 15.3 for aurora-postgresql"));
        account.migrate("--yes").exits(2)
                .hasErr(
                        "(UPDATE_ROLLBACK_COMPLETE), and v1 is not deployed yet. Its last deploy was rolled back, so the"
                                + " database and the files from before it are still there.",
                        "  before the deploy:\n    " + prepare(account));
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void whileADeployOfV1IsUnderWayItIsWaitedFor() {
        TestAccount account = of("v0.4.10");
        account.control("stack", Map.of("status", "UPDATE_IN_PROGRESS"));
        account.migrate("--yes").exits(2).hasErr("Wait until the deploy has ended");
    }

    @Test
    void aStackOfSomethingElseIsNotTakenForTheApp() {
        TestAccount account = TestAccount.empty();
        account.control("stack", Map.of("name", "Website", "outputs", Map.of("BucketName", "www")));
        account.migrate("--stack", "Website", "--yes").exits(2)
                .hasErr("Stack Website has none of the outputs of Bedrock Chat");
    }
}
