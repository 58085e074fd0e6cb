package lib.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.model.DatabaseLocation;
import lib.model.RowCounts;
import lib.retry.Retrier;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.rdsdata.model.Field;

/** Aurora, through the RDS Data API: what rows there are. Answers stay under the API's 1 MiB by paging, and by smaller pages where that is not enough. */
public final class VectorStore {
    /** All rows of one bot: how many, how many without an embedding, and how many of another dimension than the embedding model's. */
    public record RowTotals(String botId, long rows, long unembedded, long wrongDimension) {
    }

    /** A row that can be looked for. */
    public record Row(String id, String botId) {
    }

    /** An index on the embeddings, or the unfinished copy of one. {@code file} changes when it is rebuilt. */
    public record Index(String name, boolean valid, long file) {
    }

    private static final int BOTS_AT_ONCE = 100;
    private static final int ROWS_AT_ONCE = 1_000;

    /** A network that is away for ten minutes loses no proof, and a cluster that was paused wakes within less. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    /** Whether it can be read at all shows sooner, unless it is waking up. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

    private final DataApi api;
    private final Retrier retrier;

    public VectorStore(RdsDataClient client, DatabaseLocation database, Retrier retrier) {
        this.api = new DataApi(client, database);
        this.retrier = retrier;
    }

    private List<List<Field>> ask(String sql, Map<String, Object> values) {
        return retrier.call(PATIENCE, () -> api.ask(sql, values));
    }

    /** Fails where it cannot be read. */
    public void check() {
        try {
            retrier.call(FIRST_PATIENCE, () -> api.ask(VectorQueries.REACHABLE.text(0), Map.of()));
        } catch (ServiceException e) {
            if (!(e.error() instanceof ServiceError.DatabaseResuming)) {
                throw e;
            }
            ask(VectorQueries.REACHABLE.text(0), Map.of());
        }
    }

    /** The rows of each of these bots, by bot id; a bot without rows is not in it. */
    public Map<String, RowCounts> rows(Collection<String> botIds) {
        Map<String, Map<String, RowCounts.Count>> counts = new LinkedHashMap<>();
        List<String> ids = List.copyOf(botIds);
        for (int from = 0; from < ids.size(); from += BOTS_AT_ONCE) {
            count(ids.subList(from, Math.min(ids.size(), from + BOTS_AT_ONCE)), counts);
        }
        Map<String, RowCounts> rows = new LinkedHashMap<>();
        counts.forEach((id, sources) -> rows.put(id, new RowCounts(sources)));
        return rows;
    }

    private void count(List<String> ids, Map<String, Map<String, RowCounts.Count>> counts) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("bot", "", "source", ""));
        for (int i = 0; i < ids.size(); i++) {
            values.put("b" + i, ids.get(i));
        }
        try {
            for (Part part = Part.NONE; !part.last();) {
                part = part(VectorQueries.SOURCES.text(ids.size()), values, false);
                for (List<Field> row : part.rows()) {
                    values.put("bot", row.get(0).stringValue());
                    values.put("source", row.get(1).stringValue());
                    counts.computeIfAbsent(row.get(0).stringValue(), id -> new LinkedHashMap<>())
                            .put(row.get(1).stringValue(), new RowCounts.Count(row.get(2).longValue(), row.get(3).longValue()));
                }
            }
        } catch (ServiceException e) {
            if (!(e.error() instanceof ServiceError.StatementTimeout) || ids.size() == 1) {
                throw e;
            }
            count(ids.subList(0, ids.size() / 2), counts);
            count(ids.subList(ids.size() / 2, ids.size()), counts);
        }
    }

    /** Every bot that has rows, whether the table knows it or not. */
    public List<RowTotals> rowTotals() {
        List<RowTotals> rowTotals = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>(Map.of("bot", ""));
        for (Part part = Part.NONE; !part.last();) {
            part = part(VectorQueries.BOTS.text(0), values, true);
            for (List<Field> row : part.rows()) {
                values.put("bot", row.get(0).stringValue());
                rowTotals.add(new RowTotals(row.get(0).stringValue(), row.get(1).longValue(), row.get(2).longValue(), row.get(3).longValue()));
            }
        }
        return rowTotals;
    }

    private record Part(List<List<Field>> rows, boolean last) {
        static final Part NONE = new Part(List.of(), false);
    }

    /**
     * A page as large as it may be: half as large where the answer is too large.
     *
     * @param quicker whether a smaller page is quicker, too
     */
    private Part part(String sql, Map<String, Object> values, boolean quicker) {
        for (int most = ROWS_AT_ONCE;; most /= 2) {
            values.put("most", most);
            try {
                List<List<Field>> rows = ask(sql, values);
                return new Part(rows, rows.size() < most);
            } catch (ServiceException e) {
                if (!(e.error() instanceof ServiceError.ResultTooLarge || quicker && e.error() instanceof ServiceError.StatementTimeout) || most == 1) {
                    throw e;
                }
            }
        }
    }

    public List<Row> randomRows(int most) {
        return ask(VectorQueries.RANDOM_ROWS.text(0), Map.of("most", most)).stream().map(row -> new Row(row.get(0).stringValue(), row.get(1).stringValue())).toList();
    }

    /**
     * Asks as the app does for what is nearest to this row's embedding among its bot's rows. It must find the row itself, at distance 0;
     * where 20 rows have the same embedding, any of them.
     */
    public boolean finds(Row row) {
        List<List<Field>> embedding = ask(VectorQueries.EMBEDDING.text(0), Map.of("id", row.id()));
        if (embedding.isEmpty()) {
            return true; // its bot was embedded again meanwhile, with new rows
        }
        List<List<Field>> nearest = ask(VectorQueries.NEAREST.text(0), Map.of("bot", row.botId(), "embedding", embedding.get(0).get(0).stringValue()));
        List<String> same = nearest.stream().filter(near -> Double.valueOf(0).equals(near.get(1).doubleValue())).map(near -> near.get(0).stringValue()).toList();
        return same.contains(row.id()) || same.size() == 20;
    }

    public List<Index> indexes() {
        return ask(VectorQueries.INDEXES.text(0), Map.of()).stream()
                .map(row -> new Index(row.get(0).stringValue(), row.get(1).booleanValue(), row.get(2).longValue())).toList();
    }

    /** How far a rebuild is, in words; empty where none is under way. */
    public String progress() {
        return ask(VectorQueries.PROGRESS.text(0), Map.of()).stream().findFirst().map(row -> {
            long done = row.get(2).longValue() > 0 ? row.get(1).longValue() : row.get(3).longValue();
            long all = row.get(2).longValue() > 0 ? row.get(2).longValue() : row.get(4).longValue();
            return row.get(0).stringValue() + (all > 0 ? String.format(", %,d of %,d", done, all) : "");
        }).orElse("");
    }

    /** Begins to rebuild the index on the embeddings; true where that has ended when this returns. */
    public boolean rebuild(boolean concurrently) {
        return api.begin((concurrently ? VectorQueries.REINDEX_CONCURRENTLY : VectorQueries.REINDEX).text(0));
    }
}
