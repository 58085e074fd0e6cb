package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The verdict of a run for each way in which a run can end, and the exit code beside it. */
class VerdictCliTest {
    private static void assertVerdict(int exitCode, String verdict, Cli.Result result) {
        assertEquals(verdict, JsonReport.of(result).verdict(), result::toString);
        result.exits(exitCode);
    }

    private static Cli.Result run(TestAccount account, Cli cli, String options) {
        return account.migrate(cli, (options + " --json -").split(" "));
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
                run(account, cli, "--yes --bot " + bots[0].id()));
        assertVerdict(0, "All 2 bots with knowledge are embedded and proved.", run(account, cli, "--yes"));
        assertVerdict(
                0,
                "All 2 bots with knowledge are embedded and proved; there was nothing to do.",
                run(account, cli, "--yes"));
        assertVerdict(0, "All 2 bots with knowledge are embedded and proved.", run(account, cli, "--status"));
        assertVerdict(
                0,
                "All 2 bots with knowledge are embedded, as their status alone shows.",
                run(account, cli, "--status --no-proof"));
    }

    @Test
    void withoutKnowledgeThereIsNothingToEmbed() {
        TestBots.Bot empty = TestBots.bot(1).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of()));
        TestAccount account = TestAccount.empty().put(empty);
        assertVerdict(
                0,
                "There is nothing to embed, because no bot has knowledge that can be embedded.",
                run(account, account.cli(), "--yes"));
        assertVerdict(0, "The only bot is embedded and proved.", run(account, account.cli(), "--yes --all"));
    }
}
