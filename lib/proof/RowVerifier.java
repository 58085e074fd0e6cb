package lib.proof;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lib.aws.AwsClients;
import lib.aws.VectorStore;
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
 * What the rows in the new database cluster say of each bot. Where they cannot be read the run goes on, and says once that success rests on
 * the bots' SyncStatus alone. Safe to use from several threads.
 */
public final class RowVerifier {
    private static final String ALONE = "Success rests on SyncStatus alone: ";

    private final VectorStore store;
    private final Consumer<String> warn;
    private final boolean acceptMissing;
    private final Map<BotKey, RowCounts> counted = new ConcurrentHashMap<>();
    private volatile String lack = "";

    private RowVerifier(VectorStore store, boolean acceptMissing, Consumer<String> warn) {
        this.store = store;
        this.acceptMissing = acceptMissing;
        this.warn = warn;
    }

    /**
     * Looks whether the rows can be read.
     *
     * @param wanted false for {@code --no-proof}
     * @param acceptMissing whether sources without rows are accepted from here on
     */
    public static RowVerifier gather(AwsClients aws, DatabaseLocation database, boolean wanted, boolean acceptMissing, Retrier retrier, Consumer<String> warn) {
        RowVerifier evidence = new RowVerifier(wanted && database.isKnown() ? new VectorStore(aws.rdsData(), database, retrier) : null, acceptMissing, warn);
        if (!wanted) {
            evidence.lost("the rows in the database are not looked at (--no-proof).");
        } else if (!database.isKnown()) {
            evidence.lost("the stack does not tell where the database is. Give --db-cluster-arn and --db-secret-arn to have the rows counted.");
        } else {
            evidence.guarded(() -> {
                evidence.store.check();
                return null;
            });
        }
        return evidence;
    }

    private synchronized void lost(String why) {
        if (isAvailable()) {
            lack = ALONE + why;
            counted.clear(); // what was counted before a task ran says nothing of what it has left
            warn.accept(lack);
        }
    }

    public boolean isAvailable() {
        return lack.isEmpty();
    }

    /** Why there is no evidence, or no more; empty where there is. */
    public Optional<String> lack() {
        return lack.isEmpty() ? Optional.empty() : Optional.of(lack);
    }

    private <T> Optional<T> guarded(Supplier<T> question) {
        try {
            return isAvailable() ? Optional.ofNullable(question.get()) : Optional.empty();
        } catch (ServiceException e) {
            lost("the rows in the database cannot be read: " + e.error().text().replaceFirst("\\.?$", "."));
            return Optional.empty();
        }
    }

    /** Counts the rows of these bots, many in one statement. */
    public void count(Collection<Bot> bots) {
        List<Bot> some = bots.stream().filter(bot -> !bot.sources().isEmpty()).toList();
        if (!some.isEmpty()) {
            Optional<Map<String, RowCounts>> rows = guarded(() -> store.rows(some.stream().map(bot -> bot.key().id()).collect(Collectors.toSet())));
            rows.ifPresent(found -> some.forEach(bot -> counted.put(bot.key(), found.getOrDefault(bot.key().id(), RowCounts.NONE))));
        }
    }

    /** The bot's rows as they were counted last; empty where they were not. */
    public Optional<RowCounts> of(BotKey bot) {
        return Optional.ofNullable(counted.get(bot));
    }

    /** Whether rows of every source of its knowledge are there, and its status does not speak against them. */
    public boolean proves(Bot bot) {
        return !bot.sources().isEmpty() && bot.status().equals("SUCCEEDED") && of(bot.key()).map(rows -> rows.missing(bot.sources()).isEmpty()).orElse(false);
    }

    /**
     * What the rows make of an outcome: a success without rows of every source is incomplete, and what its status could not prove, its rows can.
     *
     * @param accepted sources whose absence was accepted before
     * @param mayBeOld whether rows may be there from before this generation: then they prove nothing that a status does not
     */
    public Outcome judge(Bot bot, Outcome byStatus, List<String> accepted, boolean mayBeOld) {
        Optional<RowCounts> rows = of(bot.key());
        if (rows.isEmpty() || bot.sources().isEmpty()) {
            return byStatus;
        }
        if (byStatus instanceof Outcome.Unproved unproved && !mayBeOld && proves(bot)) {
            return proved(rows.get(), ", though " + unproved.reason(), unproved.taskId());
        }
        List<String> missing = missing(bot, rows.get());
        return !(byStatus instanceof Outcome.Succeeded || byStatus instanceof Outcome.Incomplete) ? byStatus
                : !missing.isEmpty() ? new Outcome.Incomplete(gap(rows.get(), missing), byStatus.taskId(), missing, acceptMissing || accepted.containsAll(missing))
                : byStatus instanceof Outcome.Succeeded ? byStatus
                : proved(rows.get(), "", byStatus.taskId());
    }

    /** The outcome of a bot that {@link #proves} speaks for, and what else there is to say of it. */
    public Outcome proved(Bot bot, String more) {
        return proved(of(bot.key()).orElseThrow(), more, "");
    }

    private static Outcome proved(RowCounts rows, String more, String taskId) {
        return new Outcome.Succeeded("proved by its " + Text.count(rows.chunks(), "row") + more, taskId);
    }

    private static List<String> missing(Bot bot, RowCounts rows) {
        return rows.missing(bot.sources()).stream().map(KnowledgeSource::name).toList();
    }

    /** What rows lack, in words; empty where they lack nothing, or nobody knows. */
    public String gap(Bot bot) {
        return of(bot.key()).map(rows -> missing(bot, rows).isEmpty() ? "" : gap(rows, missing(bot, rows))).orElse("");
    }

    private static String gap(RowCounts rows, List<String> missing) {
        return rows.chunks() == 0 ? "no rows in the database" : "no rows of " + missing.stream().map(name -> Text.oneLine(name, 200)).collect(Collectors.joining(", "));
    }
}
