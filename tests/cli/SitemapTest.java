package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * The embedding task fails on any sitemap URL, so the files and URLs beside one are lost until it is removed in the
 * app. The run and {@code verify} must agree on that.
 */
class SitemapTest {
    private static final String URL = "https://example.com/page";
    private static final String SITEMAP = "https://example.com/sitemap.xml";
    private static final String REMEDY = "remove it in the app";
    private static final TestBots.Bot BLOCKED = TestBots.bot(2)
            .with("Knowledge", TestBots.knowledge(List.of(URL), List.of(SITEMAP), List.of("manual-2.pdf")));
    private static final TestBots.Bot SITEMAP_ONLY =
            TestBots.bot(3).with("Knowledge", TestBots.knowledge(List.of(), List.of(SITEMAP), List.of()));

    private static TestAccount threeBots() {
        return TestAccount.empty().put(TestBots.bot(1), BLOCKED, SITEMAP_ONLY);
    }

    private static JsonObject bot(Cli.Result result, TestBots.Bot bot) {
        return JsonReport.of(result).bot(bot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--parallel=auto", "--fresh", "--no-proof"})
    void aBotWithASitemapUrlAndOtherSourcesIsOpenInTheRunAndIsNotStarted(String option) {
        TestAccount account = threeBots();
        Cli.Result run = account.migrate("--yes", "--json", "-", option).exits(1);
        assertEquals(List.of(TestBots.bot(1).sk()), account.startedBots(), run::toString);
        assertEquals("incomplete", bot(run, BLOCKED).get("outcome").getAsString(), run::toString);
        assertTrue(bot(run, BLOCKED).get("reason").getAsString().contains(REMEDY), run::toString);
        assertEquals("skipped", bot(run, SITEMAP_ONLY).get("outcome").getAsString(), run::toString);
        assertEquals(
                "Remove the sitemap URL from the bot in the app: the task always fails on it. Or accept the missing"
                        + " sources with --accept-missing.",
                JsonReport.of(run).problem(BLOCKED).get("remedy").getAsString());
    }

    @Test
    void verifyCountsItAsOpenTooAndGivesTheSameRemedy() {
        TestAccount account = threeBots();
        account.migrate("--yes");
        Cli.Result verified = account.verify("--json", "-").exits(1);
        assertEquals("empty", bot(verified, BLOCKED).get("verdict").getAsString(), verified::toString);
        assertEquals(2, bot(verified, BLOCKED).getAsJsonArray("missing").size(), verified::toString);
        assertEquals(
                "nothingToEmbed", bot(verified, SITEMAP_ONLY).get("verdict").getAsString(), verified::toString);
        verified.hasErr(REMEDY);
    }

    @Test
    void onceAcceptedItIsOpenInNeitherOfTheTwo() {
        TestAccount account = threeBots();
        Cli cli = account.cli();
        Cli.Result accepted = account.migrate(cli, "--yes", "--accept-missing", "--json", "-").exits(0);
        assertTrue(bot(accepted, BLOCKED).get("accepted").getAsBoolean(), accepted::toString);
        account.migrate(cli, "--yes").exits(0);
        Cli.Result verified = account.migrate(cli, TestAccount.VERIFY, "--json", "-").exits(0);
        assertTrue(bot(verified, BLOCKED).get("accepted").getAsBoolean(), verified::toString);
        assertEquals(List.of(TestBots.bot(1).sk()), account.startedBots(), verified::toString);

        account.replaceCluster(); // whose rows nobody has accepted to miss
        Cli.Result replaced = account.migrate(cli, TestAccount.VERIFY, "--json", "-").exits(1);
        assertFalse(bot(replaced, BLOCKED).get("accepted").getAsBoolean(), replaced::toString);
    }

    @Test
    void onceTheSitemapUrlIsRemovedTheBotIsStarted() {
        TestAccount account = threeBots();
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(1);
        account.put(BLOCKED.with("Knowledge", TestBots.knowledge(List.of(URL), List.of(), List.of("manual-2.pdf"))));
        Cli.Result run = account.migrate(cli, "--yes").exits(0);
        assertEquals(TestBots.sortKeys(TestBots.bot(1), BLOCKED), Set.copyOf(account.startedBots()), run::toString);
        account.migrate(cli, TestAccount.VERIFY).exits(0);
    }

    @Test
    void nothingIsLostWhileTheRowsOfItsOtherSourcesExist() {
        TestAccount account = TestAccount.empty()
                .put(BLOCKED.with("Knowledge", TestBots.knowledge(List.of(URL), List.of(), List.of("manual-2.pdf"))));
        account.migrate("--yes").exits(0);
        account.put(BLOCKED.with("SyncStatus", "FAILED"));
        Cli.Result run = account.migrate("--yes").exits(0);
        assertEquals(List.of(), account.mutations(), run::toString);
        account.verify().exits(0);
    }
}
