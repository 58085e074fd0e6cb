package lib.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.common.ExitCode;

/**
 * The commands that follow the main command, by its result.
 *
 * @param canRestore whether there is a snapshot of the old database
 * @param running how many tasks go on
 * @param incomplete the ids of the bots with sources without rows
 * @param hopeless the ids of the bots whose task could only fail
 */
public record NextOfRun(
        Verdict verdict,
        boolean canRestore,
        long running,
        List<String> incomplete,
        List<String> hopeless,
        Invocation invocation) {
    /** What the next command is to do in another way. */
    private static final Set<String> INSTEAD = Set.of("--dry-run", "--status", "--stop", "--rehearse");
    /** The same, and it does not begin anew. */
    private static final Set<String> NOT_FRESH = Set.of("--dry-run", "--status", "--stop", "--rehearse", "--fresh");

    /** The same, and it asks. */
    private static final Set<String> ASKED =
            Set.of("--dry-run", "--status", "--stop", "--rehearse", "--fresh", "--yes", "-y");

    /** What is of use only to a command that starts something. */
    private static final Set<String> STARTS = Set.of(
            "--dry-run",
            "--status",
            "--stop",
            "--rehearse",
            "--fresh",
            "--yes",
            "-y",
            "--parallel",
            "--json",
            "--report");
    /** The same, and it asks. */
    private static final Set<String> REHEARSED = Set.of("--dry-run", "--status", "--stop", "--rehearse", "--yes", "-y");

    /** Returns the commands, the most useful first. */
    public List<Next> steps() {
        if (verdict.isRehearsal()) {
            return List.of(new Next("in your account, changing nothing", invocation.again(REHEARSED, "--dry-run")));
        }
        List<Next> steps = new ArrayList<>();
        switch (verdict.mode()) {
            case DRY_RUN -> afterDryRun(steps);
            case UNANSWERED -> {
                steps.add(new Next("to be asked, at a terminal", invocation.again(INSTEAD)));
                steps.add(new Next("to start all of them", invocation.again(INSTEAD, "--yes")));
            }
            case RUN, STATUS ->
                unfinished().ifPresent(when -> steps.add(new Next(when, invocation.again(without()))));
        }
        if (running > 0) {
            steps.add(new Next("to stop the tasks that run", invocation.again(STARTS, "--stop")));
        }
        if (verdict.early().isEmpty()) {
            gaps(steps);
            index().ifPresent(steps::add);
        }
        return steps;
    }

    private void afterDryRun(List<Next> steps) {
        if (verdict.counts().notStarted() > 0) {
            steps.add(new Next("to start them", invocation.again(INSTEAD)));
            if (canRestore) {
                steps.add(new Next("or to restore the old vectors", invocation.command("restore", "--dry-run")));
            }
        }
    }

    /** The same command lacks these: with no bot left to embed, {@code --fresh} would begin anew with all of them. */
    private Set<String> without() {
        Verdict.Counts counts = verdict.counts();
        return counts.failed() + counts.unproved() + counts.notStarted() > 0 ? INSTEAD : NOT_FRESH;
    }

    /** When to give the same command again; empty if it is of no use. */
    private Optional<String> unfinished() {
        Verdict.Counts counts = verdict.counts();
        if (verdict.early().isPresent()) {
            return Optional.of(
                    verdict.early().get() == ExitCode.INTERRUPTED ? "to continue" : "when the cause above is fixed");
        }
        if (counts.failed() > 0) {
            return Optional.of(
                    counts.failed() == 1 ? "when the cause above is fixed" : "when the causes above are fixed");
        }
        if (counts.unproved() + counts.notStarted() > 0) {
            return Optional.of("to continue");
        }
        if (!verdict.isSearchFinished()) {
            return Optional.of("to finish the search");
        }
        return counts.skipped() > 0 ? Optional.of("for the bots that were skipped") : Optional.empty();
    }

    private void gaps(List<Next> steps) {
        if (!incomplete.isEmpty()) {
            steps.add(
                    Invocation.canName(incomplete)
                            ? new Next(
                                    "to embed the incomplete once more", invocation.commandFor(incomplete, "--fresh"))
                            : new Next("to be asked about the incomplete", invocation.again(ASKED)));
        }
        if (!hopeless.isEmpty() && canRestore) {
            steps.add(new Next("to restore what cannot be embedded", invocation.commandFor(hopeless, "restore")));
        }
        if (!incomplete.isEmpty() || !hopeless.isEmpty()) {
            steps.add(new Next("to accept what is missing", invocation.again(NOT_FRESH, "--accept-missing")));
        }
    }

    /** The deploy built the index on the empty table, so it is rebuilt once, when no more bots are to be embedded. */
    private Optional<Next> index() {
        Verdict.Counts counts = verdict.counts();
        boolean isAtEnd = counts.open() == 0 && verdict.isSearchFinished() && verdict.mode() != Verdict.Mode.DRY_RUN;
        return counts.done() == 0 && isAtEnd || counts.all() == 0
                ? Optional.empty()
                : Optional.of(new Next(
                        isAtEnd && !verdict.scope().isSelection()
                                ? "to rebuild the index, once"
                                : "at the end, to rebuild the index",
                        invocation.command("verify", "--reindex")));
    }
}
