package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import lib.model.BotKey;
import lib.model.Knowledge;
import lib.model.KnowledgeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bot knows, counted; what a sitemap URL blocks; and how the rows of the database name a piece of it. */
class KnowledgeTest {
    private static final KnowledgeSource FILE =
            KnowledgeSource.ofFile(new BotKey("user", "user#BOT#01HQZ"), "annual report.pdf");

    @ParameterizedTest
    @CsvSource({"0, 0, 0, false", "1, 0, 1, false", "0, 1, 0, false", "1, 1, 0, true", "0, 1, 1, true", "1, 2, 1, true"
    })
    void aSitemapUrlBlocksOtherSources(int urls, int sitemaps, int files, boolean blocked) {
        Knowledge knowledge = new Knowledge(sources(urls), sources(sitemaps), sources(files), true);
        assertEquals(blocked, knowledge.isBlockedBySitemap());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | 0 | no knowledge",
                "1 | 0 | 0 | 1 URL",
                "0 | 1 | 0 | 1 sitemap URL",
                "0 | 0 | 1 | 1 file",
                "3 | 1 | 2 | 2 files, 3 URLs, 1 sitemap URL"
            })
    void theSummaryCountsTheSourcesOfEachKind(int urls, int sitemaps, int files, String summary) {
        Knowledge knowledge = new Knowledge(sources(urls), sources(sitemaps), sources(files), true);
        assertEquals(summary, knowledge.summary());
        assertEquals(summary.equals("no knowledge"), knowledge.isEmpty());
        Knowledge unreadable = new Knowledge(sources(urls), sources(sitemaps), sources(files), false);
        assertEquals("unreadable knowledge", unreadable.summary());
    }

    private static List<String> sources(int count) {
        return Collections.nCopies(count, "source");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://youtu.be/dQw4w9WgXcQ",
                "http://youtu.be/dQw4w9WgXcQ?si=x",
                "HTTPS://youtu.be/dQw4w9WgXcQ",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
                "https://youtube.com/watch?t=10&v=dQw4w9WgXcQ#at",
                "https://m.youtube.com/watch?v=&v=dQw4w9WgXcQ",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&v=9bZkp7q19f0",
                "https://www.youtube.com/watch?v=%64Qw4w9WgXcQ",
                "https://www.youtube.com/embed/dQw4w9WgXcQ",
                "https://www.youtube.com/shorts/dQw4w9WgXcQ?feature=share",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
                "https://vid.plus/dQw4w9WgXcQ"
            })
    void aVideoIsNamedByItsId(String url) {
        KnowledgeSource source = KnowledgeSource.ofUrl(url);
        assertEquals(new KnowledgeSource(url, "dQw4w9WgXcQ", false), source);
        assertTrue(source.isNamed("dQw4w9WgXcQ"));
        assertFalse(source.isNamed(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/watch?v=dQw4w9WgXcQ",
                "https://youtube.com.example.com/dQw4w9WgXcQ",
                "https://music.youtube.com/watch?v=dQw4w9WgXcQ",
                "https://WWW.YouTube.com/watch?v=dQw4w9WgXcQ",
                "https://www.youtube.com:443/watch?v=dQw4w9WgXcQ",
                "https://www.youtube.com/watch?v=dQw4w9WgXc",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQQ",
                "https://www.youtube.com/watch?V=dQw4w9WgXcQ",
                "https://www.youtube.com/watch",
                "https://www.youtube.com/playlist?list=PL0123456789",
                "https://www.youtube.com/embed/dQw4w9WgXcQ/",
                "https://youtu.be",
                "ftp://youtu.be/dQw4w9WgXcQ",
                "youtu.be/dQw4w9WgXcQ",
                "no URL at all",
                ""
            })
    void everyOtherUrlIsAWebPageThatIsNamedAsItIs(String url) {
        KnowledgeSource source = KnowledgeSource.ofUrl(url);
        assertEquals(new KnowledgeSource(url, url, false), source);
        assertTrue(source.isNamed(url));
        assertFalse(source.isNamed(url + "/"));
    }

    @Test
    void aPercentSignThatStartsNoEscapeStandsForItself() {
        assertEquals(
                "dQw4w9Wg%zz",
                KnowledgeSource.ofUrl("https://www.youtube.com/watch?v=dQw4w9Wg%zz").rowSource());
    }

    @Test
    void aFileIsNamedByItsPlaceBelowTheBot() {
        assertEquals("annual report.pdf", FILE.name());
        assertEquals("/user/01HQZ/documents/annual report.pdf", FILE.rowSource());
        assertTrue(FILE.isFile());
    }

    @ParameterizedTest
    @CsvSource({
        "s3://any-bucket/user/01HQZ/documents/annual report.pdf, true",
        "s3://other-bucket/user/01HQZ/documents/annual report.pdf, true",
        "s3://any-bucket/user/01HQZ/documents/report.pdf, false",
        "s3://any-bucket/user/01HQZ/documents/annual report.pdf.bak, false",
        "s3://any-bucket/user/01HQY/documents/annual report.pdf, false",
        "s3://any-bucket/other/01HQZ/documents/annual report.pdf, false",
        "https://any-bucket/user/01HQZ/documents/annual report.pdf, false",
        "annual report.pdf, false"
    })
    void rowsOfThatSourceBelongToTheFile(String source, boolean belong) {
        assertEquals(belong, FILE.isNamed(source));
    }

    @Test
    void itIsShownOnOneLineOfAtMostTwoHundredCharacters() {
        assertEquals("a b", KnowledgeSource.ofUrl("a\r\nb").toString());
        assertEquals("x".repeat(199) + "…", KnowledgeSource.ofUrl("x".repeat(201)).toString());
    }
}
