package lib.proof;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lib.aws.AwsClients;
import lib.aws.VectorStore;
import lib.common.Console;
import lib.common.Text;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.DatabaseLocation;
import lib.model.KnowledgeSource;
import lib.model.Outcome;
import lib.model.RowCounts;
import lib.retry.Retrier;
import lib.retry.ServiceException;

/**
 * Counts the rows of bots in the new database cluster, and judges outcomes by them. If the rows cannot be read, the run
 * continues, and a single warning states that success rests on SyncStatus alone. Safe to use from several threads.
 */
public final class RowVerifier {
    /**
     * @param enabled false for {@code --no-proof}
     * @param acceptMissing whether sources without rows are accepted
     */
    public record Options(boolean enabled, boolean acceptMissing) {}

    private static final String STATUS_ALONE = "Success rests on SyncStatus alone: ";

    private final VectorStore store;
    private final Console console;
    private final boolean acceptMissing;
    private final Map<BotKey, RowCounts> counted = new ConcurrentHashMap<>();
    private volatile String unavailableReason = "";

    private RowVerifier(VectorStore store, boolean acceptMissing, Console console) {
        this.store = store;
        this.acceptMissing = acceptMissing;
        this.console = console;
    }

    /** Checks whether the rows can be read. */
    public static RowVerifier open(
            AwsClients aws, DatabaseLocation database, Options options, Retrier retrier, Console console) {
        VectorStore store =
                options.enabled() && database.isKnown() ? new VectorStore(aws.rdsData(), database, retrier) : null;
        RowVerifier verifier = new RowVerifier(store, options.acceptMissing(), console);
        if (!options.enabled()) {
            verifier.markUnavailable("the rows in the database are not read (--no-proof).");
        } else if (!database.isKnown()) {
            verifier.markUnavailable("the stack's outputs do not name the database."
                    + " Give --db-cluster-arn and --db-secret-arn to have the rows counted.");
        } else {
            verifier.unlessUnreadable(() -> {
                store.check();
                return null;
            });
        }
        return verifier;
    }

    private synchronized void markUnavailable(String reason) {
        if (isAvailable()) {
            unavailableReason = STATUS_ALONE + reason;
            counted.clear(); // a count from before a task ran does not show its result
            console.warn(unavailableReason);
        }
    }

    /** Whether the rows can be read. */
    public boolean isAvailable() {
        return unavailableReason.isEmpty();
    }

    /** Why the rows cannot be read; empty if they can. */
    public Optional<String> unavailableReason() {
        return isAvailable() ? Optional.empty() : Optional.of(unavailableReason);
    }

    private <T> Optional<T> unlessUnreadable(Supplier<T> query) {
        try {
            return isAvailable() ? Optional.ofNullable(query.get()) : Optional.empty();
        } catch (ServiceException e) {
            markUnavailable("the rows in the database cannot be read: "
                    + e.error().text().replaceFirst("\\.?$", "."));
            return Optional.empty();
        }
    }

    /** Counts the rows of these bots, many in one statement. */
    public void count(Collection<Bot> bots) {
        List<Bot> withSources =
                bots.stream().filter(bot -> !bot.sources().isEmpty()).toList();
        if (!withSources.isEmpty()) {
            unlessUnreadable(() -> store.rows(
                            withSources.stream().map(bot -> bot.key().id()).collect(Collectors.toSet())))
                    .ifPresent(rows -> withSources.forEach(bot ->
                            counted.put(bot.key(), rows.getOrDefault(bot.key().id(), RowCounts.NONE))));
        }
    }

    /** The bot's rows as they were counted last; empty if they were not. */
    public Optional<RowCounts> of(BotKey bot) {
        return Optional.ofNullable(counted.get(bot));
    }

    /** Whether its rows, as they were counted last, exist twice: two tasks embedded it at the same time. */
    public boolean existTwice(BotKey bot) {
        return of(bot).filter(rows -> rows.duplicates() > 0).isPresent();
    }

    /** Whether every source of its knowledge has rows, and its status does not contradict them. */
    public boolean proves(Bot bot) {
        return of(bot.key()).map(rows -> proves(bot, rows)).orElse(false);
    }

    private static boolean proves(Bot bot, RowCounts rows) {
        return !bot.sources().isEmpty()
                && bot.status().equals("SUCCEEDED")
                && rows.missing(bot.sources()).isEmpty();
    }

    /**
     * Judges an outcome by the rows as they were counted last; see {@link #judge(Bot, RowCounts, Outcome, List,
     * boolean, boolean)}.
     */
    public Outcome judge(Bot bot, Outcome byStatus, List<String> accepted, boolean rowsMayBeOld) {
        return of(bot.key())
                .map(rows -> judge(bot, rows, byStatus, accepted, acceptMissing, rowsMayBeOld))
                .orElse(byStatus);
    }

    /**
     * Judges an outcome by rows: a success without rows of every source is incomplete, and rows can prove what the
     * status could not.
     *
     * @param accepted sources whose absence was accepted before
     * @param acceptMissing whether every absence is accepted
     * @param rowsMayBeOld whether rows may be older than this generation: then they prove nothing that a status does
     *     not
     */
    public static Outcome judge(
            Bot bot,
            RowCounts rows,
            Outcome byStatus,
            List<String> accepted,
            boolean acceptMissing,
            boolean rowsMayBeOld) {
        if (bot.sources().isEmpty()) {
            return byStatus;
        }
        if (byStatus instanceof Outcome.Unproved unproved) {
            return !rowsMayBeOld && proves(bot, rows)
                    ? proved(rows, ", though " + unproved.reason(), unproved.taskId())
                    : byStatus;
        }
        boolean taskReportedSuccess = byStatus instanceof Outcome.Succeeded || byStatus instanceof Outcome.Incomplete;
        if (!taskReportedSuccess) {
            return byStatus;
        }
        List<String> missing = missing(bot, rows);
        if (!missing.isEmpty()) {
            boolean isAccepted = acceptMissing || accepted.containsAll(missing);
            return new Outcome.Incomplete(gap(rows, missing), byStatus.taskId(), missing, isAccepted);
        }
        return byStatus instanceof Outcome.Succeeded ? byStatus : proved(rows, "", byStatus.taskId());
    }

    /** The outcome of a bot that {@link #proves} is true for; {@code remark} is added to its reason. */
    public Outcome proved(Bot bot, String remark) {
        return proved(of(bot.key()).orElseThrow(), remark, "");
    }

    private static Outcome proved(RowCounts rows, String remark, String taskId) {
        return new Outcome.Succeeded("proved by its " + Text.count(rows.chunks(), "row") + remark, taskId);
    }

    private static List<String> missing(Bot bot, RowCounts rows) {
        return rows.missing(bot.sources()).stream().map(KnowledgeSource::name).toList();
    }

    /** The sources without rows, as text; empty if there are none, or the rows were not counted. */
    public String gap(Bot bot) {
        return of(bot.key())
                .filter(rows -> !missing(bot, rows).isEmpty())
                .map(rows -> gap(rows, missing(bot, rows)))
                .orElse("");
    }

    private static String gap(RowCounts rows, List<String> missing) {
        if (rows.chunks() == 0) {
            return "no rows in the database";
        }
        return "no rows of "
                + missing.stream().map(name -> Text.oneLine(name, 200)).collect(Collectors.joining(", "));
    }
}
