package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.common.ExitCode;
import lib.report.DatabaseVerdict;

/**
 * The commands that follow a restore, by its result.
 *
 * @param failed how many copies failed
 * @param proofs commands that prove what was copied from other snapshots
 * @param embedCommand embeds the bots that are not complete; empty if that is not the remedy
 * @param copyCommands copy without DMS what is missing; empty if that is not the remedy
 */
public record NextOfRestore(
        DatabaseVerdict verdict,
        long failed,
        List<String> proofs,
        String embedCommand,
        List<String> copyCommands,
        Invocation invocation) {
    private static final Set<String> REHEARSED = Set.of("--dry-run", "--rehearse", "--yes", "-y");

    /** Returns the commands that follow a plan. */
    public static List<Next> afterDryRun(boolean hasWork, boolean isRehearsal, Invocation invocation) {
        if (isRehearsal) {
            return List.of(new Next("in your account, changing nothing", invocation.again(REHEARSED, "--dry-run")));
        }
        return List.of(
                hasWork
                        ? new Next("to restore", invocation.again(Set.of("--dry-run")))
                        : new Next("to see every bot", invocation.command("verify")));
    }

    /** Returns the commands that follow {@code --status}. */
    static List<Next> afterStatus(RestoreStatus status, Invocation invocation) {
        List<Next> steps = new ArrayList<>();
        if (!status.isNothing()) {
            steps.add(new Next("to continue", invocation.again(Set.of("--status"))));
        }
        if (!status.isNothing() || status.isUnknown()) {
            steps.add(new Next("to remove what is left", invocation.command("restore", "--clean-up")));
        }
        return steps;
    }

    /** Returns the commands that follow {@code --clean-up}. */
    static List<Next> afterCleanUp(ExitCode exitCode, boolean isRehearsal, Invocation invocation) {
        if (isRehearsal) {
            return List.of(new Next("in your account", invocation.again(REHEARSED)));
        }
        return List.of(
                exitCode == ExitCode.OK
                        ? new Next("to see what the new database has", invocation.command("verify"))
                        : new Next("when the database is available", invocation.again(Set.of())));
    }

    /** Returns the commands, the most useful first. */
    public List<Next> steps() {
        if (verdict.isRehearsal()) {
            return List.of(new Next("in your account, changing nothing", invocation.again(REHEARSED, "--dry-run")));
        }
        List<Next> steps = new ArrayList<>();
        copyCommands.forEach(command -> steps.add(new Next("to copy what is missing without DMS", command)));
        if (failed > 0 && copyCommands.isEmpty()) {
            steps.add(new Next(
                    failed == 1 ? "when the cause above is fixed" : "when the causes above are fixed",
                    invocation.again(Set.of())));
        }
        proofs.forEach(command -> steps.add(new Next("to prove the copies from another snapshot", command)));
        if (!embedCommand.isEmpty()) {
            steps.add(new Next("to embed what is missing, and no other bot", embedCommand));
        }
        if (verdict.faults().contains(DatabaseVerdict.NOT_INDEXED) || !embedCommand.isEmpty()) {
            steps.add(new Next("at the end, to rebuild the index", invocation.command("verify", "--reindex")));
        } else if (verdict.exitCode() == ExitCode.OK || verdict.open() > failed) {
            steps.add(new Next(
                    verdict.exitCode() == ExitCode.OK ? "to see every bot" : "when the embedding tasks have ended",
                    invocation.command("verify")));
        }
        return steps;
    }
}
