package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import lib.common.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values from outside that are made safe to show, and numbers with their units. */
class TextTest {
    @Test
    void controlCharactersAndLineBreaksBecomeOneSpace() {
        assertEquals("a b", Text.oneLine("a\r\n\tb", 10));
        assertEquals("a b c", Text.oneLine("a\u2028b\u2029\u0085c", 10));
        assertEquals("[31mred [0m", Text.oneLine("\u001b[31mred\u001b[0m\u0007", 20));
        assertEquals("a b", Text.oneLine("  a   b  ", 10));
        assertEquals("", Text.oneLine("\n \t", 10));
    }

    @Test
    void whatTurnsTheReadingDirectionOrIsInvisibleIsLeftOut() {
        assertEquals("abc", Text.oneLine("a\u202Eb\u2066\u200B\uFEFF\u00ADc", 10));
    }

    @Test
    void emojiStayWhole() {
        String family = "👩\u200D👧";
        assertEquals(family, Text.oneLine(family, 3));
    }

    @Test
    void halfACharacterBecomesTheReplacementCharacter() {
        assertEquals("a\uFFFDb", Text.oneLine("a\uD83Db", 10));
    }

    @Test
    void aTextThatIsTooLongEndsWithAnEllipsisWithinTheLimit() {
        assertEquals("abcde", Text.oneLine("abcde", 5));
        assertEquals("abcd…", Text.oneLine("abcdef", 5));
        assertEquals("abc…", Text.oneLine("abc def", 5), "no space before the ellipsis");
        assertEquals("💶💶…", Text.oneLine("💶💶💶💶", 3), "the limit counts code points");
        assertEquals("abcde", Text.oneLine("abcde  \n", 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0 bots", "1 | 1 bot", "2 | 2 bots", "999 | 999 bots", "1234567 | 1,234,567 bots"})
    void countsHaveANounInTheRightNumber(long n, String text) {
        assertEquals(text, Text.count(n, "bot"));
    }

    @ParameterizedTest
    @CsvSource({
        "-5000, 0 s",
        "0, 0 s",
        "999, 0 s",
        "59999, 59 s",
        "60000, 1 min 00 s",
        "185000, 3 min 05 s",
        "3599999, 59 min 59 s",
        "3600000, 1 h 00 min",
        "7659000, 2 h 07 min",
        "360000000, 100 h 00 min"
    })
    void spansAreShownInTheirTwoLargestUnits(long millis, String text) {
        assertEquals(text, Text.span(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1 min", "89, 1 min", "90, 2 min", "3540, 59 min", "3600, 1 h 00 min", "24000, 6 h 40 min"})
    void estimatesAreInWholeMinutes(int seconds, String text) {
        assertEquals(text, Text.about(Duration.ofSeconds(seconds)));
    }
}
