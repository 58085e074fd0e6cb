package lib.restore;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
 * @param embedCommand the command that embeds the bots that are not complete; empty if all are
 */
record RestoreReport(
        RestorePlan plan,
        List<RestoredBot> bots,
        DatabaseAudit audit,
        boolean indexed,
        String embedCommand,
        RestoreVerdict verdict) {
    /** More of them would make a command that nobody can read. */
    private static final int MAX_BOTS_IN_COMMAND = 20;

    static RestoreReport of(
            RestorePlan plan,
            RestoreRun.Result result,
            DatabaseAudit audit,
            List<String> repeatedOptions,
            Scope scope,
            boolean isRehearsal) {
        Set<String> others = result.bots().stream()
                .filter(bot -> bot.outcome() == RestoreOutcome.EMBEDDING || bot.outcome() == RestoreOutcome.FAILED)
                .map(RestoredBot::id)
                .collect(Collectors.toSet());
        List<String> missing = incomplete(audit).stream()
                .map(DatabaseAudit.Line::botId)
                .filter(id -> !others.contains(id))
                .toList();
        String command = embedCommand(missing, repeatedOptions);
        RestoreVerdict verdict = new RestoreVerdict(
                isRehearsal,
                scope,
                audit.lines().stream().filter(DatabaseAudit.Line::hasKnowledge).count(),
                incomplete(audit).size(),
                result.bots().stream()
                        .filter(bot -> bot.outcome() == RestoreOutcome.FAILED)
                        .count(),
                result.indexed(),
                !command.isEmpty());
        return new RestoreReport(plan, result.bots(), audit, result.indexed(), command, verdict);
    }

    private static String embedCommand(List<String> missing, List<String> repeatedOptions) {
        if (missing.isEmpty()) {
            return "";
        }
        String options = repeatedOptions.stream().map(option -> " " + option).collect(Collectors.joining());
        String bots = missing.size() > MAX_BOTS_IN_COMMAND
                ? ""
                : missing.stream().map(id -> " --bot " + Text.shellWord(id)).collect(Collectors.joining());
        return "jbang migrate.java" + options + bots;
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

    boolean hasFailures() {
        return !indexed || bots.stream().anyMatch(bot -> bot.outcome() == RestoreOutcome.FAILED);
    }

    ExitCode exitCode() {
        return verdict.exitCode();
    }

    void show(Console console, boolean isVerbose) {
        console.say("");
        console.say(console.paint(exitCode() == ExitCode.OK ? Tone.GOOD : Tone.BAD, verdict.sentence()));
        counts().forEach((outcome, n) -> {
            if (n > 0) {
                console.say(String.format("  %-20s%5d", outcome.label(), n));
            }
        });
        bots.stream()
                .filter(bot -> bot.outcome() == RestoreOutcome.FAILED)
                .forEach(bot -> console.say("  failed: " + bot.label(isVerbose) + ": " + bot.reason()));
        List<DatabaseAudit.Line> incomplete = incomplete(audit);
        if (!incomplete.isEmpty()) {
            console.say("not complete:");
        }
        incomplete.forEach(line -> {
            console.say("  " + RestoredBot.label(line.bot(), isVerbose) + ": "
                    + line.verdict().label());
            line.missing().forEach(source -> console.say("      no rows of " + source));
        });
        if (!embedCommand.isEmpty()) {
            console.say("Embed exactly these; all others are left alone, because their rows prove them:");
            console.sayVerbatim("  " + embedCommand);
        }
    }
}
