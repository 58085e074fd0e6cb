package lib.help;

import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;

/** Text for the screen, wrapped at its width: paragraphs, headings, and tables of two columns. */
final class TextPage {
    /** A row of a table. */
    record Row(String term, String meaning) {}

    private static final int MAX_WIDTH = 100; // longer lines are hard to read
    private static final int MAX_TERM = 38;
    private static final int INDENT = 2;

    private final StringBuilder text = new StringBuilder();
    private final ColorScheme colors;
    private final int width;

    TextPage(CommandSpec command, ColorScheme colors) {
        this.colors = colors;
        this.width = Math.min(command.usageMessage().width(), MAX_WIDTH);
    }

    TextPage heading(String heading) {
        TextTable table = TextTable.forColumns(colors, new Column(width, 0, Overflow.WRAP));
        table.indentWrappedLines = 0;
        table.addRowValues("@|bold " + heading + "|@");
        text.append(table);
        return this;
    }

    TextPage emptyLine() {
        text.append('\n');
        return this;
    }

    /** Adds Markdown text as a paragraph; its line breaks are not kept. */
    TextPage paragraph(String paragraph) {
        TextTable table = TextTable.forColumns(colors, new Column(width, 0, Overflow.WRAP));
        table.indentWrappedLines = 0;
        table.addRowValues(plain(paragraph));
        text.append(table);
        return this;
    }

    /** Adds a table, whose first column is as wide as its longest term, within limits. */
    TextPage table(List<Row> rows) {
        return table(rows, termWidth(rows, MAX_TERM));
    }

    /** Adds a table whose first column has this width. */
    TextPage table(List<Row> rows, int termWidth) {
        TextTable table = TextTable.forColumns(
                colors,
                new Column(termWidth, INDENT, Overflow.SPAN),
                new Column(width - termWidth, INDENT, Overflow.WRAP));
        table.indentWrappedLines = 0;
        for (Row row : rows) {
            table.addRowValues(colors.optionText(row.term()), Ansi.OFF.new Text(plain(row.meaning()), colors));
        }
        text.append(table);
        return this;
    }

    /** The width of the first column of a table with these rows, within a limit. */
    static int termWidth(List<Row> rows, int max) {
        int longest = rows.stream().mapToInt(row -> row.term().length()).max().orElse(0);
        return Math.min(longest, max) + INDENT;
    }

    private static String plain(String markdown) {
        return markdown.replace("`", "").replaceAll("\\s+", " ").strip();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
