package lib.common;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breaks lines that are too wide at spaces. The further lines are indented like the text of the first: behind the time
 * of an event, or the name in a column. Below a title, which begins with the sign of a {@link Tone}, they are indented
 * like what belongs to it. A source in brackets at the end stays together.
 */
public final class WordWrap {
    /** The time of an event; or indentation, and a name that is set off by two spaces. */
    private static final Pattern PREFIX = Pattern.compile("\\[[\\d:]+] | +(?:\\S+(?: \\S+){0,2} {2,})?");
    /** Where a value comes from, as the last thing on its line, perhaps in colour. */
    private static final Pattern SOURCE = Pattern.compile("(?:\\e\\[[\\d;]*m)?\\[[^\\[\\]]+\\](?:\\e\\[[\\d;]*m)?$");

    private static final Pattern TITLE = Pattern.compile("(?:\u001B\\[[\\d;]*m)?[✔▲✘▸·] ");

    private static final int INDENT_BELOW_TITLE = 4;
    /** In fewer columns behind the indentation, nothing can be read. */
    private static final int NARROWEST = 20;

    private WordWrap() {}

    /** The line, or the lines that it becomes, none wider than the width unless a word is. */
    public static List<String> wrap(String line, int width) {
        List<String> lines = new ArrayList<>();
        Matcher title = TITLE.matcher(line);
        boolean isTitle = title.lookingAt();
        int start = isTitle ? title.end() : indent(line);
        int indent = isTitle ? INDENT_BELOW_TITLE : start;
        int kept = width - indent < NARROWEST ? 0 : indent;
        int together = together(line, width - kept);
        String rest = line;
        while (TextWidth.of(rest) > width) {
            int space = lastSpace(rest, Math.max(kept, lines.isEmpty() ? start : 0), rest.length() - together, width);
            if (space < 0) {
                break;
            }
            lines.add(rest.substring(0, space).stripTrailing());
            rest = " ".repeat(kept) + rest.substring(space).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static int indent(String line) {
        Matcher prefix = PREFIX.matcher(line);
        return prefix.lookingAt() ? prefix.end() : 0;
    }

    /** How many characters at the end of the line form a source that fits the width. */
    private static int together(String line, int width) {
        Matcher source = SOURCE.matcher(line);
        return source.find() && TextWidth.of(source.group()) <= width
                ? source.group().length()
                : 0;
    }

    /**
     * The last space before the end and within the width; if there is none, the first one; -1 if no space follows the
     * indentation.
     */
    private static int lastSpace(String line, int indent, int end, int width) {
        int last = -1;
        for (int i = line.indexOf(' ', indent); i >= 0 && i < end; i = line.indexOf(' ', i + 1)) {
            if (last >= 0 && TextWidth.of(line.substring(0, i)) > width) {
                return last;
            }
            last = i;
        }
        return last;
    }
}
