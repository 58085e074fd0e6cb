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
 */
public record RestoreVerdict(
        boolean isRehearsal,
        Scope scope,
        long withKnowledge,
        long open,
        long failed,
        long unproved,
        boolean isIndexed) {
    /** The exit code. */
    public ExitCode exitCode() {
        return open == 0 && failed == 0 && unproved == 0 && isIndexed ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    /** The sentence, on one line. */
    public String sentence() {
        List<String> claims = new ArrayList<>();
        if (failed > 0) {
            claims.add(Text.count(failed, "bot") + " could not be copied");
        }
        if (unproved > 0) {
            claims.add("copies from another snapshot are not proved yet");
        }
        if (!isIndexed) {
            claims.add("the index was not rebuilt");
        }
        String sentence = claims.isEmpty() ? bots() : bots() + link(claims) + String.join(" and ", claims);
        return (isRehearsal ? Scope.REHEARSAL : "") + Text.capitalized(sentence) + ".";
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
