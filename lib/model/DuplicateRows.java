package lib.model;

import java.util.List;
import java.util.stream.Collectors;
import lib.common.Text;

/**
 * Why rows of a source exist more than once, with the remedy. The container embeds every entry of the knowledge
 * (upstream {@code backend/embedding/loaders}): a URL that is listed twice has its rows twice, and so have two URLs of
 * one video.
 */
public enum DuplicateRows {
    DUPLICATE_ROWS(
            "with duplicate rows",
            "rows exist twice, because two tasks embedded the bot at the same time",
            "Embed it once more with --fresh --bot ID, which replaces its rows.") {
        @Override
        boolean explains(long sets, int named) {
            return sets > named;
        }
    },
    NAMED_TWICE(
            "with a source that is named twice",
            "rows exist twice, because the knowledge names a source twice (two URLs of one video are the same)",
            "Remove one of the two in the app, which embeds the bot again.") {
        @Override
        boolean explains(long sets, int named) {
            return sets > 1 && sets <= named;
        }
    };

    private final String label;
    private final String reason;
    private final String remedy;

    DuplicateRows(String label, String reason, String remedy) {
        this.label = label;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** The problem's name on the screen. */
    public String label() {
        return label;
    }

    /** What the bots with this problem have in common. */
    public String reason() {
        return reason;
    }

    /** What to do about it, as a sentence. */
    public String remedy() {
        return remedy;
    }

    /**
     * Whether this is why that number of sets of rows exists.
     *
     * @param named how often the knowledge names their source, at least 1
     */
    abstract boolean explains(long sets, int named);

    /** The sources of these rows that exist more than once for this reason, as the knowledge names them. */
    public List<String> sources(RowCounts rows, List<KnowledgeSource> knowledge) {
        return rows.sources().entrySet().stream()
                .filter(source -> explains(
                        source.getValue().sets(),
                        names(source.getKey(), knowledge).size()))
                .map(source -> names(source.getKey(), knowledge).stream()
                        .map(name -> Text.oneLine(name, 200))
                        .distinct()
                        .collect(Collectors.joining(" and ")))
                .toList();
    }

    /** The entries of the knowledge whose rows have this source; the source itself if there are none any more. */
    static List<String> names(String rowSource, List<KnowledgeSource> knowledge) {
        List<String> names = knowledge.stream()
                .filter(source -> source.isNamed(rowSource))
                .map(KnowledgeSource::name)
                .toList();
        return names.isEmpty() ? List.of(rowSource) : names;
    }
}
