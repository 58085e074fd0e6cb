package lib.proof;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lib.aws.VectorStore;
import lib.common.Clock;
import lib.common.Console;
import lib.common.Mark;
import lib.common.ShutdownHook;
import lib.common.Text;
import lib.common.UserException;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/** Rebuilds the index on the embeddings from the rows that exist now, after a question that states the trade-off. */
public final class IndexRebuild {
    private static final String INDEX = "idx_items_embedding";
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    /** One poll may miss a rebuild that has just begun or just ended. */
    private static final int POLLS_WITHOUT_PROGRESS = 3;

    private static final int MAX_ATTEMPTS = 3;

    private static final Pattern NOT_CONCURRENTLY = Pattern.compile("(?i)concurrently|transaction block");

    private final VectorStore store;
    private final Clock clock;
    private final Console console;
    private final ShutdownHook shutdownHook;
    private final boolean yes;

    /** @param yes true to skip all questions */
    public IndexRebuild(VectorStore store, Clock clock, Console console, ShutdownHook shutdownHook, boolean yes) {
        this.store = store;
        this.clock = clock;
        this.console = console;
        this.shutdownHook = shutdownHook;
        this.yes = yes;
    }

    /** Rebuilds it when every bot is complete. Returns false if a rebuild was begun and did not succeed. */
    public boolean run() throws InterruptedException {
        return run("");
    }

    /**
     * Rebuilds it.
     *
     * @param open says which bots are not complete, as a clause that the question repeats; empty if all are
     * @return false if a rebuild was begun and did not succeed
     */
    public boolean run(String open) throws InterruptedException {
        VectorStore.Index before = index().orElseThrow(() -> UserException.badSettings(
                "There is no index %s in the database. Deploy v1 first (npx cdk deploy).", INDEX));
        reportLeftovers();
        console.say("The deploy builds " + INDEX + " on the empty table, with lists chosen at random; a rebuild takes"
                + " them from the rows.");
        console.say("Measured with 100,000 chunks and pgvector 0.4.1: before, a search takes 90 to 161 ms and finds"
                + " 84 to 100 % of the nearest; after, 3.3 ms and 92 %.");
        console.say("The fewer chunks, the smaller the difference. Searches and embedding continue during the rebuild,"
                + " which loads the database.");
        String question = open.isEmpty()
                ? "Rebuild " + INDEX + " now?"
                : Text.capitalized(open) + "; rebuild the index all the same?";
        if (!console.confirm(question, yes)) {
            console.say("Nothing was rebuilt.");
            return true;
        }
        shutdownHook.message(
                "A rebuild that has begun continues in the database; verify --reindex lists the leftovers of an"
                        + " unfinished one.");
        Mark start = clock.now();
        Optional<Boolean> result = rebuild(before);
        if (result.isEmpty()) {
            console.say("Nothing was rebuilt.");
            return true;
        }
        boolean rebuilt = result.get();
        reportLeftovers();
        console.say(
                rebuilt
                        ? "Rebuilt " + INDEX + " in " + Text.span(clock.since(start)) + "."
                        : INDEX
                                + " was not rebuilt: the database ended the rebuild without success. Its log contains"
                                + " the reason (RDS console, Logs); the index is unchanged.");
        return rebuilt;
    }

    /**
     * Whether the index was rebuilt; empty if the user declined. If it is unknown whether the rebuild has begun, the
     * database is asked before it is begun once more.
     */
    private Optional<Boolean> rebuild(VectorStore.Index before) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Optional<VectorStore.Begin> begin = begin();
            if (begin.isEmpty()) {
                return Optional.empty();
            }
            if (begin.get() != VectorStore.Begin.FINISHED) {
                watch(before);
            }
            boolean rebuilt = isRebuilt(before);
            if (rebuilt || begin.get() != VectorStore.Begin.UNKNOWN || attempt == MAX_ATTEMPTS) {
                return Optional.of(rebuilt);
            }
            console.say("It is unknown whether the rebuild had begun. The index is unchanged and no rebuild is running,"
                    + " so it is begun again.");
        }
    }

    /** Empty if the database rejected it and the user declined the other form. */
    private Optional<VectorStore.Begin> begin() {
        try {
            return Optional.of(store.rebuild(true));
        } catch (ServiceException e) {
            boolean otherForm = e.error() instanceof ServiceError.BotRejected
                    && NOT_CONCURRENTLY.matcher(e.error().text()).find();
            if (!otherForm) {
                throw e;
            }
            console.warn("REINDEX INDEX CONCURRENTLY was rejected: " + e.error().text());
            return console.confirm(
                            "Rebuild it in the plain form? Until it has finished, embedding tasks and searches wait.",
                            yes)
                    ? Optional.of(store.rebuild(false))
                    : Optional.empty();
        }
    }

    /** Waits while a rebuild is in progress. */
    private void watch(VectorStore.Index before) throws InterruptedException {
        String reported = "";
        for (int withoutProgress = 0; withoutProgress < POLLS_WITHOUT_PROGRESS; ) {
            clock.sleep(POLL_INTERVAL);
            String progress = store.progress();
            if (!progress.isEmpty() && !progress.equals(reported)) {
                console.say("rebuilding: " + progress);
                reported = progress;
            }
            withoutProgress = progress.isEmpty() ? withoutProgress + 1 : 0;
            if (progress.isEmpty() && isRebuilt(before)) {
                return;
            }
        }
    }

    private boolean isRebuilt(VectorStore.Index before) {
        return index().filter(now -> now.valid() && now.file() != before.file()).isPresent();
    }

    private Optional<VectorStore.Index> index() {
        return store.indexes().stream()
                .filter(index -> index.name().equals(INDEX))
                .findFirst();
    }

    private void reportLeftovers() {
        List<VectorStore.Index> leftovers = store.indexes().stream()
                .filter(index -> !index.name().equals(INDEX) && !index.valid())
                .toList();
        leftovers.forEach(index -> console.warn("an unfinished copy of the index is left, " + index.name()
                + ": it slows down every write and is not used for searches. Remove it with DROP INDEX " + index.name()
                + ";"));
    }
}
