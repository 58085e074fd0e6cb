package lib.proof;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lib.aws.AwsClients;
import lib.aws.VectorStore;
import lib.common.Text;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.DatabaseLocation;
import lib.model.Knowledge;
import lib.model.KnowledgeSource;
import lib.model.Outcome;
import lib.model.RowCounts;
import lib.retry.Retrier;
import lib.retry.ServiceException;

/**
 * Counts the rows of bots in the new database cluster, and judges outcomes by them. If the rows are unavailable from
 * the beginning, success rests on SyncStatus alone; if they cannot be counted later, that is the caller's to repeat.
 * Safe to use from several threads.
 */
public final class RowVerifier {
    /**
     * @param enabled false for {@code --no-proof}
     * @param acceptMissing whether sources without rows are accepted
     */
    public record Options(boolean enabled, boolean acceptMissing) {}

    private static final String STATUS_ALONE = "Success rests on SyncStatus alone: ";

    /** Null if the rows are unavailable. */
    private final VectorStore store;

    private final boolean acceptMissing;
    private final Map<BotKey, RowCounts> counted = new ConcurrentHashMap<>();
    private volatile String unavailableReason = "";

    private RowVerifier(VectorStore store, boolean acceptMissing) {
        this.store = store;
        this.acceptMissing = acceptMissing;
    }

    /** A verifier that has not read anything yet. */
    public static RowVerifier of(AwsClients aws, DatabaseLocation database, Options options, Retrier retrier) {
        if (!options.enabled()) {
            return unavailable("the rows in the database are not read (--no-proof).", options);
        }
        if (!database.isKnown()) {
            return unavailable(
                    database.whyUnknown() + ". To have the rows counted, give --db-cluster-arn and --db-secret-arn,"
                            + " or --stack for the stack of this table.",
                    options);
        }
        return new RowVerifier(new VectorStore(aws, database, retrier), options.acceptMissing());
    }

    private static RowVerifier unavailable(String reason, Options options) {
        RowVerifier verifier = new RowVerifier(null, options.acceptMissing());
        verifier.unavailableReason = STATUS_ALONE + reason;
        return verifier;
    }

    /**
     * Checks whether the rows can be read. If that is only not permitted, or the Data API is not enabled, a run can do
     * without them: then they are unavailable from here on.
     *
     * @return what makes a run pointless: the database is down, has no table of vectors, or does not respond
     */
    public Optional<String> check() {
        if (!isAvailable()) {
            return Optional.empty();
        }
        try {
            store.check();
        } catch (ServiceException e) {
            boolean tableMissing = e.error().isNotFound();
            if (e.error().isRetryable() || tableMissing) {
                return Optional.of(e.error().explained());
            }
            unavailableReason =
                    STATUS_ALONE + "the rows in the database cannot be read: " + e.error().explained();
        }
        return Optional.empty();
    }

    /** Whether the rows can be read, as far as is known from the beginning of the run. */
    public boolean isAvailable() {
        return unavailableReason.isEmpty();
    }

    /** Why the rows cannot be read; empty if they can. */
    public Optional<String> unavailableReason() {
        return isAvailable() ? Optional.empty() : Optional.of(unavailableReason);
    }

    /**
     * Counts the rows of these bots, many in one statement. If the rows are unavailable it does nothing.
     *
     * @throws ServiceException if they cannot be counted now; then what was counted of these bots before is forgotten,
     *     because it may be older than their tasks
     */
    public void count(Collection<Bot> bots) {
        List<Bot> withSources =
                bots.stream().filter(bot -> !bot.sources().isEmpty()).toList();
        if (!isAvailable() || withSources.isEmpty()) {
            return;
        }
        withSources.forEach(bot -> counted.remove(bot.key()));
        Map<String, RowCounts> rows =
                store.rows(withSources.stream().map(bot -> bot.key().id()).collect(Collectors.toSet()));
        withSources.forEach(
                bot -> counted.put(bot.key(), rows.getOrDefault(bot.key().id(), RowCounts.NONE)));
    }

