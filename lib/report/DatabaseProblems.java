package lib.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lib.common.Text;
import lib.common.Tone;
import lib.model.DuplicateRows;
import lib.model.FailureCause;
import lib.model.Knowledge;
import lib.proof.DatabaseAudit;
import lib.proof.DatabaseAudit.Line;
import lib.proof.DatabaseAudit.Finding;

/**
 * Groups the bots of an audit by what is to be done about them.
 *
 * @param lines of the audit, in the order in which bots are shown
 */
public record DatabaseProblems(List<Line> lines) {
    /** What can be wrong with rows, whatever their bots lack. */
    public enum Rows {
        UNEMBEDDED,
        WRONG_DIMENSION
    }

    private static final String REPLACE = "Embed the bot once more with --fresh --bot ID, which replaces its rows.";
    private static final String ACCEPT = "Or accept the missing sources with --accept-missing.";

    /** Two audits of the same rows look the same. */
    public static DatabaseProblems of(DatabaseAudit audit) {
        return new DatabaseProblems(audit.lines().stream()
                .sorted(Comparator.comparing((Line line) -> line.bot() == null ? "" : line.bot().label())
                        .thenComparing(Line::botId))
                .toList());
    }

    /**
     * The problems: first what the verdict counts, last what is harmless.
     *
     * @param remedy of bots without rows
     */
    public List<Problem> all(String remedy) {
        return Stream.of(
                        problem(Finding.EMPTY, Tone.BAD, "empty", "no source of the knowledge has rows",
                                remedy, line -> isOpen(line, Finding.EMPTY), DatabaseProblems::state),
                        problem(Finding.INCOMPLETE, Tone.WARNING, "incomplete", "some sources have no rows",
                                "Correct the knowledge in the app (a dead URL stays dead), and embed the bot once more"
                                        + " with --fresh --bot ID. " + ACCEPT,
                                line -> isOpen(line, Finding.INCOMPLETE), DatabaseProblems::missing),
                        problem(Finding.INCOMPLETE, Tone.WARNING, "with " + Knowledge.BLOCKED_BY_SITEMAP,
                                "the embedding task fails on a sitemap URL",
                                FailureCause.SITEMAP.remedy() + ". " + ACCEPT,
                                line -> line.isOpen() && line.isBlockedBySitemap(), DatabaseProblems::missing),
                        duplicates(DuplicateRows.DUPLICATE_ROWS),
                        duplicates(DuplicateRows.NAMED_TWICE),
                        problem(Rows.UNEMBEDDED, Tone.WARNING, "with rows without an embedding",
                                "no search finds these rows", REPLACE,
                                DatabaseProblems::hasUnembedded, line -> rows(line.totals().unembedded())),
                        problem(Rows.WRONG_DIMENSION, Tone.WARNING, "with embeddings of a wrong dimension",
                                "another model has written them", REPLACE,
                                DatabaseProblems::hasWrongDimension, line -> rows(line.totals().wrongDimension())),
                        problem(Finding.ORPHAN_ROWS, Tone.DIM, "with rows, but not in the table",
                                "the bots were deleted",
                                "Harmless: a search reads the rows of one bot, and these bots are gone.",
                                line -> line.finding() == Finding.ORPHAN_ROWS, line -> rows(line.chunks())),
                        problem(Finding.INCOMPLETE, Tone.DIM, "accepted with --accept-missing",
                                "these sources stay without rows", "", Line::accepted, DatabaseProblems::missing))
                .filter(problem -> !problem.bots().isEmpty())
                .toList();
    }

    /** The ids of the bots whose rows are to be replaced. */
    public List<String> toReplace() {
        return lines.stream()
                .filter(line -> hasUnembedded(line)
                        || hasWrongDimension(line)
                        || !sources(line, DuplicateRows.DUPLICATE_ROWS).isEmpty())
                .map(Line::botId)
                .toList();
    }

    private Problem duplicates(DuplicateRows why) {
        return problem(why, Tone.WARNING, why.label(), why.reason(), why.remedy(),
                line -> !sources(line, why).isEmpty(),
                line -> "duplicate rows of " + String.join(", ", sources(line, why)));
    }

    private Problem problem(Enum<?> kind, Tone tone, String label, String reason, String remedy,
            Predicate<Line> condition, Function<Line, String> detail) {
        List<Line> found = lines.stream().filter(condition).toList();
        return new Problem(kind, tone, label, reason, remedy, found.stream().allMatch(Line::accepted),
                found.stream().map(line -> item(line, detail.apply(line))).toList(), Optional.empty());
    }

    private static Problem.Item item(Line line, String detail) {
        List<String> missing =
                line.missing().stream().map(source -> "no rows of " + source).toList();
        return line.bot() == null
                ? Problem.Item.of(line.botId(), detail, missing)
                : Problem.Item.of(line.bot(), detail, missing);
    }

    private static boolean isOpen(Line line, Finding finding) {
        return line.finding() == finding && line.isOpen() && !line.isBlockedBySitemap();
    }

    private static boolean hasUnembedded(Line line) {
        return line.bot() != null && line.totals().unembedded() > 0;
    }

    private static boolean hasWrongDimension(Line line) {
        return line.bot() != null && line.totals().wrongDimension() > 0;
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
