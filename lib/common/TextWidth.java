package lib.common;

import org.jline.utils.AttributedString;

/**
 * Text measured in the columns that it takes in a terminal: two for CJK characters and most emoji, none for combining
 * characters and escape sequences. JLine knows the widths; text of which all characters are known to take one column
 * does not load it.
 */
public final class TextWidth {
    /** From here on, a character may be combining or wide. */
    private static final char FIRST_COMBINING = '\u0300';

    private static final String NARROW_SIGNS = "–…▸█░▲✔✘";
    private static final String ELLIPSIS = "…";
    private static final char ESCAPE = 27;

    private TextWidth() {}

    /** The columns that the text takes. */
    public static int of(String text) {
        return isNarrow(text) ? text.length() : AttributedString.fromAnsi(text).columnLength();
    }

    /** The text; or, if it takes more than that number of columns, its beginning with an ellipsis. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        return columns < 1 ? "" : beginning(text, columns - 1) + ELLIPSIS;
    }

    /** The text with spaces behind it, so that it takes at least that number of columns. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    private static String beginning(String text, int columns) {
        if (isNarrow(text)) {
            return text.substring(0, columns).stripTrailing();
        }
        AttributedString beginning = AttributedString.fromAnsi(text).columnSubSequence(0, columns);
        AttributedString stripped =
                beginning.subSequence(0, beginning.toString().stripTrailing().length());
        return text.indexOf(ESCAPE) < 0 ? stripped.toString() : stripped.toAnsi();
    }

    private static boolean isNarrow(String text) {
        return text.chars().allMatch(TextWidth::isNarrow);
    }

    private static boolean isNarrow(int c) {
        boolean isControl = c < ' ' || c >= 0x7F && c < 0xA0 || c == 0xAD;
        return !isControl && c < FIRST_COMBINING || NARROW_SIGNS.indexOf(c) >= 0;
    }
}
