package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.RestoreChecks.CHECKSUM;
import static tests.support.RestoreChecks.arguments;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.RestoreChecks.restore;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/**
 * {@code restore} after a run with another snapshot or with other bots: what was proved stays, what was copied is
 * proved, and what is paid for is named.
 */
class RestoreSnapshotsTest {
    private static final String FIRST = "first", SECOND = "second";

    @AutoClose("remove")
    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 30).set("roles", List.of("dms-vpc-role"));
    private final Bot[] bots = bots(2);
    private final Bot later = bot(3);

    @BeforeEach
    void putBots() {
        TestSnapshot.named(FIRST, bots).with("createdAt", "2024-05-01T10:00:00Z").addTo(account);
        TestSnapshot.named(SECOND, later).addTo(account);
        account.put(bots).put(later);
    }

    /** Ends a run after the proof, because the index cannot be rebuilt. */
    private void restoreWithoutIndex(String... options) {
        account.statementError("REINDEX", -1, "DatabaseErrorException", "ERROR: no");
        restore(account, options).exits(3);
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
        second.exits(0);
        Cli.Result rest = restore(account, "--yes", "--snapshot", SECOND, "--json", "-");
        assertEquals(expected("leftAlone", "restored"), outcomes(rest));
        rest.exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void whatWasCopiedFromAnotherSnapshotAndNotProvedStaysAndIsNamed() {
        leaveUnproved();
        Cli.Result second = restore(account, "--yes", "--snapshot", SECOND, "--json", "-").exits(1);
        assertEquals(expected("leftAlone", "restored"), outcomes(second), second::toString);
        second.hasErr("▲ 2 bots copied from snapshot " + FIRST + " and not proved yet");
        Cli.Result first = restore(account, "--yes", "--snapshot", FIRST, "--json", "-").exits(0);
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
        Cli.Result again = account.migrate(cli, arguments).exits(1);
        assertEquals(expected("leftAlone", "notInSnapshot"), outcomes(again));
        again.hasErr("There is nothing to restore: the snapshot has no rows of the 1 bot without");
        assertEquals(1, account.answered("CreateStack"));
        account.sql("DELETE FROM items WHERE botid = '" + bots[0].id() + "'");
        Cli.Result other = account.migrate(cli, arguments);
        assertEquals("restored", outcomes(other).get(bots[0].id()));
        Cli.Result second = account.migrate(cli, arguments("--yes", "--snapshot", SECOND, "--json", "-"));
        assertEquals(expected("leftAlone", "restored"), outcomes(second), second::toString);
    }

    /** A load that fails is repeated after the rows of the snapshot were removed, also those of the other run. */
    @Test
    void dmsFillsNoTableThatAnotherRunHasFilledMeanwhile() {
        Cli.Running slow = account.start(account.cli(), arguments("--via", "dms", "--snapshot", FIRST));
        slow.waitUntil(() -> account.arrivedWith("bedrock_chat_restore.loaded") > 0);
        restore(account, "--yes", "--snapshot", FIRST, "--bot", bots[0].id()).exits(0);
        slow.type("y\n").end().exits(2).hasErr("DMS can only fill an empty one");
        assertEquals(1, account.answered("CreateStack"));
        assertEquals(1, account.rows(bots[0]).size());
    }

    @Test
    void botsAreNotMissedBecauseAFileIsNotWhole() throws IOException {
        Cli cli = account.cli();
        String[] arguments = arguments("--yes", "--snapshot", FIRST, "--json", "-");
        account.migrate(cli, arguments);
        try (Stream<Path> files = Files.list(cli.journal().getParent())) {
            for (Path file : files.filter(each -> each.toString().endsWith(".snapshot")).toList()) {
                Files.writeString(file, bots[0].id().substring(9));
            }
        }
        account.sql("DELETE FROM items");
        Cli.Result again = account.migrate(cli, arguments);
        assertEquals(expected("restored", "notInSnapshot"), outcomes(again));
        Cli.Result remembered = account.migrate(cli, arguments);
        assertEquals(expected("leftAlone", "notInSnapshot"), outcomes(remembered));
        assertEquals(2, account.answered("CreateStack"));
    }

    @Test
    void theDatabaseIsNotCreatedAgainForDeletedBotsThatHaveTheirRows() {
        account.delete(bots[1]).delete(later);
        Cli cli = account.cli();
        String[] arguments = arguments("--yes", "--snapshot", FIRST, "--include-deleted", "--json", "-");
        Map<String, String> both = Map.of(bots[0].id(), "restored", bots[1].id(), "restored");
        Cli.Result first = account.migrate(cli, arguments).exits(0);
        assertEquals(both, outcomes(first), first::toString);
        account.migrate(cli, arguments).exits(0).hasErr("There is nothing to restore");
        assertEquals(1, account.answered("CreateStack"));
        account.sql("DELETE FROM items WHERE botid = '" + bots[1].id() + "'");
        Cli.Result lost = account.migrate(cli, arguments).exits(0);
        assertEquals("restored", outcomes(lost).get(bots[1].id()));
        assertEquals(2, account.answered("CreateStack"));
    }

    @Test
    void aNarrowerRunProvesWhatAnEarlierOneHasCopied() {
        leaveUnproved();
        account.sql("UPDATE items SET content = 'damaged' WHERE botid = '" + bots[1].id() + "'");
        Cli.Result narrow = restore(account, "--yes", "--snapshot", FIRST, "--bot", bots[0].id());
        Cli.Result full = restore(account, "--yes", "--snapshot", FIRST, "--bot", bots[0].id(), "--bot", bots[1].id());
        assertEquals(0, full.exit(), () -> narrow + "\n" + full);
        assertEquals(List.of(), account.sql("SELECT 1 FROM items WHERE content = 'damaged'"));
        assertEquals(1, account.rows(bots[1]).size());
        assertNothingIsLeft(account);
    }

    /** Copies the first two bots; no proof is possible. */
    private void leaveUnproved() {
        account.statementError("checksum(%L", -1, "DatabaseErrorException", "ERROR: no");
        restore(account, "--yes", "--snapshot", FIRST, "--bot", bots[0].id(), "--bot", bots[1].id()).exits(1);
        account.clearFaults();
    }

    @Test
    void aStackOfAnotherSnapshotIsNamedInThePlanTheStatusAndAtTheEnd() {
        String kept = restore(account, "--yes", "--snapshot", FIRST, "--keep", "--json", "-")
                .json()
                .get("stack")
                .getAsString();
        restore(account, "--snapshot", SECOND, "--dry-run").hasOut("stack " + kept, "an hour");
        Cli.Result second = restore(account, "--yes", "--snapshot", SECOND, "--json", "-").exits(0);
        second.hasErr("the temporary database still exists (stack " + kept + "): about $");
        assertTrue(second.json().get("stackLeft").getAsBoolean(), second::toString);
        restore(account, "--yes", "--snapshot", SECOND).hasErr("(stack " + kept + "): about $");
        restore(account, "--status").hasOut("stack " + kept, "an hour");
    }

    @Test
    void aTableThatDmsHasFilledFromAnotherSnapshotIsNotTakenForLoaded() {
        account.delete(later);
        restoreWithoutIndex("--via", "dms", "--yes", "--snapshot", FIRST);
        List<List<JsonElement>> proved = account.sql(CHECKSUM);
        account.put(later);
        Cli.Result second = restore(account, "--via", "dms", "--yes", "--snapshot", SECOND).exits(2);
        second.hasErr("has rows (of 2 bots), and DMS can only fill an empty one");
        assertEquals(proved, account.sql(CHECKSUM), second::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dms", "postgres_fdw"})
    void aStackOfDmsFromAnotherSnapshotIsRemovedFirst(String via) {
        Cli.Result kept = restore(account, "--via", "dms", "--yes", "--snapshot", FIRST, "--keep", "--json", "-");
        account.sql("DELETE FROM items");
        Cli.Result second = restore(account, "--via", via, "--yes", "--snapshot", SECOND).exits(2);
        second.hasErr(kept.json().get("stack").getAsString()).hasErr("restore --clean-up");
        assertEquals(List.of(), account.mutations(), second::toString);
    }

    @Test
    void aBotThatLosesTheRowsThatDmsHasCopiedComesBackByTheCommandThatIsNamed() {
        account.statementError("adopt(%L", -1, "DatabaseErrorException", "ERROR: no");
        restore(account, "--via", "dms", "--yes", "--snapshot", FIRST).exits(1);
        account.clearFaults();
        account.sql("DELETE FROM items WHERE botid = '" + bots[0].id() + "'");
        restore(account, "--via", "dms", "--yes", "--snapshot", FIRST).exits(1)
                .hasOut("  jbang migrate.java restore --snapshot " + FIRST + " --endpoint-url " + account.endpoint()
                        + "\n");
        Cli.Result linked = restore(account, "--yes", "--snapshot", FIRST, "--json", "-");
        assertEquals("restored", outcomes(linked).get(bots[0].id()));
        assertEquals(1, account.rows(bots[0]).size());
    }
}
