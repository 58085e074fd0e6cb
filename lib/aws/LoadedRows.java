package lib.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.aws.RestoreDatabase.CallResult;

/**
 * Rows that another service copies: whether the load has begun and ended, and which rows of the new database came from
 * the snapshot. The rows themselves stay in the databases; only their ids are read.
 */
public final class LoadedRows {
    /**
     * A load that has begun.
     *
     * @param snapshot the ARN of the snapshot from which it copies
     * @param complete whether all rows were copied
     * @param proved whether it is known of each bot what became of its rows
     */
    public record Load(String snapshot, boolean complete, boolean proved) {}

    /** About 300 kB of the Data API's 1 MiB. */
    private static final int IDS_PER_PAGE = 5_000;

    private final RestoreDatabase database;

    LoadedRows(RestoreDatabase database) {
        this.database = database;
    }

    /** The load; empty if none has begun. */
    public Optional<Load> load() {
        return database.query("load", Map.of()).stream()
                .findFirst()
                .map(row -> new Load(
                        row.get(0).stringValue(),
                        row.get(1).booleanValue(),
                        row.get(2).booleanValue()));
    }

    /**
     * Notes that a load from this snapshot begins, unless a load is noted already.
     *
     * @return false if the run no longer holds the lease: then it must not begin
     */
    public boolean begin(String run, String snapshot) {
        database.query("load_begin", Map.of("snapshot", snapshot));
        return database.beat(run);
    }

    /** Notes that the load has copied all rows. */
    public void complete() {
        database.query("load_complete", Map.of());
    }

    /** Notes that it is known of each bot what became of its rows. */
    public void setProved() {
        database.query("load_set_proved", Map.of());
    }

    /** Notes that nothing has been loaded. */
    public void undo() {
        database.query("load_undo", Map.of());
    }

    /** The next ids of a bot's rows, in order; the last page has none. */
    public List<String> ids(String bot, String after) {
        return database.query("ids", Map.of("bot", bot, "after", after, "limit", IDS_PER_PAGE)).stream()
                .map(row -> row.get(0).stringValue())
                .toList();
    }

    /**
     * Notes that rows with these ids came from the snapshot, if they are there. Waits for writers before it looks.
     *
     * @param snapshot its ARN
     * @param bucket that the sources of files name from now on; empty to leave them as they are
     */
    public CallResult adopt(
            String id, String run, String bot, List<String> ids, String snapshot, String bucket) {
        return database.call(
                "adopt",
                id,
                Map.of(
                        "run", run, "bot", bot, "ids", String.join(",", ids), "origin", snapshot, "bucket", bucket));
    }
}
