package lib.common;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Breaks text that is too wide for its line at spaces, but not at no-break spaces ({@link #unbroken}); and a name that
 * is too wide for a line of its own behind a hyphen or a dot.
 */
public final class WordWrap {
    private static final char NO_BREAK_SPACE = '\u00A0';
    /** How far text is indented that stands below its lead. */
    public static final int INDENT_BELOW = 4;
    /** Behind which a name is broken. */
    private static final String PARTS = "-.";
    /** In fewer columns behind the indentation, nothing can be read. */
    private static final int NARROWEST = 20;

    private WordWrap() {}

    /** Returns the text with spaces at which it is broken only if it would not fit a line of its own. */
    public static String unbroken(String text) {
        return text.replace(' ', NO_BREAK_SPACE);
    }

    /** Returns the text with ordinary spaces. */
    static String plain(String text) {
        return text.replace(NO_BREAK_SPACE, ' ');
    }

    /**
     * Returns the lead and the text as lines, none wider than the width unless a word is. If a word does not fit
     * beside the lead, but below it, the text stands below.
     *
     * @param indent of the lines after the first
     */
    public static List<String> wrap(String lead, String text, int indent, int width) {
        List<String> lines = new ArrayList<>();
        int start = lead.length();
        int kept = indent;
        String rest = lead + text;
        String words = text.stripLeading();
        int longest = Arrays.stream(words.split(" ")).mapToInt(TextWidth::of).max().orElse(0);
        if (start > INDENT_BELOW && start + longest > width && INDENT_BELOW + longest <= width) {
            if (!lead.isBlank()) {
                lines.add(lead.stripTrailing());
            }
            start = INDENT_BELOW;
            kept = INDENT_BELOW;
            rest = " ".repeat(INDENT_BELOW) + words;
        }
        kept = width - kept < NARROWEST ? 0 : kept;
        if (longest > width - kept) {
            rest = plain(rest);
        }
        while (TextWidth.of(rest) > width) {
            int end = end(rest, Math.max(kept, start), width);
            if (end < 0) {
                break;
            }
            lines.add(plain(rest.substring(0, end)).stripTrailing());
            rest = " ".repeat(kept) + rest.substring(end).stripLeading();
            start = 0;
        }
        lines.add(plain(rest).stripTrailing());
        return lines;
    }

    /** Where the line ends: at a space; if there is none within the width, behind a hyphen or a dot; -1 if nowhere. */
    private static int end(String line, int indent, int width) {
        int space = lastSpace(line, indent, width);
        if (space >= 0 && TextWidth.of(line.substring(0, space)) <= width) {
            return space;
        }
        for (int i = line.length() - 1; i > indent; i--) {
            if (PARTS.indexOf(line.charAt(i - 1)) >= 0 && TextWidth.of(line.substring(0, i)) <= width) {
                return i;
            }
        }
        return space;
    }

    /** The last space within the width; if there is none, the first one; -1 if no space follows the indentation. */
    private static int lastSpace(String line, int indent, int width) {
        int last = -1;
        for (int i = line.indexOf(' ', indent); i >= 0; i = line.indexOf(' ', i + 1)) {
            if (last >= 0 && TextWidth.of(line.substring(0, i)) > width) {
                return last;
            }
            last = i;
        }
        return last;
    }
}
