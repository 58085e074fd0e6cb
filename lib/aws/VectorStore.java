package lib.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lib.model.DatabaseLocation;
import lib.model.RowCounts;
import lib.retry.Retrier;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import software.amazon.awssdk.services.rdsdata.model.Field;

/**
 * The rows in the vector database, read through the RDS Data API.
 */
public final class VectorStore {
    /**
     * The totals of a bot's rows.
     *
     * @param unembedded rows without an embedding
     * @param wrongDimension rows whose embedding has a different dimension from the model's
     */
    public record RowTotals(String botId, long rows, long unembedded, long wrongDimension) {}

    /** A row to search for. */
    public record Row(String id, String botId) {}

    /** An index on the embeddings, or the unfinished copy of one. {@code file} changes when it is rebuilt. */
    public record Index(String name, boolean valid, long file) {}

    /** How a statement that may take longer than the Data API waits has begun. */
    public enum Begin {
        FINISHED,
        /** The Data API has stopped waiting; the statement continues in the database. */
        CONTINUES,
        /** It is unknown whether the statement has begun: it must not simply be repeated. */
        UNKNOWN
    }

    private static final SqlFile SQL = SqlFile.read("vectors.sql");
    private static final int BOTS_PER_STATEMENT = 100;
    /** The app's own query returns this many rows. */
    private static final int SEARCH_RESULTS = 20;

    private final DataApi api;

    public VectorStore(AwsClients aws, DatabaseLocation database, Retrier retrier) {
        this.api = new DataApi(aws, database, retrier);
    }

    /** Fails if the table cannot be read. */
    public void check() {
        api.firstQuery(SQL.get("reachable"));
    }

    /** The rows of each of these bots, by bot id; without the bots that have no rows. */
    public Map<String, RowCounts> rows(Collection<String> botIds) {
        Map<String, Map<String, RowCounts.Count>> counts = new LinkedHashMap<>();
        List<String> ids = List.copyOf(botIds);
        for (int from = 0; from < ids.size(); from += BOTS_PER_STATEMENT) {
            count(ids.subList(from, Math.min(ids.size(), from + BOTS_PER_STATEMENT)), counts);
        }
        Map<String, RowCounts> rows = new LinkedHashMap<>();
        counts.forEach((id, sources) -> rows.put(id, new RowCounts(sources)));
        return rows;
    }

    private void count(List<String> ids, Map<String, Map<String, RowCounts.Count>> counts) {
        try {
            countInPages(ids, counts);
        } catch (ServiceException e) {
            if (!(e.error() instanceof ServiceError.StatementTimeout) || ids.size() == 1) {
                throw e;
            }
            count(ids.subList(0, ids.size() / 2), counts);
            count(ids.subList(ids.size() / 2, ids.size()), counts);
        }
    }

    private void countInPages(List<String> ids, Map<String, Map<String, RowCounts.Count>> counts) {
        Map<String, Object> parameters = new LinkedHashMap<>(Map.of("bot", "", "source", ""));
        for (int i = 0; i < ids.size(); i++) {
            parameters.put("b" + i, ids.get(i));
        }
        String list = IntStream.range(0, ids.size())
                .mapToObj(i -> "CAST(:b" + i + " AS bpchar)")
                .collect(Collectors.joining(", "));
        String sql = SQL.get("sources").replace(":bots", list);
        api.forEachRow(sql, parameters, List.of("bot", "source"), false, row -> counts.computeIfAbsent(
                        row.get(0).stringValue(), id -> new LinkedHashMap<>())
                .put(
                        row.get(1).stringValue(),
                        new RowCounts.Count(
                                row.get(2).longValue(),
                                row.get(3).longValue(),
                                row.get(4).stringValue(),
                                row.get(5).stringValue())));
    }

    /** The totals of every bot that has rows, whether it is in the table or not. */
    public List<RowTotals> rowTotals() {
        List<RowTotals> totals = new ArrayList<>();
        api.forEachRow(SQL.get("bots"), Map.of("bot", ""), List.of("bot"), true, row -> totals.add(new RowTotals(
                row.get(0).stringValue(),
                row.get(1).longValue(),
                row.get(2).longValue(),
                row.get(3).longValue())));
        return totals;
    }

    /** Random rows, at most this many. */
    public List<Row> randomRows(int limit) {
        return api.query(SQL.get("random_rows"), Map.of("limit", limit)).stream()
                .map(row -> new Row(row.get(0).stringValue(), row.get(1).stringValue()))
                .toList();
    }

    /**
     * Searches like the app for what is nearest to this row's embedding among its bot's rows. The search must find the
     * row itself, at distance 0; if 20 rows have the same embedding, any of them.
     */
    public boolean finds(Row row) {
        List<List<Field>> embedding = api.query(SQL.get("embedding"), Map.of("id", row.id()));
        if (embedding.isEmpty()) {
            return true; // its bot was embedded again in the meantime, with new rows
        }
        List<List<Field>> nearest = api.query(
                SQL.get("nearest"),
                Map.of("bot", row.botId(), "embedding", embedding.get(0).get(0).stringValue()));
        List<String> identical = nearest.stream()
                .filter(near -> Double.valueOf(0).equals(near.get(1).doubleValue()))
                .map(near -> near.get(0).stringValue())
                .toList();
        return identical.contains(row.id()) || identical.size() == SEARCH_RESULTS;
    }

    /** The index on the embeddings, and the leftovers of interrupted rebuilds. */
    public List<Index> indexes() {
        return api.query(SQL.get("indexes"), Map.of()).stream()
                .map(row -> new Index(
                        row.get(0).stringValue(),
                        row.get(1).booleanValue(),
                        row.get(2).longValue()))
                .toList();
    }

    /** The progress of a rebuild, as text; empty if none is running. */
    public String progress() {
        return api.query(SQL.get("progress"), Map.of()).stream()
                .findFirst()
                .map(VectorStore::progress)
                .orElse("");
    }

    private static String progress(List<Field> row) {
        boolean countsTuples = row.get(2).longValue() > 0;
        long done = row.get(countsTuples ? 1 : 3).longValue();
        long total = row.get(countsTuples ? 2 : 4).longValue();
        return row.get(0).stringValue() + (total > 0 ? String.format(Locale.ROOT, ", %,d of %,d", done, total) : "");
    }

    /** Begins to rebuild the index on the embeddings. */
    public Begin rebuild(boolean concurrently) {
        return api.begin(SQL.get(concurrently ? "reindex_concurrently" : "reindex"), Map.of());
    }
}
