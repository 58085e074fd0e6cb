package lib.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.common.Text;
import lib.common.Tone;
import lib.model.Bot;
import lib.model.DuplicateRows;
import lib.model.FailureCause;
import lib.model.Obstacle;
import lib.model.Outcome;
import lib.model.OutcomeKind;

/**
 * Bots that have the same problem.
 *
 * @param kind an {@link OutcomeKind}; of {@link DuplicateRows} for bots with any outcome
 * @param label the kind on the screen
 * @param reason that the bots share; what they have in common if each has its own
 * @param remedy what to do, in sentences; empty if nothing
 * @param bots with the reason of each, in the order in which they were found
 * @param logCommand shows the log of one of the bots; empty if there is none
 */
record Problem(
        Enum<?> kind,
        Tone tone,
        String label,
        String reason,
        String remedy,
        Map<BotResult, String> bots,
        Optional<String> logCommand) {
    /** The order in which the kinds are shown. */
    private static final List<OutcomeKind> KINDS = List.of(
            OutcomeKind.FAILED,
            OutcomeKind.INCOMPLETE,
            OutcomeKind.UNPROVED,
            OutcomeKind.NOT_STARTED,
            OutcomeKind.DELETED_MEANWHILE);

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
            return result.outcome().obstacle()
                    .map(Obstacle::label)
                    .or(() -> FailureCause.of(result.outcome(), result.bot()).map(FailureCause::label))
                    .orElseGet(() -> withoutNumbers(result.outcome().reason()));
        }

        /** Reasons that differ in ids, ports or durations alone are the same. */
        private static String withoutNumbers(String reason) {
            return reason.replaceAll("[0-9a-f-]{32,36}|[0-9]+", "…");
        }
    }

    /** Whether the user has accepted it. */
    boolean isAccepted() {
        return bots.keySet().stream().allMatch(result -> result.outcome().isAccepted());
    }

    /** Whether the bots have reasons of their own. */
    boolean hasDetails() {
        return bots.values().stream().distinct().count() > 1;
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
        Map<BotResult, String> bots = new LinkedHashMap<>();
        results.forEach(result -> bots.put(result, result.outcome().reason()));
        BotResult first = results.get(0);
        boolean isShared = bots.values().stream().distinct().count() == 1;
        String forEach = key.isAccepted() ? "" : remedy(first, report.verdict().early().isPresent());
        // The bots of a rehearsal are in no account, so that nothing with their ids can be copied.
        String remedy = results.size() == 1 && !report.verdict().isRehearsal()
                ? forEach.replace("--bot ID", "--bot " + first.bot().key().shownId())
                : forEach;
        return new Problem(
                key.kind(),
                key.isAccepted() ? Tone.DIM : key.kind().tone(),
                key.kind().label() + (key.isAccepted() ? ", accepted" : ""),
                isShared ? first.outcome().reason() : inCommon(first),
                remedy,
                bots,
                results.stream()
                        .filter(result -> !remedy.isEmpty())
                        .map(report.logs()::of)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static String inCommon(BotResult first) {
        if (first.outcome() instanceof Outcome.Incomplete) {
            return "sources without rows";
        }
        return first.outcome().obstacle()
                .map(Obstacle::label)
                .or(() -> FailureCause.of(first.outcome(), first.bot()).map(FailureCause::label))
                .orElse(first.outcome().reason());
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
        Map<BotResult, String> bots = new LinkedHashMap<>();
        report.duplicates(why).forEach((result, sources) -> bots.put(result, "rows of " + String.join(", ", sources)));
        if (bots.isEmpty()) {
            return Optional.empty();
        }
        Bot only = bots.keySet().iterator().next().bot();
        return Optional.of(new Problem(
                why,
                Tone.WARNING,
                why.label(),
                why.reason(),
                sentence(why.remedy(
                        report.invocation().commandFor(List.of(bots.size() == 1 ? only.key().shownId() : "ID"), "--fresh"))),
                bots,
                Optional.empty()));
    }
}
