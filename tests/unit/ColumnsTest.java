package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lib.common.Columns;
import lib.common.TextWidth;
import lib.common.Tone;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Cells of any script stand below each other, and no line is wider than it may be. */
class ColumnsTest {
    private static final String PAINTED = "\u001b[38;5;33mgood\u001b[0m";

    @ParameterizedTest
    @CsvSource({"'', 0", "abc, 3", "Zürich, 6", "日本語, 6", "✅ done, 7", "cafe\u0301, 4", "한국, 4"})
    void theWidthIsThatInATerminal(String text, int columns) {
        assertEquals(columns, TextWidth.of(text));
    }

    @Test
    void escapeSequencesHaveNoWidth() {
        assertEquals(4, TextWidth.of(PAINTED));
        assertEquals(PAINTED + "  ", TextWidth.pad(PAINTED, 6));
    }

    /** They are measured without JLine, so both must agree. */
    @ParameterizedTest
    @EnumSource(Tone.class)
    void aSignIsAsWideAsJLineSays(Tone tone) {
        String sign = tone.sign() + "…–█░";
        assertEquals(new AttributedString(sign).columnLength(), TextWidth.of(sign));
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef, 6, abcdef",
        "abcdef, 5, abcd…",
        "abc def, 5, abc…",
        "abcdef, 1, …",
        "abcdef, 0, ''",
        "日本語, 6, 日本語",
        "日本語, 5, 日本…",
        "日本語, 4, 日…",
        "日本語, 2, …"
    })
    void whatIsTooWideIsCutWithAnEllipsis(String text, int columns, String cut) {
        assertEquals(cut, TextWidth.cut(text, columns));
        assertTrue(TextWidth.of(cut) <= columns);
    }

    @Test
    void aPaintedTextKeepsItsColourWhenItIsCut() {
        assertEquals("\u001b[38;5;33mgo\u001b[0m…", TextWidth.cut(PAINTED, 3));
    }

    @Test
    void cellsAreAlignedByTheirWidthOnTheScreen() {
        Columns columns = new Columns(1)
                .row("+", "Zürich", "1 file", "new")
                .row("-", "日本語の本", "none", "skipped")
                .row(PAINTED, "a", "", "x");
        assertEquals(
                List.of(
                        "+     Zürich      1 file  new",
                        "-     日本語の本  none    skipped",
                        PAINTED + "  a                   x"),
                columns.lines(80));
    }

    @Test
    void aColumnThatIsEmptyInEveryRowIsLeftOut() {
        assertEquals(List.of("a  b", "c  d"), new Columns().row("a", "", "b").row("c", "", "d").lines(80));
    }

    @Test
    void columnsAreCutToAFairWidthAndThenTheLessImportantOnesFurther() {
        String[] row = {"a title that is rather long", "01HQZ70011", "failed before: a reason"};
        assertEquals(
                List.of("a title that is rather long  01HQZ70011  failed before: a re…"),
                new Columns(0, 2).row(row).lines(61));
        assertEquals(
                List.of("a title that is rat…  01HQZ70011  failed before:…"),
                new Columns(0, 2).row(row).lines(49));
        assertEquals(List.of("a title that is r…  01HQZ70011  failed…"), new Columns(0, 2).row(row).lines(40));
    }

    @Test
    void aLineBelowARowBelongsToNoColumn() {
        assertEquals(
                List.of("a  b", "  the whole key, however long", "c  d"),
                new Columns().row("a", "b").below("  the whole key, however long").row("c", "d").lines(10));
    }

    @ParameterizedTest
    @CsvSource({"60", "24", "10", "1"})
    void noLineIsWiderThanTheWidth(int width) {
        Columns columns = new Columns(0)
                .row("家族のレシピと旅行の計画とその他のすべて", "4 URLs", "01HQZ70011J08W022HDJWC09ZN")
                .row("x", "12 files, 3 URLs", "01HQZ7002721NSQXMCSMCFVJNA");
        columns.lines(width).forEach(line -> assertTrue(TextWidth.of(line) <= width, line));
    }
}
