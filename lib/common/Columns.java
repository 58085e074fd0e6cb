package lib.common;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of cells that become aligned lines. Cells are measured by {@link TextWidth},
 * and may be painted.
 */
public final class Columns {
    private static final String GAP = "  ";
    /** Of a column that is cut, so much can still be read easily. */
    private static final int FAIR_WIDTH = 20;
    /** A column that is cut keeps at least this width. */
    private static final int MIN_WIDTH = 8;

    private final List<Integer> cut;
    private final List<List<String>> rows = new ArrayList<>();
    /** By the index of their empty row. */
    private final Map<Integer, String> below = new HashMap<>();

    /**
     * @param cut the columns, counted from 0, to cut if the lines are too wide, the most important first: each is cut
     *     to a fair width, then the last ones further; if that is not enough, whole lines are cut
     */
    public Columns(Integer... cut) {
        this.cut = List.of(cut);
    }

    /** Adds a row; rows may have different numbers of cells. */
    public Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Adds a line below the last row that belongs to no column, and is never cut. */
    public Columns below(String line) {
        rows.add(List.of());
        below.put(rows.size() - 1, line);
        return this;
    }

    /** The rows as lines, cut to this width. A column that is empty in every row is left out. */
    public List<String> lines(int width) {
        int[] widths = widths(width);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> below.containsKey(i) ? below.get(i) : TextWidth.cut(line(rows.get(i), widths), width))
                .toList();
    }

    private int[] widths(int width) {
        int count = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, count).map(this::natural).toArray();
        for (int floor : new int[] {FAIR_WIDTH, MIN_WIDTH}) {
            for (int i = cut.size() - 1; i >= 0; i--) {
                int excess = Math.max(0, total(widths) - width);
                int column = cut.get(i);
                if (column < count && widths[column] > floor) {
                    widths[column] = Math.max(floor, widths[column] - excess);
                }
            }
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
