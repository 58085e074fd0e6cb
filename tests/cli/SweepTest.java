package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.PseudoTerminal;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The sweep of the table takes long in a large one: it is not repeated needlessly, and shows its progress. */
class SweepTest {
    private static final int CONVERSATIONS = 60;
    private static final TestBots.Bot LATER = TestBots.bot(78).with("Title", "Later");

    /** One bot in the index and one that is not, among conversations, in slow pages of one item. */
    private static TestAccount slowTable() {
        return TestAccount.empty()
                .put(TestBots.bot(1), TestBots.MISSED_BY_INDEX)
                .putAll(IntStream.range(0, CONVERSATIONS)
                        .mapToObj(n -> TestBots.conversation(n, 100))
                        .toList())
                .fault(Map.of("operation", "Scan", "contains", "IndexName", "times", -1, "delayMillis", 1))
                .fault(Map.of("operation", "Scan", "times", -1, "pageLimit", 1, "delayMillis", 20));
    }

    /** The requests that the sweeps have sent. */
    private static List<JsonObject> sweepPages(TestAccount account) {
        return account.requests("Scan").stream()
                .map(request -> request.getAsJsonObject("body"))
                .filter(body -> !body.has("IndexName"))
                .toList();
    }

    @Test
    void aKilledSweepBeginsAgain() {
        TestAccount account = slowTable();
        Cli cli = account.cli();
        assertTrue(account.start(cli, "--yes").killWhen(() -> sweepPages(account).size() >= CONVERSATIONS / 2));
        assertFalse(account.startedBots().contains(TestBots.MISSED_BY_INDEX.sk()), "the sweep had not ended");
        assertEquals(List.of(), cli.journalLines("swept"));
        int before = sweepPages(account).size();
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        assertFalse(sweepPages(account).get(before).has("ExclusiveStartKey"), result::toString);
        assertEquals(1, cli.journalLines("swept").size(), result::toString);
        assertEquals(
                TestBots.sortKeys(TestBots.bot(1), TestBots.MISSED_BY_INDEX),
                Set.copyOf(account.startedBots()),
                result::toString);
        assertEquals(2, account.startedBots().size(), result::toString);
    }

    @Test
    void aFinishedSweepIsNotRepeatedForADayAndItsBotsAreKnown() {
        TestAccount account = TestAccount.empty().put(TestBots.bot(1), TestBots.MISSED_BY_INDEX);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        assertEquals(1, sweepPages(account).size());
        for (String option : List.of("--yes", "--dry-run", "--status")) {
            Cli.Result again = account.migrate(cli, option, "--json", "-").exits(0);
            assertEquals("succeeded", JsonReport.of(again).outcome(TestBots.MISSED_BY_INDEX), again::toString);
            assertEquals(List.of(), account.mutations(), again::toString);
            assertEquals(1, sweepPages(account).size(), again::toString);
        }
        account.advance(Duration.ofHours(25));
        Cli.Result nextDay = account.migrate(cli, "--yes").exits(0);
        assertEquals(2, sweepPages(account).size(), nextDay::toString);
        assertEquals(2, account.startedBots().size(), nextDay::toString);
    }

    @Test
    void aNamedBotThatIsNotKnownAndAFreshStartAreReasonsToSweepAgain() {
        TestAccount account = TestAccount.empty().put(TestBots.bot(1), TestBots.MISSED_BY_INDEX);
        Cli cli = account.cli();
        account.migrate(cli, "--yes");
        account.put(LATER).set("missedByIndex", List.of(TestBots.MISSED_BY_INDEX.sk(), LATER.sk()));
        Cli.Result named = account.migrate(cli, "--yes", "--bot", LATER.id()).exits(0);
        assertEquals(2, sweepPages(account).size(), named::toString);
        assertTrue(account.startedBots().contains(LATER.sk()), named::toString);
        Cli.Result fresh = account.migrate(cli, "--yes", "--fresh").exits(0);
        assertEquals(3, sweepPages(account).size(), fresh::toString);
        assertEquals(6, account.startedBots().size(), fresh::toString);
    }

    @Test
    void theStatusDoesNotSweepAndSaysWhatIsNotKnown() {
        TestAccount account = TestAccount.empty().put(TestBots.bot(1), TestBots.MISSED_BY_INDEX);
        Cli cli = account.cli();
        account.errorAfter(1, "Scan", -1, 400, "AccessDeniedException", "no");
        account.migrate(cli, "--yes");
        account.clearFaults();
        for (String[] options : new String[][] {{"--status"}, {"--status", "--bot", TestBots.MISSED_BY_INDEX.id()}}) {
            Cli.Result status = account.migrate(cli, options).exits(1).hasOut("Not known: ");
            assertEquals(1, sweepPages(account).size(), "the one that failed: " + status);
        }
        account.migrate(cli, "--yes");
        Cli.Result known = account.migrate(cli, "--status");
        known.exits(0).hasNoOut("Not known");
        assertEquals(2, sweepPages(account).size(), known::toString);
    }

    @Test
    void withoutATerminalALineNowAndThenShowsTheProgress() {
        TestAccount account = slowTable();
        Cli.Running running = account.start(account.cli(), "--yes");
        // A request takes no simulated time by itself, however slow its answer is.
        running.waitUntil(() -> {
            account.advance(Duration.ofSeconds(20));
            return false;
        });
        Cli.Result result = running.end().exits(0);
        List<Integer> shares = result.out()
                .lines()
                .filter(line -> line.matches("[0-9:]+ sweep of the table: [0-9]+ % read"))
                .map(line -> Integer.valueOf(line.replaceFirst(".*: ([0-9]+) %.*", "$1")))
                .toList();
        assertTrue(shares.size() > 1, result::toString);
        assertEquals(shares.stream().sorted().toList(), shares, result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes", "--dry-run"})
    void inATerminalTheLiveLineShowsTheProgress(String option) {
        PseudoTerminal.assumeAvailable();
        TestAccount account = slowTable();
        Cli.Result result = PseudoTerminal.run(account.forProcess(account.cli()), "", Cli.PROGRAM, option);
        assertTrue(result.out().matches("(?s).*(· table|Sweep of the table:) [0-9]+ % read.*"), result::toString);
        result.hasNoOut("] sweep of the table: ");
    }
}
