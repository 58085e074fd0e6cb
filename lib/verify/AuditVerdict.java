package lib.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.common.ExitCode;
import lib.common.Text;
import lib.proof.DatabaseAudit;
import lib.report.Scope;

/**
 * The verdict on the database: one sentence and the exit code, which follow from the same facts.
 *
 * @param counts the number of bots with each verdict
 * @param accepted how many of the empty and incomplete ones lack only what the user has accepted
 * @param isIndexed false if the index was to be rebuilt and that did not succeed
 */
public record AuditVerdict(
        boolean isRehearsal,
        Scope scope,
        Map<DatabaseAudit.Verdict, Long> counts,
        long accepted,
        SampleResult sample,
        boolean isIndexed) {
    private static final String[] REINDEX = {"verify", "--reindex"};

    static AuditVerdict of(boolean isRehearsal, Scope scope, DatabaseAudit audit, SampleResult sample) {
        long accepted =
                audit.lines().stream().filter(DatabaseAudit.Line::accepted).count();
        return new AuditVerdict(isRehearsal, scope, audit.counts(), accepted, sample, true);
    }

    /** Returns the verdict after a rebuild of the index. */
    AuditVerdict withIndex(boolean isIndexed) {
        return new AuditVerdict(isRehearsal, scope, counts, accepted, sample, isIndexed);
    }

    /** The exit code. */
    public ExitCode exitCode() {
        return open() == 0 && sample.isFound() && isIndexed ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    /** The sentence, on one line. */
    public String sentence() {
        StringBuilder claim = new StringBuilder(bots());
        if (!sample.isFound()) {
            long missed = sample.rows() - sample.found();
            claim.append(String.format(
                    Locale.ROOT,
                    "%s %,d of %s %s not found by the app's own query",
                    open() > 0 ? " and" : ", but",
                    missed,
                    Text.count(sample.rows(), "sampled row"),
                    missed == 1 ? "was" : "were"));
        }
        if (!isIndexed) {
            claim.append(open() > 0 || !sample.isFound() ? " and" : ", but").append(" the index was not rebuilt");
        }
        return (isRehearsal ? Scope.REHEARSAL : "") + Text.capitalized(claim + ".");
    }

    /**
     * Returns the commands to type next.
     *
     * @param toReplace the ids of the bots whose rows are to be replaced
     * @param wasAsked whether the index was to be rebuilt
     */
    public List<Next> next(List<String> toReplace, boolean wasAsked, Invocation invocation) {
        if (isRehearsal) {
            return List.of(new Next("in your account", invocation.again(Set.of("--rehearse", "--yes", "-y"))));
        }
        List<Next> steps = new ArrayList<>();
        if (open() > 0) {
            steps.add(new Next("to embed what is not complete", invocation.command()));
        }
        if (!toReplace.isEmpty() && Invocation.canName(toReplace)) {
            steps.add(new Next("to replace the rows of bots", invocation.commandFor(toReplace, "--fresh")));
        }
        if (!isIndexed) {
            steps.add(new Next("when the reason in the database's log is gone", invocation.command(REINDEX)));
        } else if (open() + done() > 0 && (!wasAsked && !scope.isSelection() || !sample.isFound())) {
            steps.add(new Next(
                    open() > 0 ? "at the end, to rebuild the index" : "to rebuild the index, once",
                    invocation.command(REINDEX)));
        }
        return steps;
    }

    private String bots() {
        if (open() > 0) {
            return openBots();
        }
        return done() == 0
                ? scope.none()
                : scope.clause(done(), done(), "is", "are", " complete")
                        + (accepted == 0 ? "" : String.format(Locale.ROOT, ", %,d with accepted gaps", accepted));
    }

    /** Says which bots are not complete, as a clause; empty if all are. */
    String openBots() {
        return open() == 0 ? "" : scope.clause(open(), open() + done(), "is", "are", " not complete");
    }

    private long done() {
        return counts.get(DatabaseAudit.Verdict.COMPLETE) + accepted;
    }

    private long open() {
        return counts.get(DatabaseAudit.Verdict.EMPTY) + counts.get(DatabaseAudit.Verdict.INCOMPLETE) - accepted;
    }
}
