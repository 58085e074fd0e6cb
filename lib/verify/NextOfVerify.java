package lib.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.report.DatabaseVerdict;

/**
 * The commands that follow {@code verify}, by its result.
 *
 * @param toReplace the ids of the bots whose rows are to be replaced
 * @param isFound whether the app's own query found every row that was searched for
 * @param isRebuilt whether the index was to be rebuilt
 */
public record NextOfVerify(
        DatabaseVerdict verdict, List<String> toReplace, boolean isFound, boolean isRebuilt, Invocation invocation) {
    /** Returns the commands, the most useful first. */
    public List<Next> steps() {
        if (verdict.isRehearsal()) {
            return List.of(new Next("in your account", invocation.again(Set.of("--rehearse", "--yes", "-y"))));
        }
        List<Next> steps = new ArrayList<>();
        if (verdict.open() > 0) {
            steps.add(new Next("to embed what is not complete", invocation.command()));
        }
        if (!toReplace.isEmpty() && Invocation.canName(toReplace)) {
            steps.add(new Next("to replace the rows of bots", invocation.commandFor(toReplace, "--fresh")));
        }
        String reindex = invocation.command("verify", "--reindex");
        boolean hasBots = verdict.open() + verdict.complete() > 0;
        if (verdict.faults().contains(DatabaseVerdict.NOT_INDEXED)) {
            steps.add(new Next("when the reason in the database's log is gone", reindex));
        } else if (hasBots && (!isRebuilt && !verdict.scope().isSelection() || !isFound)) {
            steps.add(new Next(
                    verdict.open() > 0 ? "at the end, to rebuild the index" : "to rebuild the index, once", reindex));
        }
        return steps;
    }
}
