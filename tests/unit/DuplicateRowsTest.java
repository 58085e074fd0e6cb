package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.model.DuplicateRows;
import lib.model.KnowledgeSource;
import lib.model.RowCounts;
import lib.model.RowCounts.Count;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why the rows of a page exist as often as they do. */
class DuplicateRowsTest {
    private static final KnowledgeSource PAGE = KnowledgeSource.ofUrl("https://example.com/a\tb");

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
