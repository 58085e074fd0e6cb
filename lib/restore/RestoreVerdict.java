package lib.restore;

import java.util.ArrayList;
import java.util.List;
import lib.common.ExitCode;
import lib.common.Text;
import lib.report.Scope;

/**
 * The verdict on a restore: one sentence and the exit code, which follow from the same facts.
 *
 * @param withKnowledge how many of the selected bots have knowledge that can be embedded
 * @param open how many of these are not complete, and their gaps were not accepted
 * @param failed how many copies failed
 * @param unproved how many bots were copied from another snapshot and are not proved yet
 * @param isIndexed whether the index is as it was requested
 * @param hasCommand whether a command embeds some of the bots that are not complete
 * @param hasCopyCommand whether other commands copy what failed
 */
public record RestoreVerdict(
        boolean isRehearsal,
        Scope scope,
        long withKnowledge,
        long open,
        long failed,
        long unproved,
        boolean isIndexed,
        boolean hasCommand,
        boolean hasCopyCommand) {
    /** The exit code. */
    public ExitCode exitCode() {
        return open == 0 && failed == 0 && unproved == 0 && isIndexed ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    /** The sentence, on one line. */
    public String sentence() {
        List<String> claims = new ArrayList<>();
        List<String> advice = new ArrayList<>();
        if (failed > 0) {
            claims.add(Text.count(failed, "bot") + " could not be copied");
            advice.add(
                    hasCopyCommand
                            ? "copy what is missing without DMS, as below"
                            : "run the same command again after fixing the " + (failed == 1 ? "cause" : "causes")
                                    + " below");
        }
        if (unproved > 0) {
            claims.add("copies from another snapshot are not proved yet");
            advice.add("prove them with the command below");
        }
        if (!isIndexed) {
            claims.add("the index was not rebuilt");
            advice.add("rebuild the index with verify --reindex");
        }
        if (hasCommand) {
            advice.add("embed what is missing with the command below");
        } else if (open > failed) {
            advice.add("run verify when the embedding tasks have ended");
        }
        String end = isRehearsal || advice.isEmpty() ? "." : ": " + String.join(", and ", advice) + ".";
        return (isRehearsal ? Scope.REHEARSAL : "")
                + Text.capitalized(claims.isEmpty() ? bots() : bots() + link(claims) + String.join(" and ", claims))
                + end;
    }

    private String link(List<String> claims) {
        if (open == 0) {
            return ", but ";
        }
        return claims.size() == 1 ? " and " : ", ";
    }

    private String bots() {
        if (withKnowledge == 0) {
            return scope.none();
        }
        return open == 0
                ? scope.clause(withKnowledge, withKnowledge, "is", "are", " complete")
                : scope.clause(open, withKnowledge, "is", "are", " not complete");
    }
}
