package lib.report;

import java.util.Locale;
import java.util.Map;
import lib.common.Columns;
import lib.common.Console;
import lib.model.Category;

/** The table of how many bots are in which category, each with its sign and colour. */
public final class CountsTable {
    private final Console console;
    private final Columns columns = new Columns(2);

    CountsTable(Console console) {
        this.console = console;
    }

    /** Shows the categories that occurred. */
    public static void show(Console console, Map<? extends Category, Long> counts) {
        CountsTable table = new CountsTable(console);
        counts.forEach((category, n) -> table.row(category, n, ""));
        table.show();
    }

    /** Adds a category, if it occurred. */
    void row(Category category, long n, String remark) {
        if (n > 0) {
            columns.row(
                    console.signed(category.tone(), category.label()), String.format(Locale.ROOT, "%,5d", n), remark);
        }
    }

    void show() {
        console.table("  ", columns);
    }
}
