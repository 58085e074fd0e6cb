package lib.model;

import java.util.List;
import java.util.Map;
import lib.common.Text;

/** A bot's rows in the database, counted by their source. */
public record RowCounts(Map<String, Count> sources) {
    /** No rows. */
    public static final RowCounts NONE = new RowCounts(Map.of());

    /**
     * @param chunks rows that a search can find
     * @param duplicates rows beyond the first set of the source's rows; 0 unless every content of the source occurs at
     *     least twice, as after two tasks at once
     */
    public record Count(long chunks, long duplicates) {}

    public long chunks() {
        return sources.values().stream().mapToLong(Count::chunks).sum();
    }

    public long duplicates() {
        return sources.values().stream().mapToLong(Count::duplicates).sum();
    }

    /** The sources of this knowledge that have no row. */
    public List<KnowledgeSource> missing(List<KnowledgeSource> knowledge) {
        return knowledge.stream().filter(source -> !has(source)).toList();
    }

    private boolean has(KnowledgeSource source) {
        return sources.entrySet().stream()
                .anyMatch(rows -> rows.getValue().chunks() > 0 && source.isNamed(rows.getKey()));
    }

    /** The sources whose rows all exist more than once. */
    public List<String> duplicateSources() {
        return sources.entrySet().stream()
                .filter(rows -> rows.getValue().duplicates() > 0)
                .map(rows -> Text.oneLine(rows.getKey(), 200))
                .toList();
    }
}
