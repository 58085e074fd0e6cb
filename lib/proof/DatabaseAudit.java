package lib.proof;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lib.aws.BotTable;
import lib.aws.VectorStore;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.BotKey;
import lib.model.KnowledgeSource;
import lib.model.RowCounts;

/**
 * The contents of the new database cluster, bot by bot.
 *
 * @param unembedded rows without an embedding, which no search finds
 * @param wrongDimension rows whose embedding has a different dimension from the model's
 */
public record DatabaseAudit(List<Line> lines, long unembedded, long wrongDimension) {
    /** The verdict on a bot, by its rows. */
    public enum Verdict {
        COMPLETE("complete"),
        INCOMPLETE("incomplete"),
        EMPTY("empty"),
        NOTHING_TO_EMBED("nothing to embed"),
        KNOWLEDGE_BASE("uses a Bedrock knowledge base"),
        UNREADABLE_KNOWLEDGE("unreadable knowledge"),
        ORPHAN_ROWS("orphan rows");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        /** The label on the screen. */
        public String label() {
            return label;
        }

        private static Verdict of(Bot bot, RowCounts rows, List<KnowledgeSource> missing) {
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
     * @param missing sources without rows
     * @param accepted whether the user has accepted that these are missing
     */
    public record Line(
            Bot bot,
            String botId,
            Verdict verdict,
            RowCounts rows,
            long chunks,
            List<KnowledgeSource> missing,
            boolean accepted) {
        static Line of(Bot bot, RowCounts rows, List<String> acceptedGaps) {
            List<KnowledgeSource> missing = rows.missing(bot.sources());
            boolean accepted = !missing.isEmpty()
                    && missing.stream().map(KnowledgeSource::name).allMatch(acceptedGaps::contains);
            return new Line(
                    bot, bot.key().id(), Verdict.of(bot, rows, missing), rows, rows.chunks(), missing, accepted);
        }

        static Line orphans(VectorStore.RowTotals totals) {
            return new Line(null, totals.botId(), Verdict.ORPHAN_ROWS, RowCounts.NONE, totals.rows(), List.of(), false);
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
            return verdict == Verdict.COMPLETE || isLacking();
        }

        private boolean isLacking() {
            return verdict == Verdict.EMPTY || verdict == Verdict.INCOMPLETE;
        }
    }

    /**
     * Reads the whole table and the whole database: a bot that is missing from an index still owns its rows.
     *
     * @param acceptedGaps the sources of a bot whose absence the user has accepted
     */
    public static DatabaseAudit of(
            BotTable table, VectorStore store, BotFilter filter, Function<BotKey, List<String>> acceptedGaps) {
        List<Bot> all = new ArrayList<>();
        table.scanTable()
                .forEachRemaining(page ->
                        page.bots().stream().filter(bot -> !bot.isLeftover()).forEach(all::add));
        filter.requireMatches(all);
        List<Bot> bots = all.stream().filter(filter::matches).toList();
        Map<String, RowCounts> rows = store.rows(ids(bots));
        List<Line> lines = new ArrayList<>();
        bots.forEach(bot -> lines.add(
                Line.of(bot, rows.getOrDefault(bot.key().id(), RowCounts.NONE), acceptedGaps.apply(bot.key()))));
        List<VectorStore.RowTotals> totals = store.rowTotals();
        if (filter.matchesAll()) {
            Set<String> known = ids(all);
            totals.stream()
                    .filter(total -> !known.contains(total.botId()))
                    .map(Line::orphans)
                    .forEach(lines::add);
        } else {
            Set<String> selected = ids(bots);
            totals = totals.stream()
                    .filter(total -> selected.contains(total.botId()))
                    .toList();
        }
        return new DatabaseAudit(
                lines,
                totals.stream().mapToLong(VectorStore.RowTotals::unembedded).sum(),
                totals.stream().mapToLong(VectorStore.RowTotals::wrongDimension).sum());
    }

    private static Set<String> ids(List<Bot> bots) {
        return bots.stream().map(bot -> bot.key().id()).collect(Collectors.toSet());
    }

    public Map<Verdict, Long> counts() {
        Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(
                    verdict,
                    lines.stream().filter(line -> line.verdict() == verdict).count());
        }
        return counts;
    }

    public long chunks() {
        return lines.stream().mapToLong(Line::chunks).sum();
    }

    public long duplicates() {
        return lines.stream().mapToLong(line -> line.rows().duplicates(line.sources())).sum();
    }
}
