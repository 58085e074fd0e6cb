package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import lib.model.Knowledge;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sitemap URL blocks a bot only if there is something else to embed. */
class KnowledgeTest {
    @ParameterizedTest
    @CsvSource({"0, 0, 0, false", "1, 0, 1, false", "0, 1, 0, false", "1, 1, 0, true", "0, 1, 1, true", "1, 2, 1, true"
    })
    void aSitemapUrlBlocksOtherSources(int urls, int sitemaps, int files, boolean blocked) {
        Knowledge knowledge = new Knowledge(sources(urls), sources(sitemaps), sources(files), true);
        assertEquals(blocked, knowledge.isBlockedBySitemap());
    }

    private static List<String> sources(int count) {
        return Collections.nCopies(count, "source");
    }
}
