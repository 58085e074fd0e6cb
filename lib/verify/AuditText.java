package lib.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import lib.common.Columns;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.Tone;
import lib.proof.DatabaseAudit;
import lib.proof.DatabaseAudit.Line;
import lib.proof.DatabaseAudit.Finding;
import lib.report.CountsTable;
import lib.report.DatabaseVerdict;

/** Shows what is in order in an audit, and the verdict. */
final class AuditText {
    /** At most this many bots that are in order are shown one by one; more only with {@code --verbose}. */
    private static final int FEW = 20;
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
                .filter(line -> line.finding() == Finding.COMPLETE)
                .sorted(Comparator.comparing(line -> line.bot().label()))
                .toList();
        if (!inOrder.isEmpty() && (isVerbose || inOrder.size() <= FEW)) {
            console.say("");
            Columns columns = new Columns(0, 3);
            columns.row("BOT", "   CHUNKS", "ID");
            inOrder.forEach(line -> columns.row(
                    line.bot().label(),
                    String.format(Locale.ROOT, "%,9d", line.chunks()),
                    isVerbose ? line.bot().key().toString() : line.bot().key().shownId(),
                    unusualStatus(line)));
            console.table(INDENT, columns);
        }
        console.say("");
        CountsTable.show(console, audit.counts());
        console.say(Text.count(audit.lines().size(), "bot") + ", " + Text.count(audit.chunks(), "chunk")
                + (sample.rows() == 0 ? "" : "; " + sample.text()));
    }

    void show(DatabaseVerdict verdict) {
        console.verdict(verdict.exitCode() == ExitCode.OK ? Tone.GOOD : Tone.WARNING, verdict.sentence());
    }

    private static String unusualStatus(Line line) {
        return line.bot().status().equals("SUCCEEDED")
                ? ""
                : "SyncStatus " + line.bot().shownStatus();
    }
}
