package lib.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lib.common.Columns;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.Tone;
import lib.model.Bot;
import lib.proof.DatabaseAudit;
import lib.proof.DatabaseAudit.Line;
import lib.proof.DatabaseAudit.Verdict;

/** Shows an audit: first what is in order, then the problems, each with what to do about it, and then the verdict. */
final class AuditText {
    /** At most this many bots that are in order are shown one by one; more only with {@code --verbose}. */
    private static final int FEW = 20;

    private static final int MAX_BOTS = 20;
    private static final String INDENT = "    ";

    private final Console console;
    private final boolean isVerbose;

    AuditText(Console console, boolean isVerbose) {
        this.console = console;
        this.isVerbose = isVerbose;
    }

    /** The bots that are in order, and the totals. */
    void showContents(DatabaseAudit audit, SampleResult sample) {
        List<Line> inOrder = audit.lines().stream()
                .filter(line -> line.verdict() == Verdict.COMPLETE)
                .sorted(Comparator.comparing(line -> line.bot().label()))
                .toList();
        if (!inOrder.isEmpty() && (isVerbose || inOrder.size() <= FEW)) {
            console.say("");
            Columns columns = new Columns(0, 3);
            columns.row("BOT", "   CHUNKS", "ID");
            inOrder.forEach(line -> columns.row(
                    line.bot().label(),
                    String.format(Locale.ROOT, "%,9d", line.chunks()),
                    id(line),
                    unusualStatus(line)));
            console.table(INDENT, columns);
        }
        console.say("");
        Columns counts = new Columns();
        audit.counts().forEach((verdict, n) -> {
            if (n > 0) {
                Tone tone = tone(verdict);
                counts.row(
                        console.paint(tone, tone.sign() + " " + verdict.label()),
                        String.format(Locale.ROOT, "%,5d", n));
            }
        });
        console.table("  ", counts);
        console.say(Text.count(audit.lines().size(), "bot") + ", " + Text.count(audit.chunks(), "chunk")
                + (sample.rows() == 0 ? "" : "; " + sample.text()));
    }

    /** What is wrong, and what to do about it. */
    void show(AuditProblem problem) {
        console.say("");
        String title = String.format(
                Locale.ROOT, "%s %,d %s:", problem.tone().sign(), problem.bots().size(), problem.label());
        console.title(console.paint(problem.tone(), title) + " " + problem.reason());
        if (!problem.remedy().isEmpty()) {
            console.say(INDENT + console.paint(Tone.STRONG, problem.remedy()));
        }
        Columns columns = new Columns(0, 2);
        int shown = isVerbose ? problem.bots().size() : MAX_BOTS;
        problem.bots().entrySet().stream().limit(shown).forEach(each -> row(columns, each));
        console.table(INDENT, columns);
        if (problem.bots().size() > shown) {
            console.say(INDENT
                    + String.format(
                            Locale.ROOT,
                            "and %,d more; --verbose lists them all",
                            problem.bots().size() - shown));
        }
    }

    private void row(Columns columns, Map.Entry<Line, String> each) {
        Line line = each.getKey();
        columns.row(Optional.ofNullable(line.bot()).map(Bot::label).orElse(""), id(line), each.getValue());
        if (isVerbose) {
            line.missing().forEach(source -> columns.below(INDENT + "no rows of " + source));
        }
    }

    void show(AuditVerdict verdict) {
        Tone tone = verdict.exitCode() == ExitCode.OK ? Tone.GOOD : Tone.WARNING;
        console.say("");
        console.title(console.paint(tone, tone.sign() + " " + verdict.sentence()));
    }

    private static String unusualStatus(Line line) {
        return line.bot().status().equals("SUCCEEDED")
                ? ""
                : "SyncStatus " + line.bot().shownStatus();
    }

    private String id(Line line) {
        if (line.bot() == null) {
            return Text.oneLine(line.botId(), 60);
        }
        return isVerbose ? line.bot().key().toString() : line.bot().key().shownId();
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case COMPLETE -> Tone.GOOD;
            case INCOMPLETE, UNREADABLE_KNOWLEDGE -> Tone.WARNING;
            case EMPTY -> Tone.BAD;
            case NOTHING_TO_EMBED, KNOWLEDGE_BASE, ORPHAN_ROWS -> Tone.DIM;
        };
    }
}
