package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The verdict of a run for each way in which a run can end, and the exit code beside it. */
class VerdictCliTest {
    private static final String DEAD = "https://example.com/dead";

    private static void assertVerdict(int exitCode, String verdict, Cli.Result result) {
        assertEquals(verdict, JsonReport.of(result).verdict(), result::toString);
        result.exits(exitCode);
    }

    private static Cli.Result run(TestAccount account, Cli cli, String... options) {
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--json";
        all[options.length + 1] = "-";
        return account.migrate(cli, all);
    }

    @Test
    void fromTheDryRunToARunThatHasNothingToDo() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.empty().put(bots);
        Cli cli = account.cli();
        assertVerdict(
                0, "Dry run: nothing was started; all 2 bots with knowledge would be.", run(account, cli, "--dry-run"));
        assertVerdict(
                1,
                "None of the 2 bots is embedded and proved, and the search for bots is not finished.",
                run(account, cli, "--status"));
        assertVerdict(
                0,
                "All 2 bots with knowledge were skipped.",
                account.start(cli, "--json", "-").type("n\n").end());
        assertVerdict(1, "None of the 2 bots was started.", account.start(cli, "--json", "-").end());
        assertVerdict(
                0,
                "The selected bot with knowledge is embedded and proved.",
                run(account, cli, "--yes", "--bot", bots[0].id()));
        assertVerdict(0, "All 2 bots with knowledge are embedded and proved.", run(account, cli, "--yes"));
        assertVerdict(
                0,
                "All 2 bots with knowledge are embedded and proved; there was nothing to do.",
                run(account, cli, "--yes"));
        assertVerdict(0, "All 2 bots with knowledge are embedded and proved.", run(account, cli, "--status"));
        assertVerdict(
                0,
                "All 2 bots with knowledge are embedded, as their status alone shows.",
                run(account, cli, "--status", "--no-proof"));
    }

    @Test
    void withoutKnowledgeThereIsNothingToEmbed() {
        TestBots.Bot empty = TestBots.bot(1).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of()));
        TestAccount account = TestAccount.empty().put(empty);
        assertVerdict(
                0,
                "There is nothing to embed, because no bot has knowledge that can be embedded.",
                run(account, account.cli(), "--yes"));
        assertVerdict(0, "The only bot is embedded and proved.", run(account, account.cli(), "--yes", "--all"));
    }

    @Test
    void gapsAreIncompleteUntilTheyAreAccepted() {
        TestBots.Bot bot = TestBots.bot(1, DEAD);
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, "missingSource", "source", DEAD);
        Cli cli = account.cli();
        assertVerdict(1, "The only bot with knowledge is incomplete.", run(account, cli, "--yes"));
        assertVerdict(
                0,
                "The only bot with knowledge is embedded and proved, 1 with accepted gaps; there was nothing to do.",
                run(account, cli, "--yes", "--accept-missing"));
    }

    @Test
    void whatIsNotProvedAndWhatFails() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().put(bot).behavior(bot, "exit", "exitCode", 0);
        Cli cli = account.cli();
        assertVerdict(
                1,
                "The only bot with knowledge is unproved.",
                run(account, cli, "--yes", "--no-proof"));
        account.behavior(bot, "exit", "exitCode", 1);
        assertVerdict(1, "The only bot with knowledge failed.", run(account, cli, "--yes", "--no-proof"));
    }

    @Test
    void aSearchThatDidNotFinish() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2));
        account.fault(Map.of(
                "operation", "Scan",
                "skip", 1,
                "times", -1,
                "error", TestAccount.error(400, "AccessDeniedException", "no")));
        assertVerdict(
                1,
                "All 2 bots with knowledge are embedded and proved, but the search for bots is not finished.",
                run(account, account.cli(), "--yes"));
    }
}
