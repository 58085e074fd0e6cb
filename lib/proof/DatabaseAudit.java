package lib.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.aws.BotTable;
import lib.aws.VectorStore;
import lib.common.UserException;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.KnowledgeSource;
import lib.model.RowCounts;

/**
 * What is in the new database cluster, bot by bot.
 *
 * @param unembedded rows without an embedding, which no search finds
 * @param wrongDimension rows with an embedding that is not the model's
 */
public record DatabaseAudit(List<Line> lines, long unembedded, long wrongDimension) {
    /** What the rows say of a bot. */
    public enum State {
        COMPLETE("complete"), INCOMPLETE("incomplete"), EMPTY("empty"), NOTHING_TO_EMBED("nothing to embed"), ORPHANS("orphan rows");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** @param bot null for rows of a bot that the table does not know */
    public record Line(Bot bot, String botId, State state, RowCounts rows, long chunks, List<KnowledgeSource> missing) {
        static Line of(Bot bot, RowCounts rows) {
            List<KnowledgeSource> missing = rows.missing(bot.sources());
            State state = bot.sources().isEmpty() ? State.NOTHING_TO_EMBED : missing.isEmpty() ? State.COMPLETE : rows.chunks() == 0 ? State.EMPTY : State.INCOMPLETE;
            return new Line(bot, bot.key().id(), state, rows, rows.chunks(), missing);
        }

        static Line orphans(VectorStore.RowTotals stock) {
            return new Line(null, stock.botId(), State.ORPHANS, RowCounts.NONE, stock.rows(), List.of());
        }
    }

    /** Reads the whole table and the whole database: a bot that an index lacks is a bot, and its rows are no orphans. */
    public static DatabaseAudit take(BotTable table, VectorStore store, BotFilter selection) {
        List<Bot> all = new ArrayList<>();
        table.scanTable().forEachRemaining(page -> page.bots().stream().filter(bot -> !bot.remains()).forEach(all::add));
        List<String> unmatched = selection.unmatched(all);
        if (!unmatched.isEmpty()) {
            throw UserException.settings("No bot matches %s.%nCheck the id; verify without --bot and --user lists every bot.", String.join(", ", unmatched));
        }
        List<Bot> bots = all.stream().filter(selection::asksFor).toList();
        Map<String, RowCounts> rows = store.rows(bots.stream().map(bot -> bot.key().id()).toList());
        List<Line> lines = new ArrayList<>(bots.stream().map(bot -> Line.of(bot, rows.getOrDefault(bot.key().id(), RowCounts.NONE))).toList());
        Set<String> known = new HashSet<>(all.stream().map(bot -> bot.key().id()).toList());
        Set<String> asked = new HashSet<>(bots.stream().map(bot -> bot.key().id()).toList());
        List<VectorStore.RowTotals> rowTotals = store.rowTotals();
        if (selection.isEverything()) {
            rowTotals.stream().filter(stock -> !known.contains(stock.botId())).map(Line::orphans).forEach(lines::add);
        }
        List<VectorStore.RowTotals> meant = rowTotals.stream().filter(stock -> selection.isEverything() || asked.contains(stock.botId())).toList();
        return new DatabaseAudit(lines, meant.stream().mapToLong(VectorStore.RowTotals::unembedded).sum(), meant.stream().mapToLong(VectorStore.RowTotals::wrongDimension).sum());
    }

    public boolean isComplete() {
        return lines.stream().noneMatch(line -> line.state() == State.EMPTY || line.state() == State.INCOMPLETE);
    }

    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        Arrays.stream(State.values()).forEach(state -> counts.put(state.toString(), lines.stream().filter(line -> line.state() == state).count()));
        return counts;
    }

    public long chunks() {
        return lines.stream().mapToLong(Line::chunks).sum();
    }

    public long duplicates() {
        return lines.stream().mapToLong(line -> line.rows().duplicates()).sum();
    }
}
