package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.aws.RdsClusters.Snapshot;
import lib.cli.Next;
import lib.cli.Session;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.Tone;
import lib.model.Category;
import lib.proof.DatabaseAudit;
import lib.report.CountsTable;
import lib.report.DatabaseProblems;
import lib.report.DatabaseVerdict;
import lib.report.Problem;
import lib.report.Scope;

/**
 * The result of a run.
 *
 * @param bots what became of each
 * @param audit what the new database contains now, by the rules of {@code verify}
 * @param indexed whether the index is as it was requested
 * @param unproved how many bots were copied from another snapshot and are not proved yet, by its ARN
 * @param isLeft whether something that this command has created is left
 */
record RestoreReport(
        Session session,
        RestorePlan plan,
        List<RestoredBot> bots,
        DatabaseAudit audit,
        boolean indexed,
        Map<String, Long> unproved,
        boolean isLeft) {
    DatabaseVerdict verdict() {
        List<String> faults = new ArrayList<>();
        if (failed() > 0) {
            faults.add(Text.count(failed(), "bot") + " could not be copied");
        }
        if (!unproved.isEmpty()) {
            faults.add("copies from another snapshot are not proved yet");
        }
        if (!indexed) {
            faults.add(DatabaseVerdict.NOT_INDEXED);
        }
        Scope scope = Scope.withKnowledge(plan.options().filter());
        return DatabaseVerdict.of(session.isRehearsal(), scope, audit, faults);
    }

    private long failed() {
        return counts().get(RestoreOutcome.FAILED);
    }

    /** The command that embeds the bots that are not complete; empty if it is not the remedy. */
    String embedCommand() {
        Set<String> others =
                bots.stream().filter(RestoredBot::isOpen).map(RestoredBot::id).collect(Collectors.toSet());
        List<String> missing = incomplete().stream()
                .map(DatabaseAudit.Line::botId)
                .filter(id -> !others.contains(id))
                .toList();
        return missing.isEmpty() ? "" : session.invocation().commandFor(missing);
    }

    /** The commands that copy without DMS what is missing: DMS fills an empty table only. Empty without DMS. */
    private List<String> copyCommands() {
        if (!plan.options().usesDms() || failed() == 0) {
            return List.of();
        }
        Stream<String> cleanUp =
                isLeft ? Stream.of(session.invocation().command("restore", "--clean-up")) : Stream.empty();
        return Stream.concat(cleanUp, Stream.of(restoreOf(plan.snapshot().name()))).toList();
    }

    private String restoreOf(String snapshot) {
        return session.invocation().command("restore", "--snapshot", snapshot);
    }

    private List<DatabaseAudit.Line> incomplete() {
        return audit.lines().stream().filter(DatabaseAudit.Line::isOpen).toList();
    }

    Map<RestoreOutcome, Long> counts() {
        return Category.counts(RestoreOutcome.class, bots.stream().map(RestoredBot::outcome));
    }

    /** The copies that failed, by their reasons, and then what {@code verify} finds, but for rows without a bot. */
    List<Problem> problems() {
        Map<String, List<RestoredBot>> failed = bots.stream()
                .filter(bot -> bot.outcome() == RestoreOutcome.FAILED)
                .collect(Collectors.groupingBy(RestoredBot::reason, TreeMap::new, Collectors.toList()));
        Stream<Problem> copies = failed.entrySet().stream().map(each -> failed(each.getKey(), each.getValue()));
        Stream<Problem> rows = DatabaseProblems.of(audit).all("Embed again.").stream()
                .filter(problem -> problem.kind() != DatabaseAudit.Finding.ORPHAN_ROWS);
        return Stream.concat(copies, rows).toList();
    }

    private static Problem failed(String reason, List<RestoredBot> bots) {
        return new Problem(
                RestoreOutcome.FAILED,
                RestoreOutcome.FAILED.tone(),
                RestoreOutcome.FAILED.label(),
                reason,
                "",
                false,
                bots.stream().map(RestoredBot::item).toList(),
                Optional.empty());
    }

    void show() {
        Console console = session.console();
        console.say("");
        CountsTable.show(console, counts());
        unproved.forEach((arn, n) -> console.title(console.signed(
                Tone.WARNING,
                Text.count(n, "bot") + " copied from snapshot " + Snapshot.nameOf(arn) + " and not proved yet")));
        problems().forEach(problem -> problem.show(console, session.isVerbose()));
        DatabaseVerdict verdict = verdict();
        Tone tone = verdict.exitCode() == ExitCode.OK ? Tone.GOOD : failed() > 0 ? Tone.BAD : Tone.WARNING;
        console.verdict(tone, verdict.sentence());
    }

    /** What the user can type next. */
    List<Next> next() {
        List<String> proofs = unproved.keySet().stream()
                .map(arn -> restoreOf(Snapshot.nameOf(arn)))
                .toList();
        return new NextOfRestore(verdict(), failed(), proofs, embedCommand(), copyCommands(), session.invocation())
                .steps();
    }
}
