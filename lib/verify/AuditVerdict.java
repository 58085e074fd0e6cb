package lib.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    static AuditVerdict of(
            boolean isRehearsal, Scope scope, DatabaseAudit audit, SampleResult sample, boolean isIndexed) {
        long accepted =
                audit.lines().stream().filter(DatabaseAudit.Line::accepted).count();
        return new AuditVerdict(isRehearsal, scope, audit.counts(), accepted, sample, isIndexed);
    }

    /** The exit code. */
    public ExitCode exitCode() {
        return open() == 0 && sample.isFound() && isIndexed ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    /** The sentence, on one line. */
    public String sentence() {
        List<String> advice = new ArrayList<>();
        StringBuilder claim = new StringBuilder(bots());
        if (open() > 0) {
            advice.add("embed " + (open() == 1 ? "it" : "them") + " with jbang migrate.java");
        }
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
            advice.add("find the reason in the database's log");
        } else if (!sample.isFound()) {
            advice.add("rebuild the index with verify --reindex");
        }
        String end = isRehearsal || advice.isEmpty() ? "." : ": " + String.join(", and ", advice) + ".";
        return (isRehearsal ? Scope.REHEARSAL : "") + Text.capitalized(claim + end);
    }

    private String bots() {
        long all = open() + done();
        if (all == 0) {
            return scope.none();
        }
        if (open() > 0) {
            return scope.clause(open(), all, "is", "are", " not complete");
        }
        return scope.clause(all, all, "is", "are", " complete")
                + (accepted == 0 ? "" : String.format(Locale.ROOT, ", %,d with accepted gaps", accepted));
    }

    private long done() {
        return counts.get(DatabaseAudit.Verdict.COMPLETE) + accepted;
    }

    private long open() {
        return counts.get(DatabaseAudit.Verdict.EMPTY) + counts.get(DatabaseAudit.Verdict.INCOMPLETE) - accepted;
    }
}
