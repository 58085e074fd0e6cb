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

    private static TestAccount account() {
        return TestAccount.empty().put(TestBots.bot(1), BLOCKED, SITEMAP_ONLY);
    }

    private static JsonObject bot(Cli.Result result, TestBots.Bot bot) {
        return result.json().getAsJsonArray("bots").asList().stream()
                .map(each -> each.getAsJsonObject())
                .filter(each -> each.get("id").getAsString().equals(bot.id()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--scan=auto", "--retry-incomplete", "--again", "--no-proof"})
    void aBotWithASitemapUrlAndOtherSourcesIsOpenInTheRunAndIsNotStarted(String option) {
        TestAccount install = account();
        Cli.Result run = install.migrate("--yes", "--json", "-", option);
        assertEquals(1, run.exit(), run::toString);
        assertEquals(List.of(TestBots.bot(1).sk()), install.startedBots(), run::toString);
        assertEquals("incomplete", bot(run, BLOCKED).get("outcome").getAsString(), run::toString);
        assertTrue(bot(run, BLOCKED).get("reason").getAsString().contains(REMEDY), run::toString);
        assertEquals("skipped", bot(run, SITEMAP_ONLY).get("outcome").getAsString(), run::toString);
        assertFalse(run.err().contains("start them again with --retry-incomplete"), run::toString);
    }

    @Test
    void verifyCountsItAsOpenTooAndGivesTheSameRemedy() {
        TestAccount install = account();
        install.migrate("--yes");
        Cli.Result verified = install.verify("--json", "-");
        assertEquals(1, verified.exit(), verified::toString);
        assertEquals("empty", bot(verified, BLOCKED).get("verdict").getAsString(), verified::toString);
        assertEquals(2, bot(verified, BLOCKED).getAsJsonArray("missing").size(), verified::toString);
        assertEquals(
                "nothingToEmbed", bot(verified, SITEMAP_ONLY).get("verdict").getAsString(), verified::toString);
        assertTrue(verified.err().contains(REMEDY), verified::toString);
    }

    @Test
    void onceAcceptedItIsOpenInNeitherOfTheTwo() {
        TestAccount install = account();
        Cli cli = install.cli();
        Cli.Result accepted = install.migrate(cli, "--yes", "--accept-missing", "--json", "-");
        assertEquals(0, accepted.exit(), accepted::toString);
        assertTrue(bot(accepted, BLOCKED).get("accepted").getAsBoolean(), accepted::toString);
        Cli.Result again = install.migrate(cli, "--yes");
        assertEquals(0, again.exit(), again::toString);
        Cli.Result verified = install.migrate(cli, TestAccount.VERIFY, "--json", "-");
        assertEquals(0, verified.exit(), verified::toString);
        assertTrue(bot(verified, BLOCKED).get("accepted").getAsBoolean(), verified::toString);
        assertEquals(List.of(TestBots.bot(1).sk()), install.startedBots(), verified::toString);

        install.replaceCluster(); // whose rows nobody has accepted to miss
        Cli.Result replaced = install.migrate(cli, TestAccount.VERIFY, "--json", "-");
        assertEquals(1, replaced.exit(), replaced::toString);
        assertFalse(bot(replaced, BLOCKED).get("accepted").getAsBoolean(), replaced::toString);
    }

    @Test
    void onceTheSitemapUrlIsRemovedTheBotIsStarted() {
        TestAccount install = account();
        Cli cli = install.cli();
        assertEquals(1, install.migrate(cli, "--yes").exit());
        install.put(BLOCKED.with("Knowledge", TestBots.knowledge(List.of(URL), List.of(), List.of("manual-2.pdf"))));
        Cli.Result run = install.migrate(cli, "--yes");
        assertEquals(0, run.exit(), run::toString);
        assertEquals(TestBots.sks(TestBots.bot(1), BLOCKED), Set.copyOf(install.startedBots()), run::toString);
        assertEquals(0, install.migrate(cli, TestAccount.VERIFY).exit());
    }

    @Test
    void nothingIsLostWhileTheRowsOfItsOtherSourcesExist() {
        TestAccount install = TestAccount.empty()
                .put(BLOCKED.with("Knowledge", TestBots.knowledge(List.of(URL), List.of(), List.of("manual-2.pdf"))));
        assertEquals(0, install.migrate("--yes").exit());
        install.put(BLOCKED.with("SyncStatus", "FAILED"));
        Cli.Result run = install.migrate("--yes");
        assertEquals(0, run.exit(), run::toString);
        assertEquals(List.of(), install.mutations(), run::toString);
        Cli.Result verified = install.verify();
        assertEquals(0, verified.exit(), verified::toString);
    }
}
