package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.model.BotKey;
import lib.model.DuplicateRows;
import lib.model.KnowledgeSource;
import lib.model.RowCounts.Count;
import lib.model.RowCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of a bot, and why those of a page exist as often as they do. */
class RowCountsTest {
    private static final BotKey BOT = new BotKey("ann", "ann#BOT#1");
    private static final KnowledgeSource PAGE = KnowledgeSource.ofUrl("https://example.com/a\tb");
    private static final KnowledgeSource FILE = KnowledgeSource.ofFile(BOT, "a.pdf");
    private static final KnowledgeSource EMPTY = KnowledgeSource.ofFile(BOT, "b.pdf");
    private static final KnowledgeSource ABSENT = KnowledgeSource.ofFile(BOT, "c.pdf");
    /** Its page exists twice, its file once, and its second file has no searchable row. */
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

    @ParameterizedTest
    @CsvSource({
        "1, 1, ''",
        "1, 2, ''",
        "2, 0, DUPLICATE_ROWS",
        "2, 1, DUPLICATE_ROWS",
        "2, 2, NAMED_TWICE",
        "2, 3, NAMED_TWICE",
        "3, 2, DUPLICATE_ROWS",
        "4, 2, DUPLICATE_ROWS"
    })
    void theReasonFollowsFromHowOftenTheKnowledgeNamesThePage(int sets, int named, String reasons) {
        RowCounts rows = new RowCounts(Map.of(PAGE.rowSource(), new Count(12, sets, "01A", "01B")));
        List<KnowledgeSource> knowledge = Collections.nCopies(named, PAGE);
        List<String> found = Stream.of(DuplicateRows.values())
                .filter(why -> !why.sources(rows, knowledge).isEmpty())
                .map(DuplicateRows::name)
                .toList();
        assertEquals(reasons, String.join(" ", found));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DUPLICATE_ROWS | with duplicate rows | two tasks | Embed it once more with --fresh --bot ID, which replaces its"
                        + " rows.",
                "NAMED_TWICE | with a source that is named twice | names a source twice | Remove one of the two in"
                        + " the app, which embeds the bot again."
            })
    void eachReasonHasItsRemedy(DuplicateRows why, String label, String reason, String remedy) {
        assertEquals(label, why.label());
        assertTrue(why.reason().contains(reason), why::reason);
        assertEquals(remedy, why.remedy());
    }

    @Test
    void aSourceIsNamedOnOneLineAsTheKnowledgeNamesIt() {
        RowCounts rows = new RowCounts(Map.of(PAGE.rowSource(), new Count(2, 2, "01A", "01B")));
        List<String> shown = List.of("https://example.com/a b");
        assertEquals(shown, DuplicateRows.NAMED_TWICE.sources(rows, List.of(PAGE, PAGE)));
        assertEquals(shown, DuplicateRows.DUPLICATE_ROWS.sources(rows, List.of()));
    }

    @Test
    void twoUrlsOfOneVideoAreBothNamed() {
        RowCounts rows = new RowCounts(Map.of("dQw4w9WgXcQ", new Count(2, 2, "01A", "01B")));
        List<KnowledgeSource> knowledge = Stream.of("https://youtu.be/dQw4w9WgXcQ", "https://vid.plus/dQw4w9WgXcQ")
                .map(KnowledgeSource::ofUrl)
                .toList();
        assertEquals(
                List.of("https://youtu.be/dQw4w9WgXcQ and https://vid.plus/dQw4w9WgXcQ"),
                DuplicateRows.NAMED_TWICE.sources(rows, knowledge));
    }
}
