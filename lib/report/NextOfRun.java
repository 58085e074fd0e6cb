package lib.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.common.ExitCode;

/**
 * The commands that follow the main command, by its result.
 *
 * @param canRestore whether there is a snapshot of the old database
 * @param running how many tasks go on
 * @param incomplete the ids of the bots with sources without rows that another task may complete
 * @param restorable the ids of the bots whose task failed, or could only fail, and which restore may bring back
 * @param doubled the ids of the other bots whose rows exist twice because two tasks embedded them
 */
public record NextOfRun(
        Verdict verdict,
        boolean canRestore,
        long running,
        List<String> incomplete,
        List<String> restorable,
        List<String> doubled,
        Invocation invocation) {
    /** Returns the commands, the most useful first. */
    public List<Next> steps() {
        if (verdict.isRehearsal()) {
            return List.of(new Next(
                    "in your account, changing nothing", invocation.again(without("--yes", "-y"), "--dry-run")));
        }
        List<Next> steps = new ArrayList<>();
        switch (verdict.mode()) {
            case DRY_RUN -> afterDryRun(steps);
            case UNANSWERED -> {
                steps.add(new Next("to be asked, at a terminal", invocation.again(without())));
                steps.add(new Next("to start all of them", invocation.again(without(), "--yes")));
            }
            case RUN, STATUS ->
                unfinished().ifPresent(when -> steps.add(new Next(when, invocation.again(withoutFreshIfDone()))));
        }
        if (running > 0) {
            Set<String> ofStarts = without("--fresh", "--yes", "-y", "--parallel", "--json", "--report");
            steps.add(new Next("to stop the tasks that run", invocation.again(ofStarts, "--stop")));
        }
        if (verdict.early().isEmpty()) {
            gaps(steps);
            index().ifPresent(steps::add);
        }
        return steps;
    }

    /** The options that do something else instead, and these. */
    private static Set<String> without(String... options) {
        return Stream.concat(Stream.of("--dry-run", "--status", "--stop", "--rehearse"), Stream.of(options))
                .collect(Collectors.toSet());
    }

    private void afterDryRun(List<Next> steps) {
        if (verdict.counts().notStarted() > 0) {
            steps.add(new Next("to start them", invocation.again(without())));
            if (canRestore) {
                steps.add(new Next("or to restore the old vectors", invocation.command("restore", "--dry-run")));
            }
        }
    }

    /** With nothing left to embed or to search, {@code --fresh} would begin anew with all bots. */
    private Set<String> withoutFreshIfDone() {
        Verdict.Counts counts = verdict.counts();
        boolean isDone =
                counts.failed() + counts.unproved() + counts.notStarted() == 0 && verdict.isSearchFinished();
        return isDone ? without("--fresh") : without();
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
                            : new Next(
                                    "to be asked about the incomplete",
                                    invocation.again(without("--fresh", "--yes", "-y"))));
        }
        if (!restorable.isEmpty() && canRestore) {
            steps.add(new Next("to restore what cannot be embedded", invocation.commandFor(restorable, "restore")));
        }
        if (!doubled.isEmpty() && Invocation.canName(doubled)) {
            steps.add(new Next("to replace duplicate rows", invocation.commandFor(doubled, "--fresh")));
        }
        if (verdict.counts().incomplete() + verdict.counts().hopeless() > 0) {
            steps.add(new Next(
                    "to accept what is missing", invocation.again(without("--fresh"), "--accept-missing")));
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
