package lib.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.Tone;
import lib.model.OutcomeKind;

/** Shows the result of a run: the outcomes that occurred, the problems, what it cost, and last the verdict. */
final class SummaryText {
    private static final int MAX_BOTS = 10;
    private static final int MAX_PROBLEMS_OF_KIND = 8;

    private final RunReport report;
    private final Console console;
    private final boolean isVerbose;

    /** @param isVerbose whether to show every bot with a problem, full keys and task ids */
    SummaryText(RunReport report, Console console, boolean isVerbose) {
        this.report = report;
        this.console = console;
        this.isVerbose = isVerbose;
    }

    /** Shows everything but the commands that follow. */
    void show() {
        console.say("");
        outcomes();
        problems();
        console.say("");
        if (report.verdict().mode() == Verdict.Mode.STATUS) {
            console.say(running());
        } else {
            totals();
        }
        report.notes().forEach(console::say);
        report.earlyEnd()
                .ifPresent(end -> end.getMessage()
                        .lines()
                        .forEach(line -> console.say(console.paint(Tone.BAD, line))));
        verdict();
    }

    /** Shows the verdict alone. */
    void verdict() {
        console.verdict(tone(), report.verdict().sentence());
    }

    /** Says which tasks run now, and what they cost. */
    String running() {
        long n = report.running();
        if (n == 0) {
            return "No task of this migration is running.";
        }
        String price = report.price().rough(Duration.ofHours(n));
        return Text.count(n, "task") + (n == 1 ? " is" : " are") + " running"
                + (price.isEmpty() ? "" : ", for " + price + " an hour") + "; none was stopped.";
    }

    private Tone tone() {
        Verdict verdict = report.verdict();
        if (verdict.mode() == Verdict.Mode.DRY_RUN) {
            return Tone.STRONG;
        }
        if (verdict.exitCode() == ExitCode.OK) {
            return Tone.GOOD;
        }
        return verdict.exitCode() == ExitCode.AWS_ERROR || verdict.counts().failed() > 0 ? Tone.BAD : Tone.WARNING;
    }

    /** Each outcome that occurred, with its number. */
    private void outcomes() {
        CountsTable table = new CountsTable(console);
        report.counts().forEach((kind, n) -> {
            boolean isSkipped = kind == OutcomeKind.SKIPPED && report.verdict().mode() != Verdict.Mode.STATUS;
            if (isSkipped) {
                report.skipReasons().forEach((reason, count) -> table.row(kind, count, reason));
            } else {
                table.row(kind, n, "");
            }
        });
        table.show();
    }

    /** The most frequent problems of each kind. */
    private void problems() {
        Map<Enum<?>, Integer> shown = new HashMap<>();
        List<Problem> others = new ArrayList<>();
        for (Problem problem : RunProblems.of(report)) {
            if (isVerbose || shown.merge(problem.kind(), 1, Integer::sum) <= MAX_PROBLEMS_OF_KIND) {
                problem.show(console, MAX_BOTS, "--json", isVerbose);
            } else {
                others.add(problem);
            }
        }
        if (!others.isEmpty()) {
            int bots =
                    others.stream().mapToInt(problem -> problem.bots().size()).sum();
            console.say("");
            console.say(Text.count(others.size(), "more reason") + ", of " + Text.count(bots, "bot")
                    + "; --json lists them all");
        }
    }

    private void totals() {
        long chunks = report.chunks();
        if (chunks > 0) {
            console.say(Text.count(chunks, "chunk") + " in the database");
        }
        console.say(Text.count(report.bots().size(), "bot") + " in the table; "
                + Text.span(report.context().elapsed()));
        if (!report.billed().isZero()) {
            console.say("All tasks together ran for " + Text.span(report.billed()) + ": "
                    + report.price().estimate(report.billed()));
        }
        report.scans().forEach(scan -> console.say("Searched the " + scan));
    }
}
