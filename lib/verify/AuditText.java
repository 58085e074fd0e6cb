package lib.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import lib.common.Columns;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.Tone;
import lib.model.Bot;
import lib.model.DuplicateRows;
import lib.model.Knowledge;
import lib.proof.DatabaseAudit;
import lib.proof.DatabaseAudit.Line;
import lib.proof.DatabaseAudit.Verdict;

/** Shows an audit: first what is in order, then the problems together, and last the verdict on the whole. */
final class AuditText {
    /** So many bots that are in order are shown one by one; more only with {@code --verbose}. */
    private static final int FEW = 20;

    private static final int MAX_BOTS = 20;
    private static final String INDENT = "    ";
    /** By title and id, so that two audits of the same rows look the same. */
    private static final Comparator<Line> BY_TITLE = Comparator.comparing(
                    (Line line) -> line.bot() == null ? "" : line.bot().label())
            .thenComparing(Line::botId);

    private final DatabaseAudit audit;
    private final Console console;
    private final boolean isVerbose;

    AuditText(DatabaseAudit audit, Console console, boolean isVerbose) {
        this.audit = audit;
        this.console = console;
        this.isVerbose = isVerbose;
    }

    /** The bots that are in order, and the totals. */
    void showContents() {
        List<Line> inOrder = lines(line -> line.verdict() == Verdict.COMPLETE);
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
        console.say(Text.count(audit.lines().size(), "bot") + ", " + Text.count(audit.chunks(), "chunk"));
    }

    /** What is wrong, and the verdict. */
    void showProblems(AuditVerdict verdict) {
        problem(Tone.BAD, "empty", open(Verdict.EMPTY), AuditText::state);
        problem(Tone.WARNING, "incomplete", open(Verdict.INCOMPLETE), AuditText::missing);
        problem(
                Tone.WARNING,
                "with " + Knowledge.BLOCKED_BY_SITEMAP,
                lines(line -> line.isOpen() && line.isBlockedBySitemap()),
                AuditText::missing);
        for (DuplicateRows why : DuplicateRows.values()) {
            problem(
                    Tone.WARNING,
                    why.label() + (verdict.isRehearsal() ? "" : "; " + why.remedy("ID")),
                    lines(line -> !duplicates(line, why).isEmpty()),
                    line -> "duplicate rows of " + String.join(", ", duplicates(line, why)));
        }
        problem(
                Tone.WARNING,
                "with rows, but not in the table",
                lines(line -> line.verdict() == Verdict.ORPHAN_ROWS),
                line -> Text.count(line.chunks(), "row"));
        total(audit.unembedded(), "row", "without an embedding, which no search finds");
        total(audit.wrongDimension(), "row", "whose embedding has a wrong dimension");
        problem(Tone.DIM, "accepted with --accept-missing", lines(Line::accepted), AuditText::missing);
        console.say("");
        Tone tone = verdict.exitCode() == ExitCode.OK ? Tone.GOOD : Tone.WARNING;
        console.title(console.paint(tone, tone.sign() + " " + verdict.sentence()));
    }

    private void problem(Tone tone, String what, List<Line> lines, Function<Line, String> detail) {
        if (lines.isEmpty()) {
            return;
        }
        console.say("");
        console.title(console.paint(tone, String.format(Locale.ROOT, "%s %,d %s:", tone.sign(), lines.size(), what)));
        Columns columns = new Columns(0, 2);
        int shown = isVerbose ? lines.size() : MAX_BOTS;
        lines.stream().limit(shown).forEach(line -> {
            columns.row(name(line), id(line), detail.apply(line));
            if (isVerbose) {
                line.missing().forEach(source -> columns.below(INDENT + "no rows of " + source));
            }
        });
        console.table(INDENT, columns);
        if (lines.size() > shown) {
            console.say(INDENT
                    + String.format(Locale.ROOT, "and %,d more; --verbose lists them all", lines.size() - shown));
        }
    }

    private void total(long n, String noun, String what) {
        if (n > 0) {
            console.say("");
            console.title(console.paint(Tone.WARNING, Tone.WARNING.sign() + " " + Text.count(n, noun) + " " + what));
        }
    }

    private static String unusualStatus(Line line) {
        return line.bot().status().equals("SUCCEEDED")
                ? ""
                : "SyncStatus " + line.bot().shownStatus();
    }

    private static List<String> duplicates(Line line, DuplicateRows why) {
        return why.sources(line.rows(), line.sources());
    }

    private static String state(Line line) {
        return line.bot().knowledge().summary() + ", SyncStatus " + line.bot().shownStatus();
    }

    private static String missing(Line line) {
        int others = line.missing().size() - 1;
        return "no rows of " + line.missing().get(0)
                + (others == 0 ? "" : String.format(Locale.ROOT, " and %,d more", others));
    }

    private String name(Line line) {
        return Optional.ofNullable(line.bot()).map(Bot::label).orElse("");
    }

    private String id(Line line) {
        if (line.bot() == null) {
            return Text.oneLine(line.botId(), 60);
        }
        return isVerbose ? line.bot().key().toString() : line.bot().key().shownId();
    }

    private List<Line> open(Verdict verdict) {
        return lines(line -> line.verdict() == verdict && line.isOpen() && !line.isBlockedBySitemap());
    }

    private List<Line> lines(Predicate<Line> condition) {
        return audit.lines().stream().filter(condition).sorted(BY_TITLE).toList();
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case COMPLETE -> Tone.GOOD;
            case INCOMPLETE, UNREADABLE_KNOWLEDGE, ORPHAN_ROWS -> Tone.WARNING;
            case EMPTY -> Tone.BAD;
            case NOTHING_TO_EMBED, KNOWLEDGE_BASE -> Tone.DIM;
        };
    }
}
