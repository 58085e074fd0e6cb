package lib.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.aws.RestoreDatabase.CallResult;
import software.amazon.awssdk.services.rdsdata.model.Field;

/**
 * Rows that another service copies: whether the load has begun and ended, and which rows of the new database came from
 * the snapshot. The rows themselves stay in the databases; only their ids are read.
 */
public final class LoadedRows {
    /** Runs the statement with this name. */
    interface Query {
        List<List<Field>> run(String name, Map<String, Object> parameters);
    }

    /** Makes a call with the statement of this name, which may take long. */
    interface Call {
        CallResult make(String name, String call, Map<String, Object> parameters);
    }

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

    private final Query query;
    private final Call call;

    LoadedRows(Query query, Call call) {
        this.query = query;
        this.call = call;
    }

    /** The load; empty if none has begun. */
    public Optional<Load> load() {
        boolean exists =
                query.run("load_exists", Map.of()).get(0).get(0).booleanValue();
        if (!exists) {
            return Optional.empty();
        }
        return query.run("load", Map.of()).stream()
                .findFirst()
                .map(row -> new Load(
                        row.get(0).stringValue(),
                        row.get(1).booleanValue(),
                        row.get(2).booleanValue()));
    }

    /** Notes that a load from this snapshot begins, unless a load is noted already. */
    public void begin(String snapshot) {
        query.run("load_begin", Map.of("snapshot", snapshot));
    }

    /** Notes that the load has copied all rows. */
    public void complete() {
        query.run("load_complete", Map.of());
    }

    /** Notes that it is known of each bot what became of its rows. */
    public void setProved() {
        query.run("load_set_proved", Map.of());
    }

    /** Notes that nothing has been loaded. */
    public void undo() {
        query.run("load_undo", Map.of());
    }

    /** Whether the table has no rows. */
    public boolean isTableEmpty() {
        return query.run("is_empty", Map.of()).get(0).get(0).booleanValue();
    }

    /** The next ids of a bot's rows, in order; the last page has none. */
    public List<String> ids(String bot, String after) {
        return query.run("ids", Map.of("bot", bot, "after", after, "limit", IDS_PER_PAGE)).stream()
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
        return call.make(
                "adopt",
                id,
                Map.of(
                        "run", run, "bot", bot, "ids", String.join(",", ids), "origin", snapshot, "bucket", bucket));
    }
}
