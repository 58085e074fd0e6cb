package tests.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.common.TextWidth;
import org.jline.utils.ScreenTerminal;

/**
 * Rows of a terminal as an SVG, whose text can be read back. Each piece of text has its place and its length, so
 * columns are aligned in any font. The window is dark, and readable on a dark and on a light page.
 */
public final class TerminalPicture {
    private static final int CELL_WIDTH = 8;
    private static final int ROW_HEIGHT = 18;
    private static final int LEFT = 16;
    private static final int FIRST_BASELINE = 58;
    private static final String FOREGROUND = "#e6edf3";
    private static final Pattern TEXT =
            Pattern.compile("<text x=\"(\\d+)\" y=\"(\\d+)\" textLength=\"\\d+\"[^>]*>([^<]*)</text>");
    /** Letters of other fonts than the monospaced one. */
    private static final int FIRST_SIGN = 0x2000;

    /** Cells that look the same and hold no two spaces in a row. */
    private record Run(int column, String text, long cell) {}

    private final int columns;
    private final List<List<Run>> rows;

    private TerminalPicture(int columns, List<List<Run>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** Takes the whole screen. */
    static TerminalPicture of(ScreenTerminal screen) {
        int width = screen.getColumns();
        long[] cells = new long[width * screen.getRows()];
        screen.dump(cells, new int[2]);
        List<List<Run>> rows = IntStream.range(0, screen.getRows())
                .mapToObj(row -> runs(cells, row * width, width))
                .toList();
        return new TerminalPicture(width, rows);
    }

    /** Returns the rows from the last one that the first pattern finds to the next one that the second finds. */
    TerminalPicture between(String first, String last) {
        List<String> lines = lines();
        int from = IntStream.range(0, lines.size())
                .filter(i -> Pattern.compile(first).matcher(lines.get(i)).find())
                .reduce((a, b) -> b)
                .orElseThrow(() -> new AssertionError("no line has " + first + "\n" + String.join("\n", lines)));
        int to = IntStream.range(from, lines.size())
                .filter(i -> Pattern.compile(last).matcher(lines.get(i)).find())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line has " + last + "\n" + String.join("\n", lines)));
        return new TerminalPicture(columns, rows.subList(from, to + 1));
    }

    /** Returns the last rows, without the empty ones at the end, from the first one on that the pattern finds. */
    TerminalPicture last(int count, String first) {
        List<String> lines = lines();
        int end = lines.size();
        while (lines.get(end - 1).isEmpty()) {
            end--;
        }
        TerminalPicture last = new TerminalPicture(columns, rows.subList(Math.max(0, end - count), end));
        int from = IntStream.range(0, last.rows.size())
                .filter(i -> Pattern.compile(first).matcher(last.lines().get(i)).find())
                .findFirst()
                .orElse(0);
        return new TerminalPicture(columns, last.rows.subList(from, last.rows.size()));
    }

    /** Returns its text. */
    public List<String> lines() {
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    row.forEach(run -> append(line, run.column(), run.text()));
                    return line.toString();
                })
                .toList();
    }

    /** Returns the text of a picture that {@link #svg} has written. */
    public static List<String> linesOf(String svg) {
        List<StringBuilder> lines = new ArrayList<>();
        for (Matcher text = TEXT.matcher(svg); text.find(); ) {
            int row = (Integer.parseInt(text.group(2)) - FIRST_BASELINE) / ROW_HEIGHT;
            while (lines.size() <= row) {
                lines.add(new StringBuilder());
            }
            append(lines.get(row), (Integer.parseInt(text.group(1)) - LEFT) / CELL_WIDTH, unescaped(text.group(3)));
        }
        return lines.stream().map(StringBuilder::toString).toList();
    }

    private static void append(StringBuilder line, int column, String text) {
        line.append(" ".repeat(column - TextWidth.of(line.toString()))).append(text);
    }

    /** Returns the picture of a window with that title. */
    public String svg(String title) {
        int width = 2 * LEFT + columns * CELL_WIDTH;
        int height = FIRST_BASELINE + rows.size() * ROW_HEIGHT;
        List<String> svg = new ArrayList<>();
        svg.add(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img"\
                 aria-label="%3$s">
                <title>%3$s</title>
                <style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:%4$s;\
                white-space:pre}.b{font-weight:bold}.d{opacity:.65}</style>
                <rect x=".5" y=".5" width="%5$d" height="%6$d" rx="9" fill="#0d1117" stroke="#484f58"/>
                <circle cx="20" cy="18" r="5.5" fill="#ff5f57"/><circle cx="38" cy="18" r="5.5" fill="#febc2e"/>\
                <circle cx="56" cy="18" r="5.5" fill="#28c840"/>
                <text x="50%%" y="23" text-anchor="middle" class="d">%3$s</text>"""
                        .formatted(width, height, escaped(title), FOREGROUND, width - 1, height - 1));
        for (int row = 0; row < rows.size(); row++) {
            int baseline = FIRST_BASELINE + row * ROW_HEIGHT;
            rows.get(row).stream().map(run -> element(run, baseline)).forEach(svg::add);
        }
        svg.add("</svg>\n");
        return String.join("\n", svg);
    }

    private static String element(Run run, int baseline) {
        return "<text x=\"%d\" y=\"%d\" textLength=\"%d\"%s>%s</text>"
                .formatted(
                        LEFT + run.column() * CELL_WIDTH,
                        baseline,
                        TextWidth.of(run.text()) * CELL_WIDTH,
                        look(run.cell()),
                        escaped(run.text()));
    }

    private static String look(long cell) {
        String classes = Stream.of(ScreenTerminal.cellBold(cell) ? "b" : "", ScreenTerminal.cellDim(cell) ? "d" : "")
                .filter(name -> !name.isEmpty())
                .reduce((a, b) -> a + " " + b)
                .map(" class=\"%s\""::formatted)
                .orElse("");
        if (!ScreenTerminal.cellHasForeground(cell)) {
            return classes;
        }
        int colour = ScreenTerminal.cellColorRgb(ScreenTerminal.cellForeground(cell));
        return classes + " style=\"fill:#%06x\"".formatted(colour & 0xFFFFFF);
    }

    private static List<Run> runs(long[] cells, int first, int width) {
        List<Run> runs = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (int column = 0; column < width; column++) {
            long cell = cells[first + column];
            int codePoint = ScreenTerminal.cellCodePoint(cell);
            if (codePoint == 0) { // the second half of a wide character
                continue;
            }
            boolean isSpace = codePoint == ' ';
            if (!text.isEmpty() && (!isSameLook(cells[first + start], cell) || isSpace && endsWithSpace(text))) {
                runs.add(new Run(start, text.toString().stripTrailing(), cells[first + start]));
                text.setLength(0);
            }
            if (text.isEmpty()) {
                start = column;
            }
            if (!text.isEmpty() || !isSpace) {
                text.appendCodePoint(codePoint);
            }
        }
        if (!text.isEmpty()) {
            runs.add(new Run(start, text.toString().stripTrailing(), cells[first + start]));
        }
        return Collections.unmodifiableList(runs);
    }

    private static boolean endsWithSpace(StringBuilder text) {
        return text.charAt(text.length() - 1) == ' ';
    }

    /** A sign may come from another font, so each is a run of its own. */
    private static boolean isSameLook(long cell, long other) {
        int codePoint = ScreenTerminal.cellCodePoint(cell);
        int otherCodePoint = ScreenTerminal.cellCodePoint(other);
        return ScreenTerminal.cellAttr(cell) == ScreenTerminal.cellAttr(other)
                && (codePoint == otherCodePoint || codePoint < FIRST_SIGN && otherCodePoint < FIRST_SIGN);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String unescaped(String text) {
        return text.replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
    }
}
