package lib.restore;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.RdsClusters.Snapshot;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.cli.Session;
import lib.common.Columns;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.Tone;
import lib.proof.DatabaseAudit;
import lib.report.Scope;

/**
 * The result of a run.
 *
 * @param bots what became of each
 * @param audit what the new database contains now, by the rules of {@code verify}
 * @param indexed whether the index is as it was requested
 * @param unproved how many bots were copied from another snapshot and are not proved yet, by its ARN
 * @param embedCommand the command that embeds the bots that are not complete; empty if all are
 * @param copyCommands that copy without DMS what is missing; empty if that is not the remedy
 */
record RestoreReport(
        RestorePlan plan,
        List<RestoredBot> bots,
        DatabaseAudit audit,
        boolean indexed,
        Map<String, Long> unproved,
        String embedCommand,
        List<String> copyCommands,
        RestoreVerdict verdict) {
    /** @param isLeft whether something that this command has created is left */
    static RestoreReport of(
            RestorePlan plan,
            List<RestoredBot> bots,
            DatabaseAudit audit,
            boolean indexed,
            Map<String, Long> unproved,
            boolean isLeft,
            Scope scope,
            boolean isRehearsal,
            Invocation invocation) {
        Set<String> others =
                bots.stream().filter(RestoredBot::isOpen).map(RestoredBot::id).collect(Collectors.toSet());
        List<String> missing = incomplete(audit).stream()
                .map(DatabaseAudit.Line::botId)
                .filter(id -> !others.contains(id))
                .toList();
        String command = missing.isEmpty() ? "" : invocation.commandFor(missing);
        long failed = bots.stream()
                .filter(bot -> bot.outcome() == RestoreOutcome.FAILED)
                .count();
        List<String> copyCommands =
                failed > 0 && plan.options().usesDms() ? copyCommands(plan, isLeft, invocation) : List.of();
        RestoreVerdict verdict = new RestoreVerdict(
                isRehearsal,
                scope,
                audit.lines().stream().filter(DatabaseAudit.Line::hasKnowledge).count(),
                incomplete(audit).size(),
                failed,
                unproved.values().stream().mapToLong(n -> n).sum(),
                indexed);
        return new RestoreReport(plan, bots, audit, indexed, unproved, command, copyCommands, verdict);
    }

    /** DMS fills an empty table only, so it can't copy these bots again. */
    private static List<String> copyCommands(RestorePlan plan, boolean isLeft, Invocation invocation) {
        List<String> commands = new ArrayList<>();
        if (isLeft) {
            commands.add(invocation.command("restore", "--clean-up"));
        }
        commands.add(invocation.command("restore", "--snapshot", plan.snapshot().name()));
        return commands;
    }

    private static List<DatabaseAudit.Line> incomplete(DatabaseAudit audit) {
        return audit.lines().stream().filter(DatabaseAudit.Line::isOpen).toList();
    }

    Map<RestoreOutcome, Long> counts() {
        Map<RestoreOutcome, Long> counts = new EnumMap<>(RestoreOutcome.class);
        for (RestoreOutcome outcome : RestoreOutcome.values()) {
            counts.put(
                    outcome,
                    bots.stream().filter(bot -> bot.outcome() == outcome).count());
        }
        return counts;
    }

    ExitCode exitCode() {
        return verdict.exitCode();
    }

    void show(Session session) {
        Console console = session.console();
        console.say("");
        Columns columns = new Columns();
        counts().forEach((outcome, n) -> {
            if (n > 0) {
                Tone tone = outcome.tone();
                columns.row(
                        console.paint(tone, tone.sign() + " " + outcome.label()),
                        String.format(Locale.ROOT, "%,5d", n));
            }
        });
        console.table("  ", columns);
        bots.stream()
                .filter(bot -> bot.outcome() == RestoreOutcome.FAILED)
                .forEach(bot -> problem(
                        console, Tone.BAD, "failed: " + bot.label(session.isVerbose()) + ": " + bot.reason()));
        unproved.forEach((arn, n) -> problem(
                console,
                Tone.WARNING,
                Text.count(n, "bot") + " copied from snapshot " + Snapshot.nameOf(arn) + " and not proved yet"));
        for (DatabaseAudit.Line line : incomplete(audit)) {
            problem(
                    console,
                    Tone.WARNING,
                    line.verdict().label() + ": " + RestoredBot.label(line.bot(), session.isVerbose()));
            line.missing().forEach(source -> console.say("    no rows of " + source));
        }
        console.say("");
        Tone tone = exitCode() == ExitCode.OK ? Tone.GOOD : failed() > 0 ? Tone.BAD : Tone.WARNING;
        console.title(console.paint(tone, tone.sign() + " " + verdict.sentence()));
    }

    private static void problem(Console console, Tone tone, String text) {
        console.title(console.paint(tone, tone.sign()) + " " + text);
    }

    private long failed() {
        return counts().get(RestoreOutcome.FAILED);
    }

    /** What the user can type next. */
    List<Next> next(Invocation invocation) {
        List<String> proofs = unproved.keySet().stream()
                .map(arn -> invocation.command("restore", "--snapshot", Snapshot.nameOf(arn)))
                .toList();
        return new NextOfRestore(verdict, proofs, embedCommand, copyCommands, invocation).steps();
    }
}
