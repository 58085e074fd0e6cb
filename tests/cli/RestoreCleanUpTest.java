package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.RestoreChecks.arguments;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.RestoreChecks.restore;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.PseudoTerminal;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.TestSnapshot;
import tests.support.Waiting;

/** When {@code restore} removes what costs money, when it asks, and that it names what is left, and nothing else. */
class RestoreCleanUpTest {
    private static final String STILL_PAID = "the temporary database still exists";

    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
    private final TestBots.Bot bot = TestBots.bot(1);

    @BeforeEach
    void putBot() {
        TestSnapshot.of(bot).addTo(account).put(bot);
    }

    @AfterEach
    void stopServers() {
        account.remove();
    }

    private void rejectInserts() {
        account.statementError("bedrock_chat_restore.insert_rows(:call", -1, "DatabaseErrorException", "ERROR: no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "noInstance"})
    void withoutADatabaseTheStackIsNamedAndRemovedAllTheSame(String state) {
        account.statementError("REINDEX", -1, "DatabaseErrorException", "ERROR: no");
        assertEquals(3, restore(account, "--yes", "--keep").exit());
        account.clearFaults();
        account.databaseState(state);
        Cli.Result status = restore(account, "--status", "--json", "-");
        assertEquals(1, status.exit(), status::toString);
        assertEquals(1, status.json().getAsJsonArray("stacks").size(), status::toString);
        assertFalse(status.json().has("schema"), status::toString);
        Cli.Result cleanUp = restore(account, "--clean-up", "--yes");
        assertEquals(1, cleanUp.exit(), cleanUp::toString);
        assertTrue(
                cleanUp.err().contains("the schema bedrock_chat_restore may still exist in the new database"),
                cleanUp::toString);
        assertEquals(1, account.answered("DeleteStack"), cleanUp::toString);
        account.databaseState("available");
        assertEquals(0, restore(account, "--clean-up", "--yes").exit());
        assertNothingIsLeft(account);
    }

    @Test
    void theTemporaryDatabaseIsGoneBeforeTheIndexIsRebuilt() {
        account.statementError("REINDEX", -1, "DatabaseErrorException", "ERROR: no");
        Cli.Result failed = restore(account, "--yes");
        assertEquals(3, failed.exit(), failed::toString);
        assertFalse(failed.err().contains(STILL_PAID), failed::toString);
        assertTrue(failed.err().contains("the schema bedrock_chat_restore still exists"), failed::toString);
        assertEquals(1, account.answered("DeleteStack"), failed::toString);
        account.clearFaults();
        Cli.Result again = restore(account, "--yes", "--json", "-");
        assertEquals(0, again.exit(), again::toString);
        assertEquals(Map.of(bot.id(), "restored"), outcomes(again), again::toString);
        assertEquals(1, account.answered("CreateStack"), again::toString);
        assertNothingIsLeft(account);
    }

    @Test
    void aBotThatCouldNotBeCopiedIsLookedAtOnceMoreBeforeTheDatabaseIsDeleted() {
        account.statementError("bedrock_chat_restore.insert_rows(:call", 1, "DatabaseErrorException", "ERROR: no");
        Cli.Result result = restore(account, "--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(Map.of(bot.id(), "restored"), outcomes(result), result::toString);
        assertTrue(result.err().contains("looking once more at 1 bot"), result::toString);
        assertNothingIsLeft(account);
    }

    @Test
    void aProofThatCouldNotBeMadeIsMadeBeforeTheDatabaseIsDeleted() {
        account.statementError("bedrock_chat_restore.checksum(:call", 1, "DatabaseErrorException", "ERROR: no");
        Cli.Result result = restore(account, "--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(Map.of(bot.id(), "restored"), outcomes(result), result::toString);
    }

    @Test
    void withYesTheDatabaseIsDeletedAndWhatTheSnapshotStillHasIsNamed() {
        rejectInserts();
        Cli.Result result = restore(account, "--yes");
        assertEquals(1, result.exit(), result::toString);
        assertTrue(
                result.out().contains("The snapshot, which stays, has rows of 1 bot that could not be restored now:"),
                result::toString);
        assertTrue(result.out().contains("  Bot 1  " + bot.id() + ": the database rejected"), result::toString);
        account.clearFaults();
        assertNothingIsLeft(account);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "perhaps\ny\n", "n\n"})
    void enterDeletesWhatCostsMoney(String answer) {
        PseudoTerminal.assumeAvailable();
        rejectInserts();
        RunningProcess running = PseudoTerminal.start(
                        account.forProcess(account.cli()), 100, Cli.PROGRAM, "restore")
                .type("y\n");
        Waiting.await("the question", () -> running.shown().contains("Delete the temporary database now? [Y/n]"));
        Cli.Result result = running.type(answer).end();
        assertEquals(1, result.exit(), result::toString);
        assertEquals(answer.startsWith("n") ? 0 : 1, account.answered("DeleteStack"), result::toString);
        assertEquals(answer.startsWith("n"), result.out().contains(STILL_PAID), result::toString);
    }

    @Test
    void aStackThatWasCreatedWithOtherSettingsIsCreatedAgain() {
        account.control("stack", Map.of("change", Map.of("DbSecurityGroupId", "sg-0a1b2c3d4e5f60001")));
        Cli.Result kept = restore(account, "--yes", "--keep");
        assertEquals(1, account.answered("CreateStack"), kept::toString);
        account.control("stack", Map.of("change", Map.of("DbSecurityGroupId", "sg-0a1b2c3d4e5f60002")));
        Cli.Result declined =
                account.start(account.cli(), arguments()).type("n\n").end();
        for (String part : List.of(
                "which was created with other settings:",
                "NewDatabaseSecurityGroupId sg-0a1b2c3d4e5f60001, now sg-0a1b2c3d4e5f60002",
                "Delete this stack, create it again and restore?")) {
            assertTrue(declined.out().contains(part), () -> part + " is missing in " + declined);
        }
        assertEquals(List.of(), account.mutations(), declined::toString);
        Cli.Result result = restore(account, "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(2, account.answered("CreateStack"), result::toString);
        assertNothingIsLeft(account);
    }

    @Test
    void anInterruptedCleanUpNamesWhatIsLeft() {
        restore(account, "--yes", "--keep");
        account.set("resourceSeconds", 600);
        Cli.Running running = account.start(account.cli(), arguments("--clean-up", "--yes"));
        running.waitUntil(() -> account.answered("DeleteStack") > 0);
        running.destroy();
        Cli.Result interrupted = running.end();
        assertEquals(130, interrupted.exit(), interrupted::toString);
        assertTrue(interrupted.err().contains(STILL_PAID), interrupted::toString);
        assertTrue(interrupted.err().contains("remove everything"), interrupted::toString);
        assertFalse(interrupted.err().contains("to continue"), interrupted::toString);
        assertEquals(0, restore(account, "--clean-up", "--yes").exit());
        assertNothingIsLeft(account);
    }

    @Test
    void aStackThatCouldNotBeCreatedIsNotNamed() {
        account.error("CreateStack", -1, 403, "AccessDenied", "not authorized");
        Cli.Result denied = restore(account, "--yes");
        assertEquals(3, denied.exit(), denied::toString);
        assertFalse(denied.err().contains(STILL_PAID), denied::toString);
    }

    @Test
    void aFailedStackIsDeletedWithoutAQuestionAndNotNamed() {
        failOnce("create", "Cluster");
        Cli.Result failed = restore(account, "--yes");
        assertEquals(3, failed.exit(), failed::toString);
        assertFalse(failed.toString().contains("Delete the failed stack"), failed::toString);
        assertFalse(failed.err().contains(STILL_PAID), failed::toString);
        assertEquals(1, account.answered("DeleteStack"), failed::toString);
    }

    @Test
    void aFailedStackWithoutResourcesCostsNothing() {
        failOnce("create", "Cluster");
        Cli.Result failed =
                account.start(account.cli(), arguments()).type("y\nn\n").end();
        assertEquals(3, failed.exit(), failed::toString);
        assertTrue(failed.err().contains("is in state ROLLBACK_COMPLETE, without resources"), failed::toString);
        assertFalse(failed.err().contains(STILL_PAID), failed::toString);
        Cli.Result status = restore(account, "--status");
        assertTrue(status.out().contains("without resources, which costs nothing"), status::toString);
    }

    @Test
    void aFailedStackWhoseResourcesCouldNotBeDeletedIsNamedWithItsPrice() {
        failOnce("create", "Instance");
        failOnce("delete", "Cluster");
        Cli.Result failed =
                account.start(account.cli(), arguments()).type("y\nn\n").end();
        assertEquals(3, failed.exit(), failed::toString);
        assertTrue(failed.err().contains("is in state ROLLBACK_FAILED and may have resources"), failed::toString);
        assertTrue(failed.err().contains(STILL_PAID), failed::toString);
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
        Cli.Result interrupted = first.end();
        assertTrue(interrupted.out().contains("security group: being created"), interrupted::toString);
        Cli.Result again = restore(account, "--yes");
        assertEquals(0, again.exit(), again::toString);
        assertFalse(again.out().contains("security group: being created"), again::toString);
        assertTrue(again.out().contains("database instance: created"), again::toString);
    }

    @Test
    void aSchemaThatAnotherRunHasRemovedIsNotTakenForAMissingTable() {
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.answered("CreateStack") > 0);
        account.sql("DROP SCHEMA bedrock_chat_restore CASCADE");
        Cli.Result result = running.end();
        assertEquals(3, result.exit(), result::toString);
        assertTrue(result.err().contains("the schema bedrock_chat_restore is gone"), result::toString);
        assertFalse(result.err().contains("deploy v1 first"), result::toString);
    }

    @Test
    void aPlanThatIsAnsweredAfterAnotherRunHasEndedIsNotFollowed() {
        Cli.Running slow = account.start(account.cli(), arguments("--json", "-"));
        slow.waitUntil(
                () -> account.statements().stream().anyMatch(sql -> sql.contains("bedrock_chat_restore.loaded")));
        Cli.Result fast = restore(account, "--yes");
        assertEquals(0, fast.exit(), fast::toString);
        Cli.Result result = slow.type("y\n").end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(Map.of(bot.id(), "leftAlone"), outcomes(result), result::toString);
        assertEquals(1, account.answered("CreateStack"), result::toString);
        assertNothingIsLeft(account);
    }
}
