package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.RestoreChecks.arguments;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.RestoreChecks.restore;
import static tests.support.RestoreChecks.temporaryCluster;
import static tests.support.TestBots.USER;
import static tests.support.TestBots.bots;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lib.aws.SqlFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import tests.support.Cli;
import tests.support.RestoreChecks;
import tests.support.RunningProcess;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/** {@code restore} after an interrupted run, and what {@code --keep}, {@code --status} and {@code --clean-up} do. */
class RestoreResumeTest {
    @AutoClose("remove")
    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 60);
    private final Bot[] bots = bots(3);

    @BeforeEach
    void putBots() {
        TestSnapshot.of(bots).addTo(account).put(bots);
    }

    /** The command is interrupted as by Ctrl-C, after a request that contains this text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeDBEngineVersions",
                "CreateStack",
                "DescribeStackEvents",
                "bedrock_chat_restore.link(:run",
                "fetch(%L",
                "checksum(%L",
                "REINDEX",
                "DROP SCHEMA",
                "DeleteStack"
            })
    void aRunThatIsInterruptedIsContinuedByTheSameCommand(String step) {
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.arrivedWith(step) > 0);
        running.destroy();
        Cli.Result interrupted = running.end();
        if (interrupted.exit() != 0) { // it may have ended before
            interrupted.exits(130);
            boolean isLeft = !restore(account, "--status").out().contains("Nothing of restore exists.");
            assertTrue(!isLeft || interrupted.err().contains("still exists"));
            restore(account, "--yes").exits(0);
        }
        account.verify().exits(0);
        assertNothingIsLeft(account);
    }

    /** The next run need not wait a minute for it. */
    @Test
    void aRunThatIsInterruptedInARequestGivesTheLeaseBack() {
        account.fault(Map.of("operation", "DescribeStackEvents", "delayMillis", 60_000));
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.arrived("DescribeStackEvents") > 0);
        running.destroy();
        account.clearFaults(); // the request ends after the interruption
        running.end().exits(130).hasNoErr("was not given back");
        Cli.Result again = restore(account, "--yes").exits(0);
        assertFalse(again.toString().contains("an earlier run has not ended properly"));
        assertNothingIsLeft(account);
    }

    @Test
    void ctrlCWhileAnEarlierRunIsWaitedForNamesTheSchema() {
        SqlFile.read("lease-schema.sql").statements().forEach(account::sql);
        account.sql("INSERT INTO bedrock_chat_restore.lease (holder) VALUES ('killed')");
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.arrivedWith("SELECT holder, beat") > 0);
        running.destroy();
        running.end().exits(130).hasErr("the schema bedrock_chat_restore still exists");
        assertEquals(List.of(), account.requests("CreateStack"));
    }

    @Test
    void ctrlCWhileAwsDoesNotRespondSpeaksOfWhatGoesOnAndNotOfTasks() {
        account.fault(Map.of("operation", "DescribeStackEvents", "delayMillis", 60_000));
        RunningProcess running = account.startProcess(account.cli().interruptible(), arguments("--yes"));
        running.waitUntil(() -> account.arrived("DescribeStackEvents") > 0);
        running.signal("INT").exits(130)
                .hasErr(
                        "What CloudFormation and the databases have begun goes on.\n  to continue  jbang migrate.java restore",
                        "the temporary database still exists",
                        "restore --clean-up");
        account.clearFaults();
        restore(account, "--clean-up", "--yes").exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void aKeptDatabaseIsUsedAgainAndRemovedByCleanUp() {
        Cli.Result kept = restore(account, "--yes", "--keep").exits(0);
        assertTrue(kept.err().contains("the temporary database still exists (stack BedrockChatStack-restore-"));
        assertEquals(List.of(), account.sql("SELECT 1 FROM pg_namespace WHERE nspname = 'bedrock_chat_restore'"));
        assertEquals(
                account.sqlAsAdministrator(temporaryCluster(account), RestoreChecks.CHECKSUM_TODAY),
                account.sql(RestoreChecks.CHECKSUM));
        Cli.Result status = restore(account, "--status", "--json", "-");
        assertEquals(1, status.json().getAsJsonArray("stacks").size());

        account.sql("DELETE FROM items WHERE botid = '" + bots[0].id() + "'");
        Cli.Result again = restore(account, "--yes", "--keep", "--json", "-");
        assertEquals("restored", outcomes(again).get(bots[0].id()));
        assertEquals(1, account.requests("CreateStack").size());

        account.start(account.cli(), arguments("--clean-up")).type("n\n").end().exits(0);
        assertEquals(0, account.requests("DeleteStack").size());
        restore(account, "--clean-up", "--yes").exits(0).hasOut("\n\n✔ Nothing of restore is left.\n\nNext:\n");
        assertNothingIsLeft(account);
        restore(account, "--clean-up", "--yes")
                .hasOut("There is nothing to remove.", "\n\nNext:\n  to see what the new database has  jbang"
                        + " migrate.java verify --endpoint-url " + account.endpoint() + "\n");
    }

    @Test
    void rowsThatWereRemovedAfterAnInterruptedRunAreCopiedAgain() {
        account.statementError("REINDEX", -1, "DatabaseErrorException", "ERROR: no");
        restore(account, "--yes").exits(3);
        account.clearFaults();
        account.sql("DELETE FROM items WHERE botid = '" + bots[0].id() + "'");
        Cli.Result again = restore(account, "--yes", "--json", "-").exits(0);
        assertEquals(3, outcomes(again).size());
        assertEquals(Set.of("restored"), Set.copyOf(outcomes(again).values()));
        assertEquals(1, account.rows(bots[0]).size());
        assertNothingIsLeft(account);
    }

    @Test
    void aStackOfSomebodyElseIsLeftAlone() {
        String name = restore(account, "--dry-run", "--json", "-").json().get("stack").getAsString();
        try (CloudFormationClient client = SdkClients.cloudFormation(account)) {
            client.createStack(r -> r.stackName(name)
                    .onFailure(OnFailure.DELETE)
                    .templateBody("Resources: {Group: {Type: 'AWS::EC2::SecurityGroup', Properties:"
                            + " {GroupDescription: of another team}}}"));
        }
        restore(account, "--yes").exits(2).hasErr("It is left alone");
        restore(account, "--clean-up", "--yes").exits(0);
        assertEquals(0, account.requests("DeleteStack").size());
    }

    @Test
    void selectedBotsAloneAreRestored() {
        Cli.Result one = restore(account, "--yes", "--bot", bots[1].id(), "--json", "-").exits(0);
        assertEquals(Map.of(bots[1].id(), "restored"), outcomes(one));
        assertEquals(Map.of(), account.rows(bots[0]));
        Cli.Result rest = restore(account, "--yes", "--user", USER, "--json", "-");
        assertEquals(Set.of("restored", "leftAlone"), Set.copyOf(outcomes(rest).values()));
    }

    @Test
    void rowsOfDeletedBotsAreCopiedOnRequest() {
        account.delete(bots[2]);
        Cli.Result result = restore(account, "--yes", "--include-deleted", "--json", "-");
        assertEquals("restored", outcomes(result).get(bots[2].id()));
        assertEquals(1, account.rows(bots[2]).size());
    }

    @Test
    void throttledAndCutRequestsAreRepeated() {
        account.error("ExecuteStatement", 3, 400, "ThrottlingException", "Rate exceeded")
                .error("DescribeStackEvents", 2, 400, "Throttling", "Rate exceeded")
                .error("DescribeStackEvents", 2, 403, "ExpiredToken", "The security token is expired");
        for (String function : List.of("link(:run", "fetch(%L", "insert_rows(%L", "checksum(%L")) {
            for (String cut : List.of("before", "after")) {
                account.fault(Map.of(
                        "operation", "ExecuteStatement", "contains", function, "cut", cut));
            }
        }
        account.cut("CreateStack", "after");
        Cli.Result result = restore(account, "--yes", "--json", "-").exits(0).hasErr("the credentials have expired");
        assertEquals(Set.of("restored"), Set.copyOf(outcomes(result).values()));
        assertEquals(1, account.answered("CreateStack"));
        assertNothingIsLeft(account);
    }

    @Test
    void aStatementThatOutlastsTheDataApiIsWatchedToItsEnd() {
        account.sql("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2); RETURN NEW;"
                + " END'; CREATE TRIGGER slow BEFORE INSERT ON items FOR EACH STATEMENT EXECUTE FUNCTION slow()");
        account.set("statementTimeoutSeconds", 1);
        Cli.Result result = restore(account, "--yes", "--json", "-").exits(0);
        assertEquals(Set.of("restored"), Set.copyOf(outcomes(result).values()));
        Stream.of(bots).forEach(bot -> assertEquals(1, account.rows(bot).size()));
    }
}
