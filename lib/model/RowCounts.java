package lib.model;

import java.util.List;
import java.util.Map;
import lib.common.Text;

/** A bot's rows in the database, counted by their source. */
public record RowCounts(Map<String, Count> sources) {
    public static final RowCounts NONE = new RowCounts(Map.of());

    /**
     * @param chunks rows that a search can find
     * @param duplicates rows whose source and content another row has already
     */
    public record Count(long chunks, long duplicates) {
    }

    public long chunks() {
        return sources.values().stream().mapToLong(Count::chunks).sum();
    }

    public long duplicates() {
        return sources.values().stream().mapToLong(Count::duplicates).sum();
    }

    /** What of this knowledge no row can be found for. */
    public List<KnowledgeSource> missing(List<KnowledgeSource> knowledge) {
        return knowledge.stream().filter(source -> sources.entrySet().stream().noneMatch(row -> row.getValue().chunks() > 0 && source.isNamed(row.getKey()))).toList();
    }

    /** The sources whose rows are there more than once. */
    public List<String> duplicateSources() {
        return sources.entrySet().stream().filter(row -> row.getValue().duplicates() > 0).map(row -> Text.oneLine(row.getKey(), 200)).toList();
    }
}