    /** The bot's rows as they were counted last; empty if they were not. */
    public Optional<RowCounts> of(BotKey bot) {
        return Optional.ofNullable(counted.get(bot));
    }

    /**
     * The outcome of a bot whose sitemap URL keeps its other sources from being embedded. Empty if these have rows:
     * then nothing is lost.
     *
     * @param accepted sources whose absence was accepted before
     */
    public Optional<Outcome.Incomplete> blockedBySitemap(Bot bot, List<String> accepted) {
        List<String> missing = missing(bot);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Incomplete(
                        Knowledge.BLOCKED_BY_SITEMAP, "", missing, acceptMissing || accepted.containsAll(missing)));
    }

    /**
     * Whether every source of its knowledge has rows, none of them as old as the mark. They settle a bot whatever its
     * status is: the container writes all rows of a bot in one transaction, as its last step.
     *
     * @param mark the highest id of its rows when {@code --fresh} was given; empty without it
     */
    public boolean proves(Bot bot, String mark) {
        return of(bot.key()).map(rows -> proves(bot, rows, mark)).orElse(false);
    }

    /** Whether the status says that a task works on it, or is about to: it replaces these rows. */
    private static boolean isBeingEmbedded(Bot bot) {
        return List.of("QUEUED", "RUNNING").contains(bot.status());
    }

    private static boolean proves(Bot bot, RowCounts rows, String mark) {
        return !bot.sources().isEmpty()
                && rows.areAbove(mark)
                && rows.missing(bot.sources()).isEmpty();
    }

    /** Whether the rows were counted, and the bot has knowledge but no row above the mark. */
    public boolean hasNone(Bot bot, String mark) {
        return !bot.sources().isEmpty()
                && of(bot.key()).filter(rows -> !rows.areAbove(mark)).isPresent();
    }

    /**
     * Judges an outcome by the rows as they were counted last; see {@link #judge(Bot, RowCounts, Outcome, List,
     * boolean, String)}.
     */
    public Outcome judge(Bot bot, Outcome byStatus, List<String> accepted, String mark) {
        return of(bot.key())
                .map(rows -> judge(bot, rows, byStatus, accepted, acceptMissing, mark))
                .orElse(byStatus);
    }

    /**
     * Judges an outcome by rows: a success without rows of every source is incomplete, and rows can prove what the
     * status could not.
     *
     * @param accepted sources whose absence was accepted before
     * @param acceptMissing whether every absence is accepted
     * @param mark rows that are not above it are from before {@code --fresh}, and prove nothing
     */
    public static Outcome judge(
            Bot bot,
            RowCounts rows,
            Outcome byStatus,
            List<String> accepted,
            boolean acceptMissing,
            String mark) {
        if (bot.sources().isEmpty()) {
            return byStatus;
        }
        if (byStatus instanceof Outcome.Unproved unproved) {
            return !isBeingEmbedded(bot) && proves(bot, rows, mark)
                    ? proved(rows, remark(bot, unproved.reason()), unproved.taskId())
                    : byStatus;
        }
        boolean taskReportedSuccess = byStatus instanceof Outcome.Succeeded || byStatus instanceof Outcome.Incomplete;
        if (!taskReportedSuccess) {
            return byStatus;
        }
        if (rows.chunks() > 0 && !rows.areAbove(mark)) {
            return new Outcome.Unproved("its rows are from before --fresh", byStatus.taskId());
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
        return proved(
                of(bot.key()).orElseThrow(), remark + remark(bot, "SyncStatus is " + bot.shownStatus()), "");
    }

    /** What speaks against a success that the rows prove; nothing if the status is a success, too. */
    private static String remark(Bot bot, String doubt) {
        return bot.status().equals("SUCCEEDED") ? "" : ", though " + doubt;
    }

    private static Outcome proved(RowCounts rows, String remark, String taskId) {
        return new Outcome.Succeeded("proved by its " + Text.count(rows.chunks(), "row") + remark, taskId);
    }

    /** The sources without rows as they were counted last, as in the bot's item. */
    public List<String> missing(Bot bot) {
        return missing(bot, of(bot.key()).orElse(RowCounts.NONE));
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
