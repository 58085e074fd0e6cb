package lib.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lib.common.Text;
import lib.embed.BotOutcomes;
import lib.model.Outcome;

/** The end of a run as a person is told it: every bot counted once, and what there is to do. */
public final class SummaryText {
    private static final int MOST_LISTED = 20;

    private final RunReport report;
    private final List<String> lines = new ArrayList<>();

    private SummaryText(RunReport report) {
        this.report = report;
    }

    public static List<String> of(RunReport report) {
        return new SummaryText(report).written();
    }

    private List<String> written() {
        lines.add("");
        lines.add((report.where().rehearsal() ? "Summary of the rehearsal (no AWS account was touched): " : "Summary: ") + Text.count(report.bots().size(), "bot")
                + " in the table, " + Text.span(report.elapsed()));
        report.counts().forEach((word, n) -> lines.add(String.format("  %-18s%5d", word, n)));
        report.skipReasons().forEach((reason, n) -> lines.add(String.format("    %-16s%5d  %s", "", n, reason)));
        rows();
        report.needingAttention().forEach(this::attention);
        notStarted();
        lines.add("");
        if (!report.billed().isZero()) {
            lines.add("Tasks ran for " + Text.span(report.billed()) + " in all: " + report.price().estimate(report.billed()));
        }
        report.scans().forEach(scan -> lines.add("Looked for bots in the " + scan));
        lines.addAll(report.notes());
        return lines;
    }

    /** What is in the database: the chunks of each bot, and what is there twice. */
    private void rows() {
        List<BotOutcomes.Entry> entries = report.withRows();
        if (!entries.isEmpty()) {
            lines.add("");
            lines.add(Text.count(entries.stream().mapToLong(report::chunks).sum(), "chunk") + " in the database:");
            some(entries, entry -> String.format("  %,9d  %s  %s", report.chunks(entry), entry.bot().label(), entry.bot().key()));
        }
        report.duplicates().forEach((bot, sources) -> lines.add("  doubled    " + bot.label() + ": rows of " + String.join(", ", sources)
                + " are there twice; --bot " + bot.key().id() + " --again embeds it once more, which mends that"));
    }

    private void attention(BotOutcomes.Entry entry) {
        Outcome outcome = entry.outcome();
        lines.add("");
        lines.add(outcome.word() + (outcome instanceof Outcome.Incomplete gap && gap.accepted() ? ", accepted" : "") + ": " + entry.bot().label() + "  " + entry.bot().key());
        detail("reason", outcome.reason());
        detail("task", outcome.taskId());
        detail("log stream", report.logStream(outcome));
    }

    private void detail(String name, String value) {
        if (!value.isEmpty()) {
            lines.add(String.format("  %-12s%s", name, value));
        }
    }

    private void notStarted() {
        if (!report.notStarted().isEmpty()) {
            lines.add("");
            lines.add("not started:");
            some(report.notStarted(), entry -> "  " + entry.bot().label() + "  (" + entry.outcome().reason() + ")  " + entry.bot().key());
        }
    }

    /** The first of a list that may be long. */
    private void some(List<BotOutcomes.Entry> entries, Function<BotOutcomes.Entry, String> line) {
        entries.stream().limit(MOST_LISTED).map(line).forEach(lines::add);
        if (entries.size() > MOST_LISTED) {
            lines.add("  and " + (entries.size() - MOST_LISTED) + " more; --json lists them all");
        }
    }
}
