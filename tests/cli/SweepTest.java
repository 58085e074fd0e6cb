package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.MISSED_BY_INDEX;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.conversations;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.PseudoTerminal;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/** The sweep of the table takes long in a large one: it is not repeated needlessly, and shows its progress. */
class SweepTest {
    private static final int CONVERSATIONS = 60;
    private static final Bot LATER = bot(78).with("Title", "Later");

    private final TestAccount account = TestAccount.with(bot(1), MISSED_BY_INDEX);

    /** Adds conversations to the one bot in the index and the one that is not, and makes pages slow and of one item. */
    private void slowTable() {
        account.putAll(conversations(CONVERSATIONS, 100))
                .fault(Map.of("operation", "Scan", "contains", "IndexName", "times", -1, "delayMillis", 1))
                .fault(Map.of("operation", "Scan", "times", -1, "pageLimit", 1, "delayMillis", 20));
    }

    /** The requests that the sweeps have sent. */
    private List<JsonObject> sweepPages() {
        return account.requests("Scan").stream()
                .map(request -> request.getAsJsonObject("body"))
                .filter(body -> !body.has("IndexName"))
                .toList();
    }

    @Test
    void aKilledSweepBeginsAgain() {
        slowTable();
        account.startAndKill(() -> sweepPages().size() >= CONVERSATIONS / 2);
        assertFalse(account.startedBots().contains(MISSED_BY_INDEX.sk()), "the sweep had not ended");
        assertEquals(List.of(), account.journalLines("swept"));
        int before = sweepPages().size();
        account.migrate("--yes").exits(0);
        assertFalse(sweepPages().get(before).has("ExclusiveStartKey"));
        assertEquals(1, account.journalLines("swept").size());
        account.assertStarted(bot(1), MISSED_BY_INDEX);
    }

    @Test
    void aFinishedSweepIsNotRepeatedForADayAndItsBotsAreKnown() {
        account.migrate("--yes").exits(0);
        assertEquals(1, sweepPages().size());
        for (String option : List.of("--parallel=auto", "--dry-run", "--status")) {
            assertEquals("succeeded", account.report(option).exits(0).outcome(MISSED_BY_INDEX));
            assertEquals(List.of(), account.mutations());
            assertEquals(1, sweepPages().size());
        }
        account.advance(Duration.ofHours(25)).migrate("--yes").exits(0);
        assertEquals(2, sweepPages().size());
        account.assertStarted(bot(1), MISSED_BY_INDEX);
    }

    @Test
    void aNamedBotThatIsNotKnownAndAFreshStartAreReasonsToSweepAgain() {
        account.migrate("--yes");
        account.put(LATER).set("missedByIndex", List.of(MISSED_BY_INDEX.sk(), LATER.sk()));
        account.migrate("--yes", "--bot", LATER.id()).exits(0);
        assertEquals(2, sweepPages().size());
        account.assertStarted(bot(1), MISSED_BY_INDEX, LATER);
        account.migrate("--yes", "--fresh").exits(0);
        assertEquals(3, sweepPages().size());
        assertEquals(List.of(2, 2, 2), account.taskCounts(bot(1), MISSED_BY_INDEX, LATER));
    }

    @Test
    void theStatusDoesNotSweepAndSaysWhatIsNotKnown() {
        account.errorAfter(1, "Scan", -1, 400, "AccessDeniedException", "no").migrate("--yes");
        account.clearFaults();
        for (String[] options : new String[][] {{"--status"}, {"--status", "--bot", MISSED_BY_INDEX.id()}}) {
            account.migrate(options).exits(1).hasOut("Not known: ");
            assertEquals(1, sweepPages().size(), "the one that failed");
        }
        account.migrate("--yes");
        account.migrate("--status").exits(0).hasNoOut("Not known");
        assertEquals(2, sweepPages().size());
    }

    @Test
    void withoutATerminalALineNowAndThenShowsTheProgress() {
        slowTable();
        Cli.Running running = account.start("--yes");
        // A request takes no simulated time by itself, however slow its answer is.
        running.waitUntil(() -> {
            account.advance(Duration.ofSeconds(20));
            return false;
        });
        List<Integer> shares = running.end().exits(0).outLines("^[0-9:]+ sweep of the table: [0-9]+ % read$").stream()
                .map(line -> Integer.valueOf(line.replaceFirst(".*: ([0-9]+) %.*", "$1")))
                .toList();
        assertTrue(shares.size() > 1);
        assertEquals(shares.stream().sorted().toList(), shares);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes", "--dry-run"})
    void inATerminalTheLiveLineShowsTheProgress(String option) {
        PseudoTerminal.assumeAvailable();
        slowTable();
        PseudoTerminal.run(account.forProcess(account.cli()), "", Cli.PROGRAM, option)
                .matchesOut("(· table|Sweep of the table:) [0-9]+ % read")
                .hasNoOut("] sweep of the table: ");
    }
}
