package lib.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.common.Text;
import lib.common.UserException;
import lib.model.Bot;
import lib.model.Category;
import lib.model.DuplicateRows;
import lib.model.FailureCause;
import lib.model.FargatePrice;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import lib.model.RowCounts;
import lib.model.Settings;
import lib.model.TaskState;

/**
 * The result of a run, for the screen ({@link SummaryText}) and for machines ({@link ReportJson}).
 *
 * @param logs where the tasks write their logs
 * @param price of a task
 * @param bots every bot that was found, with its outcome
 * @param rows the rows of a bot, or null if they were not counted
 * @param rowsCounted whether the rows could be read
 * @param scans how the bots were searched for, with pages and read units
 * @param earlyEnd why the run ended before every bot had an outcome
 * @param notes further information for the user
 * @param running how many tasks go on
 * @param canRestore whether there is a snapshot of the old database, as far as it was looked for
 */
public record RunReport(
        RunContext context,
        Settings settings,
        LogCommand logs,
        FargatePrice price,
        List<BotResult> bots,
        Function<Bot, RowCounts> rows,
        boolean rowsCounted,
        List<ScanTotals> scans,
        Optional<UserException> earlyEnd,
        List<String> notes,
        Verdict verdict,
        boolean canRestore,
        long running,
        Invocation invocation) {

    /** @param what {@code index LastBotUsedIndex}, {@code table} or {@code sweep of the table} */
    public record ScanTotals(String what, int pages, double readUnits, boolean complete) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: %s, %,.1f read units%s",
                    what, Text.count(pages, "page"), readUnits, complete ? "" : " (not finished)");
        }
    }

    boolean isDryRun() {
        return verdict.mode() == Verdict.Mode.DRY_RUN;
    }

    /** What the user can type next. */
    List<Next> next() {
        List<String> incomplete = ids(result -> result.outcome() instanceof Outcome.Incomplete
                && result.outcome().isUnresolved()
                && !result.bot().knowledge().isBlockedBySitemap());
        List<String> doubled = duplicates(DuplicateRows.DUPLICATE_ROWS).keySet().stream()
                .filter(result -> !result.bot().knowledge().isBlockedBySitemap())
                .map(result -> result.bot().key().id())
                .filter(id -> !incomplete.contains(id))
                .toList();
        List<Next> steps = new ArrayList<>(new NextOfRun(
                        verdict, canRestore, running, incomplete, ids(RunReport::isRestorable), doubled, invocation)
                .steps());
        earlyEnd.ifPresent(end -> steps.addAll(Next.of(end, invocation)));
        return steps;
    }

    private List<String> ids(Predicate<BotResult> condition) {
        return bots.stream()
                .filter(condition)
                .map(result -> result.bot().key().id())
                .toList();
    }

    /** Whether restore may bring the bot back although a task of it has failed, or could only fail. */
    private static boolean isRestorable(BotResult result) {
        return result.outcome().isUnresolved()
                && (result.outcome().obstacle().isPresent()
                        || FailureCause.of(result.outcome(), result.bot())
                                .filter(FailureCause::isRestorable)
                                .isPresent());
    }

    /** How many bots have each outcome; the sum is the number of bots. */
    Map<OutcomeKind, Long> counts() {
        return Category.counts(OutcomeKind.class, bots.stream().map(result -> result.outcome().kind()));
    }

    Map<String, Long> skipReasons() {
        return bots.stream()
                .filter(result -> result.outcome() instanceof Outcome.Skipped)
                .collect(Collectors.groupingBy(
                        result -> result.outcome().reason(), TreeMap::new, Collectors.counting()));
    }

    /** Rows of these bots that a search can find; 0 if they were not counted. */
    long chunks() {
        return bots.stream()
                .map(result -> rows.apply(result.bot()))
                .filter(Objects::nonNull)
                .mapToLong(RowCounts::chunks)
                .sum();
    }

    /** The bots that have duplicate rows for this reason, each with the sources of those rows. */
    Map<BotResult, List<String>> duplicates(DuplicateRows why) {
        Map<BotResult, List<String>> duplicates = new LinkedHashMap<>();
        for (BotResult result : bots) {
            RowCounts counted = rows.apply(result.bot());
            List<String> sources = counted == null
                    ? List.of()
                    : why.sources(counted, result.bot().sources());
            if (!sources.isEmpty()) {
                duplicates.put(result, sources);
            }
        }
        return duplicates;
    }

    /** The Fargate time of all tasks of this run. */
    Duration billed() {
        return bots.stream()
                .flatMap(result -> result.tasks().stream())
                .map(TaskState::billed)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
