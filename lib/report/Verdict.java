package lib.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import lib.common.ExitCode;
import lib.model.Outcome;

/**
 * The verdict on a run: one sentence and the exit code. Both follow from the same facts, so that they never contradict
 * each other.
 *
 * @param early the exit code of a run that ended before every bot had an outcome; else empty
 * @param isProved whether the rows of the bots were counted
 * @param isSearchFinished whether every scan that was wanted was read to its end
 * @param hasWorked whether the run has seen a task
 */
public record Verdict(
        Mode mode,
        Optional<ExitCode> early,
        boolean isRehearsal,
        Scope scope,
        boolean isProved,
        boolean isSearchFinished,
        boolean hasWorked,
        Counts counts) {
    /** What the run was to do. */
    public enum Mode {
        RUN,
        DRY_RUN,
        STATUS,
        /** To ask, but standard input is closed. */
        UNANSWERED
    }

    /**
     * How many bots have which outcome. Bots that were deleted, were not selected or have nothing to embed do not
     * count.
     *
     * @param accepted with missing sources that the user has accepted
     * @param notStarted the run has not come to it
     * @param skipped with knowledge that could be embedded
     * @param hopeless not started, because its task could only fail
     */
    public record Counts(
            long succeeded,
            long accepted,
            long incomplete,
            long failed,
            long unproved,
            long notStarted,
            long skipped,
            long hopeless) {
        /** Counts the outcomes. */
        public static Counts of(Collection<BotResult> results) {
            List<Outcome> open = results.stream()
                    .map(BotResult::outcome)
                    .filter(Outcome::isUnresolved)
                    .toList();
            return new Counts(
                    count(results, result -> result.outcome() instanceof Outcome.Succeeded),
                    count(results, result -> result.outcome().isAccepted()),
                    count(open, Outcome.Incomplete.class::isInstance),
                    count(open, Outcome.Failed.class::isInstance),
                    count(open, Outcome.Unproved.class::isInstance),
                    count(
                            open,
                            outcome -> outcome instanceof Outcome.NotStarted
                                    && outcome.obstacle().isEmpty()),
                    count(results, Counts::isSkippedWithKnowledge),
                    count(open, outcome -> outcome.obstacle().isPresent()));
        }

        private static boolean isSkippedWithKnowledge(BotResult result) {
            return result.outcome() instanceof Outcome.Skipped skipped
                    && !skipped.reason().equals(Outcome.Skipped.NOT_SELECTED)
                    && !result.bot().sources().isEmpty();
        }

        private static <T> long count(Collection<T> all, Predicate<T> condition) {
            return all.stream().filter(condition).count();
        }

        long done() {
            return succeeded + accepted;
        }

        long all() {
            return done() + open() + skipped;
        }

        long open() {
            return incomplete + failed + unproved + notStarted + hopeless;
        }
    }

    /** The exit code. */
    public ExitCode exitCode() {
        if (early.isPresent()) {
            return early.get();
        }
        boolean isOpen =
                switch (mode) {
                    case RUN, STATUS, UNANSWERED -> counts.open() > 0;
                    case DRY_RUN -> false;
                };
        return isOpen || !isSearchFinished ? ExitCode.INCOMPLETE : ExitCode.OK;
    }

    /** The sentence, on one line. */
    public String sentence() {
        return Scope.sentence(isRehearsal, claim());
    }

    private String claim() {
        if (early.isPresent()) {
            return early(early.get());
        }
        if (counts.all() == 0) {
            return (mode == Mode.DRY_RUN ? "dry run: " : "") + nothing();
        }
        if (mode == Mode.DRY_RUN) {
            return "dry run: nothing was started; "
                    + scope.clause(counts.notStarted(), counts.all(), "would", "would", " be") + unfinished();
        }
        return mode == Mode.STATUS || counts.open() == 0 ? done() + unfinished() : trouble() + unfinished();
    }

    private String early(ExitCode exitCode) {
        String how =
                switch (exitCode) {
                    case INTERRUPTED -> "interrupted";
                    case AWS_ERROR -> "AWS ended the run";
                    default -> "the run was stopped";
                };
        return counts.all() == 0
                ? how + " before any bot was found"
                : how + " when " + scope.clause(counts.done(), counts.all(), "was", "were", embedded());
    }

    private String embedded() {
        return isProved ? " embedded and proved" : " embedded";
    }

    private String nothing() {
        return isSearchFinished
                ? "there is nothing to embed, because " + scope.none()
                : "no bot was found that can be embedded" + unfinished();
    }

    private String unfinished() {
        boolean isGood = counts.open() == 0 || mode == Mode.DRY_RUN;
        return isSearchFinished ? "" : (isGood ? ", but" : ", and") + " the search for bots is not finished";
    }

    private String done() {
        if (counts.skipped() == counts.all()) {
            return scope.clause(counts.all(), counts.all(), "was", "were", " skipped");
        }
        StringBuilder claim = new StringBuilder(scope.clause(counts.done(), counts.all(), "is", "are", embedded()));
        if (!isProved && counts.done() > 0) {
            claim.append(counts.done() == 1 ? ", as its status alone shows" : ", as their status alone shows");
        }
        if (counts.accepted() > 0) {
            claim.append(String.format(Locale.ROOT, ", %,d with accepted gaps", counts.accepted()));
        }
        if (counts.skipped() > 0) {
            claim.append(String.format(
                    Locale.ROOT, "; %,d %s skipped", counts.skipped(), counts.skipped() == 1 ? "was" : "were"));
        } else if (mode != Mode.STATUS && !hasWorked && isSearchFinished) {
            claim.append("; there was nothing to do");
        }
        return claim.toString();
    }

    /** What is wrong, each kind with its number. */
    private String trouble() {
        if (counts.notStarted() == counts.all()) {
            return scope.clause(0, counts.all(), "was", "were", " started");
        }
        List<String> clauses = new ArrayList<>();
        add(clauses, counts.failed(), "failed", "failed", "");
        add(clauses, counts.incomplete(), "is", "are", " incomplete");
        add(clauses, counts.unproved(), "is", "are", " unproved");
        add(clauses, counts.notStarted(), "was", "were", " not started");
        add(clauses, counts.hopeless(), "can", "can", "not be embedded");
        String last = clauses.remove(clauses.size() - 1);
        return clauses.isEmpty() ? last : String.join(", ", clauses) + " and " + last;
    }

    private void add(List<String> clauses, long n, String is, String are, String what) {
        if (n > 0) {
            clauses.add(
                    clauses.isEmpty()
                            ? scope.clause(n, counts.all(), is, are, what)
                            : String.format(Locale.ROOT, "%,d %s%s", n, n == 1 ? is : are, what));
        }
    }
}
