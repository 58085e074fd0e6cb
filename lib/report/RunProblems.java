package lib.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import lib.common.Text;
import lib.common.Tone;
import lib.model.DuplicateRows;
import lib.model.FailureCause;
import lib.model.Obstacle;
import lib.model.Outcome;
import lib.model.OutcomeKind;

/**
 * Groups the bots of a run by what is to be done about them: by {@link OutcomeKind} and cause, and by {@link
 * DuplicateRows} whatever their outcome.
 */
final class RunProblems {
    /** The order in which the kinds are shown. */
    private static final List<OutcomeKind> KINDS = List.of(
            OutcomeKind.FAILED,
            OutcomeKind.INCOMPLETE,
            OutcomeKind.UNPROVED,
            OutcomeKind.NOT_STARTED,
            OutcomeKind.DELETED_MEANWHILE);

    private RunProblems() {}

    /** What makes the problems of two bots the same. */
    private record Key(OutcomeKind kind, boolean isAccepted, String cause) {
        static Key of(BotResult result) {
            Outcome outcome = result.outcome();
            return new Key(outcome.kind(), outcome.isAccepted(), cause(result));
        }

        private static String cause(BotResult result) {
            if (result.outcome() instanceof Outcome.Incomplete) {
                return String.valueOf(result.bot().knowledge().isBlockedBySitemap());
            }
            return label(result).orElseGet(() -> withoutNumbers(result.outcome().reason()));
        }

        /** Reasons that differ in ids, ports or durations alone are the same. */
        private static String withoutNumbers(String reason) {
            return reason.replaceAll("[0-9a-f-]{32,36}|[0-9]+", "…");
        }
    }

    /** The problems of a run: the failures first, and of each kind the most frequent first. */
    static List<Problem> of(RunReport report) {
        Map<Key, List<BotResult>> groups = new LinkedHashMap<>();
        report.bots().stream()
                .filter(result -> KINDS.contains(result.outcome().kind()))
                .filter(result -> !isExpected(report.verdict().mode(), result.outcome()))
                .forEach(result -> groups.computeIfAbsent(Key.of(result), key -> new ArrayList<>())
                        .add(result));
        Comparator<Map.Entry<Key, List<BotResult>>> order =
                Comparator.comparing(entry -> entry.getKey().isAccepted());
        List<Problem> problems = new ArrayList<>(groups.entrySet().stream()
                .sorted(order.thenComparing(
                                entry -> KINDS.indexOf(entry.getKey().kind()))
                        .thenComparing(entry -> -entry.getValue().size()))
                .map(entry -> of(entry.getKey(), entry.getValue(), report))
                .toList());
        for (DuplicateRows why : DuplicateRows.values()) {
            duplicates(report, why).ifPresent(problems::add);
        }
        return problems;
    }

    /** Whether the run was to leave bots so. */
    private static boolean isExpected(Verdict.Mode mode, Outcome outcome) {
        return mode == Verdict.Mode.DRY_RUN
                && outcome instanceof Outcome.NotStarted
                && outcome.obstacle().isEmpty();
    }

    private static Problem of(Key key, List<BotResult> results, RunReport report) {
        BotResult first = results.get(0);
        String remedy = key.isAccepted() ? "" : remedy(first, report.verdict().early().isPresent());
        List<String> reasons =
                results.stream().map(result -> result.outcome().reason()).toList();
        return new Problem(
                key.kind(),
                key.isAccepted() ? Tone.DIM : key.kind().tone(),
                key.kind().label() + (key.isAccepted() ? ", accepted" : ""),
                isShared(reasons) ? reasons.get(0) : inCommon(first),
                remedy,
                key.isAccepted(),
                items(results, reasons),
                results.stream()
                        .filter(result -> !remedy.isEmpty())
                        .map(report.logs()::of)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static boolean isShared(List<String> details) {
        return details.stream().distinct().count() == 1;
    }

    /** The bots, each with its detail unless all have the same. */
    private static List<Problem.Item> items(List<BotResult> results, List<String> details) {
        boolean isShared = isShared(details);
        return IntStream.range(0, results.size())
                .mapToObj(i -> item(results.get(i), isShared ? "" : details.get(i)))
                .toList();
    }

    private static Problem.Item item(BotResult result, String detail) {
        String taskId = result.outcome().taskId();
        return Problem.Item.of(result.bot(), detail, taskId.isEmpty() ? List.of() : List.of("task " + taskId));
    }

    private static String inCommon(BotResult first) {
        if (first.outcome() instanceof Outcome.Incomplete) {
            return "sources without rows";
        }
        return label(first).orElse(first.outcome().reason());
    }

    /** What is known to be in the bot's way, in a few words. */
    private static Optional<String> label(BotResult result) {
        return result.outcome()
                .obstacle()
                .map(Obstacle::label)
                .or(() -> FailureCause.of(result.outcome(), result.bot()).map(FailureCause::label));
    }

    private static String remedy(BotResult first, boolean isEarly) {
        boolean isBlocked = first.outcome() instanceof Outcome.Incomplete
                && first.bot().knowledge().isBlockedBySitemap();
        if (isBlocked) {
            return FailureCause.SITEMAP.remedy() + ". Or accept the missing sources with --accept-missing.";
        }
        if (first.outcome() instanceof Outcome.Unproved && isEarly) {
            return ""; // its task may still be embedding it, so its answers prove nothing
        }
        Optional<Obstacle> obstacle = first.outcome().obstacle();
        if (obstacle.isPresent()) {
            return obstacle.get().remedy() + ". Or accept that it is not embedded with --accept-missing.";
        }
        if (first.outcome() instanceof Outcome.NotStarted) {
            return "";
        }
        return FailureCause.of(first.outcome(), first.bot())
                .map(cause -> cause.remedy() + ".")
                .orElseGet(() -> sentence(first.outcome().kind().remedy()));
    }

    /** A remedy of the documentation as a sentence without Markdown. */
    private static String sentence(String remedy) {
        return remedy.equals("nothing") ? "" : Text.capitalized(remedy.replace("`", "")) + ".";
    }

    private static Optional<Problem> duplicates(RunReport report, DuplicateRows why) {
        Map<BotResult, List<String>> sources = report.duplicates(why);
        List<String> details = sources.values().stream()
                .map(names -> "rows of " + String.join(", ", names))
                .toList();
        return Optional.of(new Problem(
                        why,
                        Tone.WARNING,
                        why.label(),
                        why.reason(),
                        why.remedy(),
                        sources.keySet().stream().allMatch(result -> result.outcome().isAccepted()),
                        items(List.copyOf(sources.keySet()), details),
                        Optional.empty()))
                .filter(problem -> !sources.isEmpty());
    }
}
