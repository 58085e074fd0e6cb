package lib.common;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of cells as aligned lines, none of which is wider than a given width. Cells are measured by {@link TextWidth},
 * and may be painted.
 */
public final class Columns {
    private static final String GAP = "  ";
    /** A column that is cut keeps at least this width. */
    private static final int MIN_WIDTH = 8;

    private final int width;
    private final Set<Integer> cut;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param width the width of the widest line
     * @param cut the columns, counted from 0, to cut if the lines are too wide, first the widest of them; if that is
     *     not enough, whole lines are cut
     */
    public Columns(int width, Integer... cut) {
        this.width = width;
        this.cut = Set.of(cut);
    }

    /** Adds a row; rows may have different numbers of cells. */
    public Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The rows as lines. A column that is empty in every row is left out. */
    public List<String> lines() {
        int[] widths = widths();
        return rows.stream().map(row -> TextWidth.cut(line(row, widths), width)).toList();
    }

    private int[] widths() {
        int count = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, count).map(this::natural).toArray();
        while (total(widths) > width) {
            int widest = -1;
            for (int column : cut) {
                boolean canBeCut = column < count && widths[column] > MIN_WIDTH;
                if (canBeCut && (widest < 0 || widths[column] > widths[widest])) {
                    widest = column;
                }
            }
            if (widest < 0) {
                return widths;
            }
            widths[widest]--;
        }
        return widths;
    }

    private int natural(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> TextWidth.of(row.get(column)))
                .max()
                .orElse(0);
    }

    private static int total(int... widths) {
        int[] shown = Arrays.stream(widths).filter(width -> width > 0).toArray();
        return Arrays.stream(shown).sum() + GAP.length() * Math.max(0, shown.length - 1);
    }

    private static String line(List<String> row, int... widths) {
        return IntStream.range(0, row.size())
                .filter(column -> widths[column] > 0)
                .mapToObj(column -> TextWidth.pad(TextWidth.cut(row.get(column), widths[column]), widths[column]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}
