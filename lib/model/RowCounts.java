package lib.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A bot's rows in the database, counted by their source. */
public record RowCounts(Map<String, Count> sources) {
    /** No rows. */
    public static final RowCounts NONE = new RowCounts(Map.of());

    /**
     * @param chunks rows that a search can find
     * @param sets how often the rows of the source exist: the number of its rarest content
     * @param lowestId of its rows; ids are ULIDs, which grow with the time of writing
     * @param highestId of its rows
     */
    public record Count(long chunks, long sets, String lowestId, String highestId) {
        /** The chunks beyond this number of sets. */
        long beyond(long expected) {
            return sets > expected ? chunks - chunks * expected / sets : 0;
        }
    }

    public long chunks() {
        return sources.values().stream().mapToLong(Count::chunks).sum();
    }

    /** The highest id of all rows; empty if there are none. */
    public String highestId() {
        return sources.values().stream()
                .map(Count::highestId)
                .max(Comparator.naturalOrder())
                .orElse("");
    }

    /** Whether there are rows, and all were written after a mark: the highest id at an earlier time, or empty. */
    public boolean areAbove(String mark) {
        return !sources.isEmpty()
                && sources.values().stream()
                        .allMatch(source -> source.lowestId().compareTo(mark) > 0);
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
