package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.RestoreChecks.CHECKSUM;
import static tests.support.RestoreChecks.arguments;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.RestoreChecks.restore;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.TestSnapshot;

/**
 * {@code restore} after a run with another snapshot or with other bots: what was proved stays, what was copied is
 * proved, and what is paid for is named.
 */
class RestoreSnapshotsTest {
    private static final String FIRST = "first", SECOND = "second";

    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 30).set("dmsVpcRole", true);
    private final TestBots.Bot[] bots = TestBots.bots(2);
    private final TestBots.Bot later = TestBots.bot(3);

    @BeforeEach
    void putBots() {
        TestSnapshot.named(FIRST, bots).with("createdAt", "2024-05-01T10:00:00Z").addTo(account);
        TestSnapshot.named(SECOND, later).addTo(account);
        account.put(bots).put(later);
    }

    @AfterEach
    void stopServers() {
        account.remove();
    }

    /** Ends a run after the proof, because the index cannot be rebuilt. */
    private void restoreWithoutIndex(String... options) {
        account.statementError("REINDEX", -1, "DatabaseErrorException", "ERROR: no");
        Cli.Result failed = restore(account, options);
        assertEquals(3, failed.exit(), failed::toString);
        account.clearFaults();
    }

    private Map<String, String> expected(String first, String second) {
        return Map.of(bots[0].id(), first, bots[1].id(), first, later.id(), second);
    }

    @Test
    void whatWasProvedStaysAndCountsAsRowsForAnotherSnapshot() {
        restoreWithoutIndex("--yes", "--snapshot", FIRST);
        List<List<JsonElement>> proved = account.sql(CHECKSUM);
        Cli.Result second = restore(account, "--yes", "--snapshot", SECOND, "--bot", bots[0].id(), "--json", "-");
        assertEquals(Map.of(bots[0].id(), "leftAlone"), outcomes(second), second::toString);
        assertEquals(proved, account.sql(CHECKSUM), second::toString);
        assertEquals(0, second.exit(), second::toString);
        Cli.Result rest = restore(account, "--yes", "--snapshot", SECOND, "--json", "-");
        assertEquals(expected("leftAlone", "restored"), outcomes(rest), rest::toString);
        assertEquals(0, rest.exit(), rest::toString);
        assertNothingIsLeft(account);
    }

    @Test
    void whatWasCopiedFromAnotherSnapshotAndNotProvedStaysAndIsNamed() {
        leaveUnproved();
        Cli.Result second = restore(account, "--yes", "--snapshot", SECOND, "--json", "-");
        assertEquals(1, second.exit(), second::toString);
        assertEquals(expected("leftAlone", "restored"), outcomes(second), second::toString);
        assertTrue(
                second.err().contains("2 bots were copied from snapshot " + FIRST + " and are not proved yet"),
                second::toString);
        Cli.Result first = restore(account, "--yes", "--snapshot", FIRST, "--json", "-");
        assertEquals(0, first.exit(), first::toString);
        assertEquals(expected("restored", "leftAlone"), outcomes(first), first::toString);
        assertNothingIsLeft(account);
    }

    @Test
    void theDatabaseIsNotCreatedAgainForBotsThatTheSnapshotLacks() {
        Cli cli = account.cli();
        String[] arguments = arguments("--yes", "--snapshot", FIRST, "--json", "-");
        Cli.Result first = account.migrate(cli, arguments);
        assertEquals(expected("restored", "notInSnapshot"), outcomes(first), first::toString);
        assertNothingIsLeft(account);
        Cli.Result again = account.migrate(cli, arguments);
        assertEquals(1, again.exit(), again::toString);
        assertEquals(expected("leftAlone", "notInSnapshot"), outcomes(again), again::toString);
        assertTrue(
                again.err().contains("There is nothing to restore: the snapshot has no rows of the 1 bot without"),
                again::toString);
        assertEquals(1, account.answered("CreateStack"), again::toString);
        account.sql("DELETE FROM items WHERE botid = '" + bots[0].id() + "'");
        Cli.Result other = account.migrate(cli, arguments);
        assertEquals("restored", outcomes(other).get(bots[0].id()), other::toString);
        Cli.Result second = account.migrate(cli, arguments("--yes", "--snapshot", SECOND, "--json", "-"));
        assertEquals(expected("leftAlone", "restored"), outcomes(second), second::toString);
    }

    @Test
    void aNarrowerRunProvesWhatAnEarlierOneHasCopied() {
        leaveUnproved();
        account.sql("UPDATE items SET content = 'damaged' WHERE botid = '" + bots[1].id() + "'");
        Cli.Result narrow = restore(account, "--yes", "--snapshot", FIRST, "--bot", bots[0].id());
        Cli.Result full = restore(account, "--yes", "--snapshot", FIRST, "--bot", bots[0].id(), "--bot", bots[1].id());
        assertEquals(0, full.exit(), () -> narrow + "\n" + full);
        assertEquals(List.of(), account.sql("SELECT 1 FROM items WHERE content = 'damaged'"), narrow::toString);
        assertEquals(1, account.rows(bots[1]).size(), narrow::toString);
        assertNothingIsLeft(account);
    }

    /** Copies the first two bots; no proof is possible. */
    private void leaveUnproved() {
        account.statementError("bedrock_chat_restore.checksum(:call", -1, "DatabaseErrorException", "ERROR: no");
        Cli.Result failed =
                restore(account, "--yes", "--snapshot", FIRST, "--bot", bots[0].id(), "--bot", bots[1].id());
        assertEquals(1, failed.exit(), failed::toString);
        account.clearFaults();
    }

    @Test
    void aStackOfAnotherSnapshotIsNamedInThePlanTheStatusAndAtTheEnd() {
        String kept = restore(account, "--yes", "--snapshot", FIRST, "--keep", "--json", "-")
                .json()
                .get("stack")
                .getAsString();
        Cli.Result plan = restore(account, "--snapshot", SECOND, "--dry-run");
        assertTrue(plan.out().contains("stack " + kept) && plan.out().contains("an hour"), plan::toString);
        Cli.Result second = restore(account, "--yes", "--snapshot", SECOND, "--json", "-");
        assertEquals(0, second.exit(), second::toString);
        assertTrue(
                second.err().contains("the temporary database still exists (stack " + kept + "): about $"),
                second::toString);
        assertTrue(second.json().get("stackLeft").getAsBoolean(), second::toString);
        Cli.Result nothing = restore(account, "--yes", "--snapshot", SECOND);
        assertTrue(nothing.err().contains("(stack " + kept + "): about $"), nothing::toString);
        Cli.Result status = restore(account, "--status");
        assertTrue(status.out().contains("stack " + kept) && status.out().contains("an hour"), status::toString);
    }

    @Test
    void aTableThatDmsHasFilledFromAnotherSnapshotIsNotTakenForLoaded() {
        account.delete(later);
        restoreWithoutIndex("--via", "dms", "--yes", "--snapshot", FIRST);
        List<List<JsonElement>> proved = account.sql(CHECKSUM);
        account.put(later);
        Cli.Result second = restore(account, "--via", "dms", "--yes", "--snapshot", SECOND);
        assertEquals(2, second.exit(), second::toString);
        assertTrue(second.err().contains("has rows (of 2 bots), and DMS can only fill an empty one"), second::toString);
        assertEquals(proved, account.sql(CHECKSUM), second::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dms", "postgres_fdw"})
    void aStackOfDmsFromAnotherSnapshotIsRemovedFirst(String via) {
        Cli.Result kept = restore(account, "--via", "dms", "--yes", "--snapshot", FIRST, "--keep", "--json", "-");
        account.sql("DELETE FROM items");
        Cli.Result second = restore(account, "--via", via, "--yes", "--snapshot", SECOND);
        assertEquals(2, second.exit(), second::toString);
        assertTrue(second.err().contains(kept.json().get("stack").getAsString()), second::toString);
        assertTrue(second.err().contains("restore --clean-up"), second::toString);
        assertEquals(List.of(), account.mutations(), second::toString);
    }

    @Test
    void aBotThatLosesTheRowsThatDmsHasCopiedComesBackByTheCommandThatIsNamed() {
        account.statementError("bedrock_chat_restore.adopt(:call", -1, "DatabaseErrorException", "ERROR: no");
        Cli.Result failed = restore(account, "--via", "dms", "--yes", "--snapshot", FIRST);
        assertEquals(1, failed.exit(), failed::toString);
        account.clearFaults();
        account.sql("DELETE FROM items WHERE botid = '" + bots[0].id() + "'");
        Cli.Result again = restore(account, "--via", "dms", "--yes", "--snapshot", FIRST);
        assertEquals(1, again.exit(), again::toString);
        assertTrue(again.out().contains("  jbang migrate.java restore --snapshot " + FIRST + "\n"), again::toString);
        Cli.Result linked = restore(account, "--yes", "--snapshot", FIRST, "--json", "-");
        assertEquals("restored", outcomes(linked).get(bots[0].id()), linked::toString);
        assertEquals(1, account.rows(bots[0]).size());
    }
}
