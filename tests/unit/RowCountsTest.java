package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import lib.model.BotKey;
import lib.model.KnowledgeSource;
import lib.model.RowCounts;
import lib.model.RowCounts.Count;
import org.junit.jupiter.api.Test;

/** The rows of a bot whose page exists twice, whose file exists once, and whose second file has no searchable row. */
class RowCountsTest {
    private static final BotKey BOT = new BotKey("ann", "ann#BOT#1");
    private static final KnowledgeSource PAGE = KnowledgeSource.ofUrl("https://example.com/a\tb");
    private static final KnowledgeSource FILE = KnowledgeSource.ofFile(BOT, "a.pdf");
    private static final KnowledgeSource EMPTY = KnowledgeSource.ofFile(BOT, "b.pdf");
    private static final KnowledgeSource ABSENT = KnowledgeSource.ofFile(BOT, "c.pdf");
    private static final RowCounts ROWS = new RowCounts(Map.of(
            PAGE.rowSource(),
            new Count(6, 2, "01A", "01B"),
            "s3://bucket" + FILE.rowSource(),
            new Count(4, 1, "01A", "01B"),
            "s3://bucket" + EMPTY.rowSource(),
            new Count(0, 1, "01A", "01B")));

    @Test
    void theChunksOfAllSourcesAreAddedUp() {
        assertEquals(10, ROWS.chunks());
        assertEquals(0, RowCounts.NONE.chunks());
    }

    @Test
    void aSourceWithoutASearchableRowIsMissingOnce() {
        assertEquals(List.of(ABSENT, EMPTY), ROWS.missing(List.of(ABSENT, PAGE, FILE, EMPTY, ABSENT)));
        assertEquals(List.of(PAGE), RowCounts.NONE.missing(List.of(PAGE)));
    }

    @Test
    void duplicatesAreTheRowsBeyondOneSetForEachTimeThatTheKnowledgeNamesTheSource() {
        assertEquals(3, ROWS.duplicates(List.of(PAGE, FILE)));
        assertEquals(0, ROWS.duplicates(List.of(PAGE, PAGE, FILE)));
        assertEquals(3, ROWS.duplicates(List.of()), "the knowledge no longer names the page");
        assertEquals(0, RowCounts.NONE.duplicates(List.of(PAGE)));
        RowCounts thrice = new RowCounts(Map.of(PAGE.rowSource(), new Count(6, 3, "01A", "01B")));
        assertEquals(2, thrice.duplicates(List.of(PAGE, PAGE)));
    }
}
