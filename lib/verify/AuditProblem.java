package lib.verify;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lib.cli.Invocation;
import lib.common.Text;
import lib.common.Tone;
import lib.model.DuplicateRows;
import lib.model.FailureCause;
import lib.model.Knowledge;
import lib.proof.DatabaseAudit;
import lib.proof.DatabaseAudit.Line;
import lib.proof.DatabaseAudit.Verdict;

/**
 * Bots with the same problem, and what to do about it.
 *
 * @param kind a {@link Verdict}, a {@link DuplicateRows} or a {@link Rows}, as the JSON names it
 * @param label what the bots are, behind their number
 * @param reason what they have in common; empty if the label says it
 * @param remedy what to do, or why nothing has to be done, in sentences; empty if that is clear
 * @param bots with the detail of each, by title and id, so that two audits of the same rows look the same
 */
record AuditProblem(
        Enum<?> kind, Tone tone, String label, String reason, String remedy, Map<Line, String> bots) {
    /** What can be wrong with rows, whatever their bots lack. */
    enum Rows {
        UNEMBEDDED,
        WRONG_DIMENSION
    }

    private static final String REPLACE = "Embed the bot once more with --fresh --bot ID, which replaces its rows.";
    private static final String ACCEPT = "Or accept the missing sources with --accept-missing.";
    private static final Comparator<Line> BY_TITLE = Comparator.comparing(
                    (Line line) -> line.bot() == null ? "" : line.bot().label())
            .thenComparing(Line::botId);

    /**
     * The problems of an audit: first what the verdict counts, last what is harmless.
     *
     * @param isRehearsal whether no account has these bots, so that no command can be copied
     * @param invocation how the user called the tool
     */
    static List<AuditProblem> of(DatabaseAudit audit, boolean isRehearsal, Invocation invocation) {
        return Stream.of(
                        new AuditProblem(
                                Verdict.EMPTY,
                                Tone.BAD,
                                "empty",
                                "no source of the knowledge has rows",
                                "Embed again" + (isRehearsal ? "" : " with " + invocation.command())
                                        + ", or copy the old rows back with restore.",
                                find(audit, line -> isOpen(line, Verdict.EMPTY), AuditProblem::state)),
                        new AuditProblem(
                                Verdict.INCOMPLETE,
                                Tone.WARNING,
                                "incomplete",
                                "some sources have no rows",
                                "Correct the knowledge in the app (a dead URL stays dead), and embed the bot once more"
                                        + " with --fresh --bot ID. " + ACCEPT,
                                find(audit, line -> isOpen(line, Verdict.INCOMPLETE), AuditProblem::missing)),
                        new AuditProblem(
                                Verdict.INCOMPLETE,
                                Tone.WARNING,
                                "with " + Knowledge.BLOCKED_BY_SITEMAP,
                                "the embedding task fails on a sitemap URL",
                                FailureCause.SITEMAP.remedy() + ". " + ACCEPT,
                                find(audit, line -> line.isOpen() && line.isBlockedBySitemap(), AuditProblem::missing)),
                        duplicates(audit, DuplicateRows.DUPLICATE_ROWS, isRehearsal, invocation),
                        duplicates(audit, DuplicateRows.NAMED_TWICE, isRehearsal, invocation),
                        new AuditProblem(
                                Rows.UNEMBEDDED,
                                Tone.WARNING,
                                "with rows without an embedding",
                                "no search finds these rows",
                                REPLACE,
                                find(audit, line -> line.totals().unembedded() > 0, line -> rows(line.totals()
                                        .unembedded()))),
                        new AuditProblem(
                                Rows.WRONG_DIMENSION,
                                Tone.WARNING,
                                "with embeddings of a wrong dimension",
                                "another model has written them",
                                REPLACE,
                                find(audit, line -> line.totals().wrongDimension() > 0, line -> rows(line.totals()
                                        .wrongDimension()))),
                        new AuditProblem(
                                Verdict.ORPHAN_ROWS,
                                Tone.DIM,
                                "with rows, but not in the table",
                                "the bots were deleted",
                                "Harmless: a search reads the rows of one bot, and these bots are gone.",
                                find(
                                        audit,
                                        line -> line.verdict() == Verdict.ORPHAN_ROWS,
                                        line -> rows(line.chunks()))),
                        new AuditProblem(
                                Verdict.INCOMPLETE,
                                Tone.DIM,
                                "accepted with --accept-missing",
                                "these sources stay without rows",
                                "",
                                find(audit, Line::accepted, AuditProblem::missing)))
                .filter(problem -> !problem.bots().isEmpty())
                .map(problem -> isRehearsal ? problem : problem.named())
                .toList();
    }

    /** The same with the id of its bot in the remedy, if it has only one. */
    private AuditProblem named() {
        return bots.size() > 1
                ? this
                : new AuditProblem(
                        kind,
                        tone,
                        label,
                        reason,
                        remedy.replace("--bot ID", "--bot " + bots.keySet().iterator().next().botId()),
                        bots);
    }

    private static AuditProblem duplicates(
            DatabaseAudit audit, DuplicateRows why, boolean isRehearsal, Invocation invocation) {
        Map<Line, String> bots = find(
                audit,
                line -> !sources(line, why).isEmpty(),
                line -> "duplicate rows of " + String.join(", ", sources(line, why)));
        String command = invocation.commandFor(List.of("ID"), "--fresh");
        String remedy = isRehearsal ? "" : Text.capitalized(why.remedy(command)) + ".";
        return new AuditProblem(why, Tone.WARNING, why.label(), why.reason(), remedy, bots);
    }

    /** Whether the user has accepted it. */
    boolean isAccepted() {
        return bots.keySet().stream().allMatch(Line::accepted);
    }

    private static Map<Line, String> find(
            DatabaseAudit audit, Predicate<Line> condition, Function<Line, String> detail) {
        Map<Line, String> bots = new LinkedHashMap<>();
        audit.lines().stream()
                .filter(condition)
                .sorted(BY_TITLE)
                .forEach(line -> bots.put(line, detail.apply(line)));
        return bots;
    }

    private static boolean isOpen(Line line, Verdict verdict) {
        return line.verdict() == verdict && line.isOpen() && !line.isBlockedBySitemap();
    }

    private static List<String> sources(Line line, DuplicateRows why) {
        return why.sources(line.rows(), line.sources());
    }

    private static String state(Line line) {
        return line.bot().knowledge().summary() + ", SyncStatus " + line.bot().shownStatus();
    }

    private static String missing(Line line) {
        int others = line.missing().size() - 1;
        return "no rows of " + line.missing().get(0)
                + (others == 0 ? "" : String.format(Locale.ROOT, " and %,d more", others));
    }

    private static String rows(long n) {
        return Text.count(n, "row");
    }
}
