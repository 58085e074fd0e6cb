package lib.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.proof.DatabaseAudit;
import lib.proof.DatabaseAudit.Line;

/**
 * The verdict on the new database, after {@code verify} and {@code restore}: one sentence and the exit code, which
 * follow from the same facts.
 *
 * @param scope the bots with knowledge that are counted
 * @param complete how many are complete, or lack only what the user has accepted
 * @param accepted how many of these lack something
 * @param open how many are not complete
 * @param faults what else is not as it was to be, each as a clause
 */
public record DatabaseVerdict(
        boolean isRehearsal, Scope scope, long complete, long accepted, long open, List<String> faults) {
    /** The fault of a rebuild that did not succeed. */
    public static final String NOT_INDEXED = "the index was not rebuilt";

    /** The verdict on what the database contains. */
    public static DatabaseVerdict of(boolean isRehearsal, Scope scope, DatabaseAudit audit, List<String> faults) {
        long all = audit.lines().stream().filter(Line::hasKnowledge).count();
        long open = audit.lines().stream().filter(Line::isOpen).count();
        long accepted = audit.lines().stream().filter(Line::accepted).count();
        return new DatabaseVerdict(isRehearsal, scope, all - open, accepted, open, faults);
    }

    /** Returns this verdict with one more fault. */
    public DatabaseVerdict with(String fault) {
        List<String> all = Stream.concat(faults.stream(), Stream.of(fault)).toList();
        return new DatabaseVerdict(isRehearsal, scope, complete, accepted, open, all);
    }

    /** The exit code. */
    public ExitCode exitCode() {
        return open == 0 && faults.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    /** The sentence, on one line. */
    public String sentence() {
        return Scope.sentence(isRehearsal, bots() + (faults.isEmpty() ? "" : link() + String.join(" and ", faults)));
    }

    private String link() {
        if (open == 0) {
            return ", but ";
        }
        return faults.size() == 1 ? " and " : ", ";
    }

    private String bots() {
        if (open > 0) {
            return openBots();
        }
        return complete == 0
                ? scope.none()
                : scope.clause(complete, complete, "is", "are", " complete")
                        + (accepted == 0 ? "" : String.format(Locale.ROOT, ", %,d with accepted gaps", accepted));
    }

    /** Says which bots are not complete, as a clause; empty if all are. */
    public String openBots() {
        return open == 0 ? "" : scope.clause(open, open + complete, "is", "are", " not complete");
    }
}
