package lib.verify;

import java.util.List;
import java.util.Optional;
import lib.aws.VectorStore;
import lib.common.Console;
import lib.common.Text;
import lib.retry.ServiceException;

/** How many rows were searched for with the app's own query, and how many of them it found. */
public record SampleResult(int rows, int found) {
    /** Nothing was searched for. */
    public static final SampleResult NONE = new SampleResult(0, 0);

    private static final int FEW = 5;

    /** Searches for a few rows. A search that the database rejects is a warning: the counts stand without it. */
    static SampleResult of(VectorStore store, Console console) {
        try {
            List<VectorStore.Row> rows = store.randomRows(FEW);
            List<VectorStore.Row> missed =
                    rows.stream().filter(row -> !store.finds(row)).toList();
            missed.forEach(row -> console.say(
                    "not found by the app's own query: row " + row.id() + " of bot " + row.botId()));
            return new SampleResult(rows.size(), rows.size() - missed.size());
        } catch (ServiceException e) {
            console.warn("No rows were searched for with the app's own query: "
                    + e.error().text());
            return NONE;
        }
    }

    boolean isFound() {
        return rows == found;
    }

    /** What is wrong, as a clause; empty if every row was found. */
    public Optional<String> fault() {
        long missed = rows - found;
        return isFound()
                ? Optional.empty()
                : Optional.of(missed + " of " + Text.count(rows, "sampled row") + (missed == 1 ? " was" : " were")
                        + " not found by the app's own query");
    }

    /** For example {@code 5 of 5 random rows are found by the app's own query}. */
    String text() {
        return found + " of " + Text.count(rows, "random row") + (found == 1 ? " is" : " are")
                + " found by the app's own query";
    }
}
