package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.PseudoTerminal;
import tests.support.RestoreChecks;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.TestSnapshot;
import tests.support.Waiting;

/** What {@code restore} shows: its verdict in every way to call it, its bots, and its questions in a terminal. */
class RestoreScreenTest {
    private static final int COLUMNS = 100;
    private static final String CTRL_C = "\003";

    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
    private final TestBots.Bot bot = TestBots.bot(1);

    @AfterEach
    void stopServers() {
        account.remove();
    }

    private RunningProcess start(String... arguments) {
        String[] words = RestoreChecks.arguments(arguments);
        String[] command = new String[words.length + 1];
        command[0] = Cli.MIGRATE;
        System.arraycopy(words, 0, command, 1, words.length);
        return PseudoTerminal.start(account.cli(), COLUMNS, command);
    }

    /** With the key itself, as in {@link TerminalTest}. */
    @Test
    void ctrlCAtTheFirstQuestionCreatesNothingAndSaysNoMore() {
        PseudoTerminal.assumeAvailable();
        TestSnapshot.of(bot).addTo(account).put(bot);
        RunningProcess running = start();
        Waiting.await("the question", () -> running.shown().contains("and restore? [y/N]"));
        Cli.Result result = running.type(CTRL_C).end();
        assertEquals(130, result.exit(), result::toString);
        List<String> screen = PseudoTerminal.screen(result.out(), COLUMNS);
        assertEquals(
                List.of(
                        "Create the temporary database and restore? [y/N]",
                        "Interrupted. Nothing was created or removed."),
                screen.subList(screen.size() - 2, screen.size()),
                result::toString);
        assertEquals(List.of(), account.requests("CreateStack"), result::toString);
    }

    @Test
    void ctrlCAtTheLastQuestionNamesWhatIsLeftAndCountsAsNoAnswer() {
        PseudoTerminal.assumeAvailable();
        TestSnapshot.of(bot).addTo(account).put(bot);
        RunningProcess running = start().type("y\n");
        Waiting.await("the question", () -> running.shown().contains("database now? [y/N]"));
        Cli.Result result = running.type(CTRL_C).end();
        assertEquals(130, result.exit(), result::toString);
        List<String> screen = PseudoTerminal.screen(result.out(), COLUMNS);
        assertEquals("warning: interrupted.", screen.get(screen.size() - 1), result::toString);
        assertFalse(result.out().contains("input is closed"), result::toString);
        assertTrue(screen.contains("  jbang migrate.java restore --clean-up"), result::toString);
        assertTrue(
                screen.stream().anyMatch(line -> line.startsWith("  or by hand: aws cloudformation delete-stack")),
                result::toString);
    }
}
