package lib.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lib.common.Text;
import lib.model.Outcome;

/** The summary of a run: every bot counted once, and what to do next. */
final class SummaryText {
    private static final int MAX_LISTED = 20;

    private final RunReport report;
    private final List<String> lines = new ArrayList<>();

    private SummaryText(RunReport report) {
        this.report = report;
    }

    static List<String> of(RunReport report) {
        SummaryText summary = new SummaryText(report);
        summary.write();
        return summary.lines;
    }

    private void write() {
        lines.add("");
        String title =
                report.context().rehearsal() ? "Summary of the rehearsal (no AWS account was touched): " : "Summary: ";
        lines.add(title + Text.count(report.bots().size(), "bot") + " in the table, "
                + Text.span(report.context().elapsed()));
        report.counts().forEach((kind, n) -> lines.add(String.format("  %-18s%5d", kind.label(), n)));
        report.skipReasons().forEach((reason, n) -> lines.add(String.format("    %-16s%5d  %s", "", n, reason)));
        rows();
        report.needingAttention().forEach(this::attention);
        notStarted();
        lines.add("");
        if (!report.billed().isZero()) {
            lines.add("All tasks together ran for " + Text.span(report.billed()) + ": "
                    + report.price().estimate(report.billed()));
        }
        report.scans().forEach(scan -> lines.add("Searched the " + scan));
        lines.addAll(report.notes());
    }

    /** The chunks of each bot in the database, and duplicates. */
    private void rows() {
        List<BotResult> results = report.withRows();
        if (!results.isEmpty()) {
            lines.add("");
            lines.add(Text.count(results.stream().mapToLong(report::chunks).sum(), "chunk") + " in the database:");
            some(
                    results,
                    result -> String.format(
                            "  %,9d  %s  %s",
                            report.chunks(result),
                            result.bot().label(),
                            result.bot().key()));
        }
        report.duplicates()
                .forEach((bot, sources) -> lines.add("  duplicates " + bot.label() + ": rows of "
                        + String.join(", ", sources) + " exist twice; --bot "
                        + bot.key().id() + " --again embeds it again, which fixes that"));
    }

    private void attention(BotResult result) {
        Outcome outcome = result.outcome();
        boolean accepted = outcome instanceof Outcome.Incomplete incomplete && incomplete.accepted();
        lines.add("");
        lines.add(outcome.kind().label() + (accepted ? ", accepted" : "") + ": "
                + result.bot().label() + "  " + result.bot().key());
        detail("reason", outcome.reason());
        detail("task", outcome.taskId());
        detail("log stream", report.logs().stream(outcome));
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
            some(
                    report.notStarted(),
                    result -> "  " + result.bot().label() + "  ("
                            + result.outcome().reason() + ")  " + result.bot().key());
        }
    }

    /** The first of a list that may be long. */
    private void some(List<BotResult> results, Function<BotResult, String> line) {
        results.stream().limit(MAX_LISTED).map(line).forEach(lines::add);
        if (results.size() > MAX_LISTED) {
            lines.add("  and " + (results.size() - MAX_LISTED) + " more; --json lists them all");
        }
    }
}
