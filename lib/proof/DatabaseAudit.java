package lib.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lib.aws.BotTable;
import lib.aws.VectorStore;
import lib.common.Tone;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.BotKey;
import lib.model.Category;
import lib.model.KnowledgeSource;
import lib.model.RowCounts;

/** The contents of the new database cluster, bot by bot. */
public record DatabaseAudit(List<Line> lines) {
    /** What its rows say about a bot. */
    public enum Finding implements Category {
        COMPLETE(Tone.GOOD, "complete"),
        INCOMPLETE(Tone.WARNING, "incomplete"),
        EMPTY(Tone.BAD, "empty"),
        NOTHING_TO_EMBED(Tone.DIM, "nothing to embed"),
        KNOWLEDGE_BASE(Tone.DIM, "uses a Bedrock knowledge base"),
        UNREADABLE_KNOWLEDGE(Tone.WARNING, "unreadable knowledge"),
        ORPHAN_ROWS(Tone.DIM, "orphan rows");

        private final Tone tone;
        private final String label;

        Finding(Tone tone, String label) {
            this.tone = tone;
            this.label = label;
        }

        @Override
        public Tone tone() {
            return tone;
        }

        @Override
        public String label() {
            return label;
        }

        private static Finding of(Bot bot, RowCounts rows, List<KnowledgeSource> missing) {
            if (bot.usesKnowledgeBase()) {
                return KNOWLEDGE_BASE;
            }
            if (!bot.knowledge().readable()) {
                return UNREADABLE_KNOWLEDGE;
            }
            if (bot.sources().isEmpty()) {
                return NOTHING_TO_EMBED;
            }
            if (missing.isEmpty()) {
                return COMPLETE;
            }
            return rows.chunks() == 0 ? EMPTY : INCOMPLETE;
        }
    }

    /**
     * A bot of the table, or rows of a bot that is not in the table.
     *
     * @param bot null if it is not in the table
     * @param rows by source; none of a bot that is not in the table
     * @param totals of all its rows, whatever their source
     * @param missing sources without rows
     * @param accepted whether the user has accepted that these are missing
     */
    public record Line(
            Bot bot,
            Finding finding,
            RowCounts rows,
            VectorStore.RowTotals totals,
            List<KnowledgeSource> missing,
            boolean accepted) {
        static Line of(Bot bot, RowCounts rows, VectorStore.RowTotals totals, List<String> acceptedGaps) {
            List<KnowledgeSource> missing = rows.missing(bot.sources());
            boolean accepted = !missing.isEmpty()
                    && missing.stream().map(KnowledgeSource::name).allMatch(acceptedGaps::contains);
            return new Line(bot, Finding.of(bot, rows, missing), rows, totals, missing, accepted);
        }

        static Line orphans(VectorStore.RowTotals totals) {
            return new Line(null, Finding.ORPHAN_ROWS, RowCounts.NONE, totals, List.of(), false);
        }

        public String botId() {
            return totals.botId();
        }

        /** How many rows it has with an embedding; of a bot that is not in the table, how many rows. */
        public long chunks() {
            return bot == null ? totals.rows() : rows.chunks();
        }

        /** The bot's knowledge; empty if it is not in the table. */
        public List<KnowledgeSource> sources() {
            return bot == null ? List.of() : bot.sources();
        }

        /** Whether sources of the bot have no rows because a sitemap URL keeps them from being embedded. */
        public boolean isBlockedBySitemap() {
            return isLacking() && bot.knowledge().isBlockedBySitemap();
        }

        /** Whether sources of the bot have no rows, and the user has not accepted that. */
        public boolean isOpen() {
            return isLacking() && !accepted;
        }

        /** Whether it is a bot of the table with knowledge that can be embedded. */
        public boolean hasKnowledge() {
            return finding == Finding.COMPLETE || isLacking();
        }

        private boolean isLacking() {
            return finding == Finding.EMPTY || finding == Finding.INCOMPLETE;
        }
    }

    /**
     * Reads the whole table and the whole database: a bot that is missing from an index still owns its rows.
     *
     * @param acceptedGaps the sources of a bot whose absence the user has accepted
     */
    public static DatabaseAudit of(
            BotTable table, VectorStore store, BotFilter filter, Function<BotKey, List<String>> acceptedGaps) {
        List<Bot> all = table.bots();
        filter.requireMatches(all);
        List<Bot> bots = all.stream().filter(filter::matches).toList();
        Map<String, RowCounts> rows = store.rows(ids(bots));
        Map<String, VectorStore.RowTotals> totals = store.rowTotals().stream()
                .collect(Collectors.toMap(VectorStore.RowTotals::botId, each -> each, (a, b) -> a, LinkedHashMap::new));
        List<Line> lines = new ArrayList<>();
        for (Bot bot : bots) {
            String id = bot.key().id();
            lines.add(Line.of(
                    bot,
                    rows.getOrDefault(id, RowCounts.NONE),
                    totals.getOrDefault(id, new VectorStore.RowTotals(id, 0, 0, 0)),
                    acceptedGaps.apply(bot.key())));
        }
        if (filter.matchesAll()) {
            totals.keySet().removeAll(ids(all));
            totals.values().stream().map(Line::orphans).forEach(lines::add);
        }
        return new DatabaseAudit(lines);
    }

    private static Set<String> ids(List<Bot> bots) {
        return bots.stream().map(bot -> bot.key().id()).collect(Collectors.toSet());
    }

    public Map<Finding, Long> counts() {
        return Category.counts(Finding.class, lines.stream().map(Line::finding));
    }

    public long chunks() {
        return lines.stream().mapToLong(Line::chunks).sum();
    }

    /** How many rows have no embedding, so that no search finds them. */
    public long unembedded() {
        return lines.stream().mapToLong(line -> line.totals().unembedded()).sum();
    }

    /** How many rows have an embedding of another dimension than the model's. */
    public long wrongDimension() {
        return lines.stream().mapToLong(line -> line.totals().wrongDimension()).sum();
    }

    public long duplicates() {
        return lines.stream().mapToLong(line -> line.rows().duplicates(line.sources())).sum();
    }
}
