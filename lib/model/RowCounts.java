package lib.model;

import java.util.List;
import java.util.Map;

/** A bot's rows in the database, counted by their source. */
public record RowCounts(Map<String, Count> sources) {
    /** No rows. */
    public static final RowCounts NONE = new RowCounts(Map.of());

    /**
     * @param chunks rows that a search can find
     * @param sets how often the rows of the source exist: the number of its rarest content
     */
    public record Count(long chunks, long sets) {
        /** The chunks beyond this number of sets. */
        long beyond(long expected) {
            return sets > expected ? chunks - chunks * expected / sets : 0;
        }
    }

    public long chunks() {
        return sources.values().stream().mapToLong(Count::chunks).sum();
    }

    /** The chunks beyond one set for each time that this knowledge names their source. */
    public long duplicates(List<KnowledgeSource> knowledge) {
        return sources.entrySet().stream()
                .mapToLong(rows -> rows.getValue()
                        .beyond(DuplicateRows.names(rows.getKey(), knowledge).size()))
                .sum();
    }

    /** The sources of this knowledge that have no row, each once. */
    public List<KnowledgeSource> missing(List<KnowledgeSource> knowledge) {
        return knowledge.stream().filter(source -> !has(source)).distinct().toList();
    }

    private boolean has(KnowledgeSource source) {
        return sources.entrySet().stream()
                .anyMatch(rows -> rows.getValue().chunks() > 0 && source.isNamed(rows.getKey()));
    }
}
