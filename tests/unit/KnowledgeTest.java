package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import lib.model.Knowledge;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bot knows, counted; and that a sitemap URL blocks it only if there is something else to embed. */
class KnowledgeTest {
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
}
