package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static tests.support.RestoreChecks.arguments;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.RestoreChecks.restore;
import static tests.support.TestBots.bot;

import java.util.List;
import java.util.Map;
import lib.aws.SqlFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.PseudoTerminal;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;
import tests.support.Waiting;

/** When {@code restore} removes what costs money, when it asks, and that it names what is left, and nothing else. */
class RestoreCleanUpTest {
    private static final String STILL_PAID = "the temporary database still exists";

    @AutoClose("remove")
    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
    private final Bot bot = bot(1);

    @BeforeEach
    void putBot() {
        TestSnapshot.of(bot).addTo(account).put(bot);
    }

    private void rejectInserts() {
        account.statementError("insert_rows(%L", -1, "DatabaseErrorException", "ERROR: no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "noInstance"})
    void withoutADatabaseTheStackIsNamedAndRemovedAllTheSame(String state) {
        account.statementError("REINDEX", -1, "DatabaseErrorException", "ERROR: no");
        restore(account, "--yes", "--keep").exits(3);
        account.clearFaults();
        account.databaseState(state);
        Cli.Result status = restore(account, "--status", "--json", "-").exits(1);
        assertEquals(1, status.json().getAsJsonArray("stacks").size());
        assertFalse(status.json().has("schema"));
        status.hasErr("  to remove what is left");
        Cli.Result cleanUp = restore(account, "--clean-up", "--yes").exits(1);
        cleanUp.hasOut("  when the database is available  jbang migrate.java restore ", " --clean-up --yes\n");
        cleanUp.hasErr("the schema bedrock_chat_restore may still exist in the new database");
        assertEquals(1, account.answered("DeleteStack"));
        account.databaseState("available");
        restore(account, "--clean-up", "--yes").exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void theTemporaryDatabaseIsGoneBeforeTheIndexIsRebuilt() {
        account.statementError("REINDEX", -1, "DatabaseErrorException", "ERROR: no");
        restore(account, "--yes").exits(3).hasNoErr(STILL_PAID).hasErr("the schema bedrock_chat_restore still exists");
        assertEquals(1, account.answered("DeleteStack"));
        account.clearFaults();
        Cli.Result again = restore(account, "--yes", "--json", "-").exits(0);
        assertEquals(Map.of(bot.id(), "restored"), outcomes(again));
        assertEquals(1, account.answered("CreateStack"));
        assertNothingIsLeft(account);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert_rows", "checksum"})
    void aCopyOrProofThatCouldNotBeMadeIsMadeBeforeTheDatabaseIsDeleted(String function) {
        account.statementError(function + "(%L", 1, "DatabaseErrorException", "ERROR: no");
        Cli.Result result = restore(account, "--yes", "--json", "-").exits(0).hasErr("looking once more at 1 bot");
        assertEquals(Map.of(bot.id(), "restored"), outcomes(result));
        assertNothingIsLeft(account);
    }

    @Test
    void withYesTheDatabaseIsDeletedAndWhatTheSnapshotStillHasIsNamed() {
        rejectInserts();
        Cli.Result result = restore(account, "--yes").exits(1);
        result.hasOut("The snapshot, which stays, has rows of 1 bot that could not be restored now:");
        result.hasOut("  Bot 1  " + bot.id() + ": the database rejected");
        account.clearFaults();
        assertNothingIsLeft(account);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "perhaps\ny\n", "n\n"})
    void enterDeletesWhatCostsMoney(String answer) {
        PseudoTerminal.assumeAvailable();
        rejectInserts();
        RunningProcess running = PseudoTerminal.start(account.forProcess(account.cli()), 100, Cli.PROGRAM, "restore")
                .type("y\n");
        Waiting.await("the question", () -> running.shown().contains("Delete the temporary database now? [Y/n]"));
        Cli.Result result = running.type(answer).end().exits(1);
        assertEquals(answer.startsWith("n") ? 0 : 1, account.answered("DeleteStack"));
        assertEquals(answer.startsWith("n"), result.out().contains(STILL_PAID));
    }

    @Test
    void aStackThatWasCreatedWithOtherSettingsIsCreatedAgain() {
        account.control("stack", Map.of("change", Map.of("DbSecurityGroupId", "sg-0a1b2c3d4e5f60001")));
        restore(account, "--yes", "--keep");
        assertEquals(1, account.answered("CreateStack"));
        account.control("stack", Map.of("change", Map.of("DbSecurityGroupId", "sg-0a1b2c3d4e5f60002")));
        account.start(account.cli(), arguments()).type("n\n").end()
                .hasOut(
                        "which was created with other settings:",
                        "NewDatabaseSecurityGroupId sg-0a1b2c3d4e5f60001, now sg-0a1b2c3d4e5f60002",
                        "Delete this stack, create it again and restore?");
        assertEquals(List.of(), account.mutations());
        restore(account, "--yes").exits(0);
        assertEquals(2, account.answered("CreateStack"));
        assertNothingIsLeft(account);
    }

    /** The stack costs money until it is gone, whatever the run waits for. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT holder, beat", "DeleteStack"})
    void anInterruptNamesTheStackThatIsToBeReplaced(String step) {
        restore(account, "--yes", "--keep");
        account.sql("DELETE FROM items WHERE botid = '" + bot.id() + "'");
        account.control("stack", Map.of("change", Map.of("DbSecurityGroupId", "sg-0a1b2c3d4e5f60001")));
        account.set("resourceSeconds", 600);
        SqlFile.read("lease-schema.sql").statements().forEach(account::sql);
        account.sql("INSERT INTO bedrock_chat_restore.lease (holder) VALUES ('killed')");
        long earlier = account.arrivedWith(step);
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.arrivedWith(step) > earlier);
        running.destroy();
        running.end().exits(130).hasErr(STILL_PAID, "restore --clean-up");
    }

    @Test
    void anInterruptedCleanUpNamesWhatIsLeft() {
        restore(account, "--yes", "--keep");
        account.set("resourceSeconds", 600);
        Cli.Running running = account.start(account.cli(), arguments("--clean-up", "--yes"));
        running.waitUntil(() -> account.answered("DeleteStack") > 0);
        running.destroy();
        running.end().exits(130).hasErr(STILL_PAID, "remove everything").hasNoErr("to continue");
        restore(account, "--clean-up", "--yes").exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void aStackThatCouldNotBeCreatedIsNotNamed() {
        account.error("CreateStack", -1, 403, "AccessDenied", "not authorized");
        restore(account, "--yes").exits(3).hasNoErr(STILL_PAID);
    }

    @Test
    void aStackWhoseCreationHasFailedIsDeletedAndNotNamed() {
        failOnce("create", "Instance");
        restore(account, "--yes").exits(3).hasErr("database instance: no capacity").hasNoErr(STILL_PAID);
        restore(account, "--status").hasOut("The schema bedrock_chat_restore of restore still exists.");
    }

    @Test
    void aFailedStackWhoseResourcesCouldNotBeDeletedIsNamedWithItsPrice() {
        failOnce("create", "Instance");
        for (int i = 0; i < 4; i++) {
            failOnce("delete", "Cluster");
        }
        Cli.Result failed = restore(account, "--yes").exits(3);
        failed.hasOut("the creation has failed (database instance: no capacity)");
        failed.hasErr("could not be deleted (DELETE_FAILED)", STILL_PAID);
        restore(account, "--dry-run").exits(0)
                .hasOut("  replaces ", ", which is in state DELETE_FAILED\n").hasNoOut("  continues ");
        restore(account, "--yes").exits(0).hasOut("it is deleted first");
        assertNothingIsLeft(account);
    }

    private void failOnce(String operation, String resource) {
        account.control("resourceFault", Map.of("resource", resource, "operation", operation, "reason", "no capacity"));
    }

    @Test
    void aContinuedStackShowsOnlyWhatHappensFromNowOn() {
        account.set("resourceSeconds", 600);
        Cli.Running first = account.start(account.cli(), arguments("--yes"));
        first.waitUntil(() -> account.answered("DescribeStackEvents") > 1);
        first.destroy();
        first.end().hasOut("security group: being created");
        restore(account, "--yes").exits(0)
                .hasNoOut("security group: being created").hasOut("database instance: created");
    }

    @Test
    void aSchemaThatAnotherRunHasRemovedIsNotTakenForAMissingTable() {
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.answered("CreateStack") > 0);
        account.sql("DROP SCHEMA bedrock_chat_restore CASCADE");
        running.end().exits(3).hasErr("the schema bedrock_chat_restore is gone").hasNoErr("Deploy v1 first");
    }

    @Test
    void aPlanThatIsAnsweredAfterAnotherRunHasEndedIsNotFollowed() {
        restore(account, "--yes", "--keep");
        account.sql("DELETE FROM items WHERE botid = '" + bot.id() + "'");
        long earlier = account.arrivedWith("bedrock_chat_restore.loaded");
        Cli.Running slow = account.start(account.cli(), arguments("--json", "-"));
        slow.waitUntil(() -> account.arrivedWith("bedrock_chat_restore.loaded") > earlier);
        restore(account, "--yes").exits(0);
        Cli.Result result = slow.type("y\n").end().exits(0).hasNoErr(STILL_PAID);
        assertEquals(Map.of(bot.id(), "leftAlone"), outcomes(result));
        assertEquals(1, account.answered("CreateStack"));
        assertNothingIsLeft(account);
    }
}
