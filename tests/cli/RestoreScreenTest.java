package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;

import java.util.List;
import lib.common.TextWidth;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.PseudoTerminal;
import tests.support.RestoreChecks;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;
import tests.support.Waiting;

/** What {@code restore} shows: its verdict in every way to call it, its bots, and its questions in a terminal. */
class RestoreScreenTest {
    private static final int COLUMNS = 100;
    private static final String CTRL_C = "\003";

    @AutoClose("remove")
    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
    private final Bot bot = bot(1);

    private RunningProcess start(int columns) {
        return PseudoTerminal.start(account.forProcess(account.cli()), columns, Cli.PROGRAM, "restore");
    }

    /** With the key itself, as in {@link TerminalTest}. */
    @Test
    void ctrlCAtTheFirstQuestionCreatesNothingAndSaysNoMore() {
        PseudoTerminal.assumeAvailable();
        TestSnapshot.of(bot).addTo(account).put(bot);
        RunningProcess running = start(COLUMNS);
        Waiting.await("the question", () -> running.shown().contains("and restore? [y/N]"));
        Cli.Result result = running.type(CTRL_C).end().exits(130);
        List<String> screen = PseudoTerminal.screen(result.out(), COLUMNS);
        assertEquals(
                List.of(
                        "Create the temporary database and restore? [y/N]",
                        "Interrupted. Nothing was created or removed."),
                screen.subList(screen.size() - 2, screen.size()));
        assertEquals(List.of(), account.requests("CreateStack"));
    }

    @Test
    void ctrlCAtTheLastQuestionNamesWhatIsLeftAndCountsAsNoAnswer() {
        PseudoTerminal.assumeAvailable();
        TestSnapshot.of(bot).addTo(account).put(bot);
        account.statementError("insert_rows(%L", -1, "DatabaseErrorException", "ERROR: no");
        RunningProcess running = start(COLUMNS).type("y\n");
        Waiting.await("the question", () -> running.shown().contains("database now? [Y/n]"));
        Cli.Result result = running.type(CTRL_C).end().exits(130);
        List<String> screen = PseudoTerminal.screen(result.out(), COLUMNS);
        assertEquals("warning: interrupted.", screen.get(screen.size() - 1));
        result.hasNoOut("input is closed");
        assertEquals(0, account.answered("DeleteStack"));
        assertTrue(screen.containsAll(List.of(
                        "  to continue           jbang migrate.java restore",
                        "  to remove everything  jbang migrate.java restore --clean-up")));
        String byHand = "  or by hand            aws cloudformation delete-stack";
        assertTrue(screen.stream().anyMatch(line -> line.startsWith(byHand)));
    }

    /** It stands below the events; Ctrl-C erases it. */
    @ParameterizedTest
    @ValueSource(ints = {60, 200})
    void theLiveRegionShowsTheStepAndItsTimeAndWhatTheDatabaseHasCost(int columns) {
        PseudoTerminal.assumeAvailable();
        TestSnapshot.of(bot).addTo(account).put(bot).set("resourceSeconds", 6_000);
        RunningProcess running = start(columns).type("y\n");
        Waiting.await("the live region", () -> !region(running.shown(), columns).isEmpty());
        List<String> region = region(running.shown(), columns);
        String text = String.join(" ", region).replaceAll(" +", " ");
        assertTrue(
                text.matches("▸ step 3 of 8: creating the temporary database (under 1|\\d+) min elapsed,"
                        + " usually 15 to 30, (under \\$0\\.01|\\$\\d\\.\\d\\d to \\$\\d\\.\\d\\d) so far"),
                text);
        assertEquals(2, region.size(), text);
        region.forEach(line -> assertTrue(TextWidth.of(line) < columns, line));
        Cli.Result result = running.type(CTRL_C).end().exits(130);
        List<String> screen = PseudoTerminal.screen(result.out(), columns);
        assertEquals("warning: interrupted.", screen.get(screen.size() - 1));
        assertTrue(screen.stream().noneMatch(line -> line.contains("step 3 of 8")));
    }

    /** The lines of the live region, while the temporary database is created and its price is known. */
    private static List<String> region(String shown, int columns) {
        List<String> screen = PseudoTerminal.screen(shown, columns);
        int title = screen.indexOf("▸ step 3 of 8: creating the temporary database");
        List<String> region = title < 0 ? List.of() : screen.subList(title, screen.size());
        return region.toString().contains("so far") ? region : List.of();
    }

    @Test
    void aDryRunAndTheStatusEndWithTheirVerdict() {
        TestSnapshot.of(bot).addTo(account).put(bot);
        RestoreChecks.restore(account, "--dry-run")
                .hasOut("\n\nDry run: nothing was created; 1 bot to copy if the snapshot has rows.\n\nNext:\n  to ");
        Cli.Result nothing = RestoreChecks.restore(account, "--status");
        assertTrue(nothing.out().endsWith("\n\n✔ Nothing of restore exists.\n"));
        RestoreChecks.restore(account, "--yes", "--keep").exits(0);
        RestoreChecks.restore(account, "--status").hasOut(
                "\n\n▲ 1 temporary database of restore still exists.\n\nNext:\n  to continue ",
                "  to remove what is left  jbang migrate.java restore --clean-up ");
        account.sql("DELETE FROM items");
        account.migrate("--yes");
        RestoreChecks.restore(account, "--dry-run")
                .hasOut("\n\nDry run: nothing was created; no selected bot lacks rows.\n\nNext:\n  to see every bot ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void botsAreNamedByTitleAndIdAndByTheirFullKeyIfVerbose(boolean verbose) {
        Bot missing = bot(2);
        TestSnapshot.of(bot).addTo(account).put(bot, missing);
        Cli.Result result = verbose
                ? RestoreChecks.restore(account, "--yes", "--verbose")
                : RestoreChecks.restore(account, "--yes");
        result.exits(1).hasOut(": Bot 1  " + (verbose ? bot.sk() : bot.id()) + "\n");
        result.hasOut("\n✘ 1 empty: no source of the knowledge has rows\n", "\n    Bot 2  " + missing.id() + "  ");
        assertEquals(verbose, result.out().contains(missing.sk()));
        assertEquals(verbose, result.out().contains("#BOT#"));
    }

    @Test
    void anIndexThatWasNotRebuiltIsInTheVerdict() {
        TestSnapshot.of(bot).addTo(account).put(bot);
        account.statementError("CONCURRENTLY", 1, "StatementTimeoutException", "Request timed out");
        Cli.Result result = RestoreChecks.restore(account, "--yes", "--json", "-").exits(1);
        assertEquals(
                "The only bot with knowledge is complete, but the index was not rebuilt.",
                JsonReport.of(result).verdict());
    }

    /** Only a command, which is meant to be copied, and an id or bucket that fills the line alone may be wider. */
    @ParameterizedTest
    @ValueSource(ints = {60, 200})
    void noLineIsWiderThanTheTerminal(int columns) {
        PseudoTerminal.assumeAvailable();
        TestSnapshot.of(bot).addTo(account).put(bot, bot(2));
        Cli.Result result = start(columns).type("y\ny\n").end().exits(1);
        for (String line :
                result.out().replaceAll("\u001b\\[[\\d;?]*[a-zA-Z]", "").split("[\r\n]+")) {
            boolean isCommand = line.contains(" aws ") || line.startsWith("    jbang ");
            boolean isOneWord = line.matches("(  [a-z ]{17})?\\S+");
            assertTrue(TextWidth.of(line) < columns || isCommand || isOneWord && columns <= 80, line);
        }
    }
}
