package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Knowledge;
import lib.model.KnowledgeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bot's task embeds, how a bot is shown, and the pages in which bots are found. */
class BotTest {
    private static final BotKey KEY = new BotKey("ann", "ann#BOT#01HQZ");

    private static Bot bot(String title, Knowledge knowledge, String status) {
        return new Bot(KEY, title, knowledge, status, "", "", false, List.of(), false);
    }

    @Test
    void itsSourcesAreItsUrlsAndFilesAsOftenAsTheyAreNamedWithoutSitemapUrls() {
        Knowledge knowledge = new Knowledge(
                List.of("https://example.com/b", "https://example.com/a", "https://example.com/b"),
                List.of("https://example.com/sitemap.xml"),
                List.of("a.pdf", "a.pdf"),
                true);
        assertEquals(
                List.of(
                        KnowledgeSource.ofUrl("https://example.com/b"),
                        KnowledgeSource.ofUrl("https://example.com/a"),
                        KnowledgeSource.ofUrl("https://example.com/b"),
                        KnowledgeSource.ofFile(KEY, "a.pdf"),
                        KnowledgeSource.ofFile(KEY, "a.pdf")),
                bot("Bot", knowledge, "").sources());
    }

    @ParameterizedTest
    @CsvSource({"FAQ, FAQ", "'', (untitled)", "' \n', (untitled)", "'a\r\nb', a b"})
    void itsTitleIsShownOnOneLine(String title, String label) {
        assertEquals(label, bot(title, Knowledge.NONE, "").label());
    }

    @Test
    void itsTitleIsShownWithAtMostSixtyCharacters() {
        assertEquals("x".repeat(60), bot("x".repeat(60), Knowledge.NONE, "").label());
        assertEquals("x".repeat(59) + "…", bot("x".repeat(61), Knowledge.NONE, "").label());
    }

    @Test
    void aMissingStatusIsShownAsEmpty() {
        assertEquals("empty", bot("Bot", Knowledge.NONE, "").shownStatus());
        assertEquals("QUEUED", bot("Bot", Knowledge.NONE, "QUEUED").shownStatus());
    }

    @Test
    void itsKeyIsShownOnOneLineAndContainsItsId() {
        assertEquals("01HQZ", KEY.id());
        assertEquals("ann#BOT#01HQZ", KEY.toString());
        assertEquals("ann#BOT# 1", new BotKey("ann", "ann#BOT#\u001b1").toString());
    }
}
