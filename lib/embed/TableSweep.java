package lib.embed;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import lib.aws.BotTable;
import lib.cli.EventLog;
import lib.cli.Session;
import lib.common.Clock;
import lib.common.Console;
import lib.common.Mark;
import lib.common.Text;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.ScanPage;
import lib.retry.Retrier;

/**
 * Sweeps the table for bots that are missing from the index. The journal records a sweep that has read the whole table,
 * with the bots found; it is not repeated for a day.
 */
public final class TableSweep {
    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final Duration LINE_INTERVAL = Duration.ofMinutes(1);
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(10);

    private final BotTable table;
    private final Journal journal;
    private final BotOutcomes outcomes;
    private final Clock clock;
    private final Console console;
    private final EventLog events;
    private final Retrier retrier;
    private volatile String progress = "";

    public TableSweep(BotTable table, Journal journal, BotOutcomes outcomes, Session session) {
        this.table = table;
        this.journal = journal;
        this.outcomes = outcomes;
        this.clock = session.clock();
        this.console = session.console();
        this.events = session.events();
        this.retrier = session.retrier();
    }

    /** What the journal knows of the last sweep with today's filter. */
    private Optional<Journal.Sweep> last() {
        return journal.sweep().filter(sweep -> sweep.filter().equals(BotTable.FILTER));
    }

    /** Whether a sweep has read the whole table, however long ago. */
    public boolean isFinished() {
        return last().filter(Journal.Sweep::isFinished).isPresent();
    }

    /** Whether a sweep has read the whole table within a day. */
    public boolean isRecent() {
        return last().filter(Journal.Sweep::isFinished)
                .filter(sweep -> !clock.isOlder(sweep.at(), VALIDITY))
                .isPresent();
    }

    /** The bots that earlier sweeps have found and that are not known yet, as they are now. */
    public List<Bot> found() {
        List<BotKey> keys = last().map(Journal.Sweep::bots).orElse(List.of()).stream()
                .filter(key -> !outcomes.contains(key))
                .toList();
        List<Bot> found = new ArrayList<>();
        for (BotKey key : keys) {
            retrier.call(RETRY_LIMIT, () -> table.read(key)).ifPresent(found::add);
        }
        return found;
    }

    /**
     * Reads the whole table.
     *
     * @param isFresh whether for {@code --fresh}, which is continued until a sweep has ended
     * @param alone true if nothing else draws the live region
     * @param pages receives each page
     */
    public void run(boolean isFresh, boolean alone, Consumer<ScanPage> pages) {
        OptionalLong items = table.itemCount();
        String began = clock.wallTime().toString();
        long itemsRead = 0;
        List<BotKey> found = new ArrayList<>();
        Mark lastLine = clock.now();
        if (isFresh) {
            record(() -> journal.sweepsForFresh(BotTable.FILTER));
        }
        try {
            showProgress(itemsRead, items, alone);
            for (Iterator<ScanPage> scan = table.sweep(); scan.hasNext(); ) {
                ScanPage page = scan.next();
                pages.accept(page);
                itemsRead += page.itemsRead();
                page.bots().forEach(bot -> found.add(bot.key()));
                showProgress(itemsRead, items, alone);
                if (!console.isTerminal() && clock.isOlder(lastLine, LINE_INTERVAL)) {
                    events.say("sweep of the table: " + progress);
                    lastLine = clock.now();
                }
            }
            if (journal.isWritable()) {
                record(() -> journal.swept(began, BotTable.FILTER, List.copyOf(found)));
            }
        } finally {
            progress = "";
            if (alone) {
                console.endLive();
            }
        }
    }

    /** A sweep that cannot be journalled is only repeated by the next run. */
    private void record(Runnable record) {
        try {
            record.run();
        } catch (UncheckedIOException e) {
            console.warn("The sweep of the table was not recorded: " + e.getMessage() + ".");
        }
    }

    /** ItemCount is up to six hours old (DynamoDB API reference), so the share stays below 100 % until the end. */
    private void showProgress(long itemsRead, OptionalLong items, boolean alone) {
        progress = items.orElse(0) == 0
                ? Text.count(itemsRead, "item") + " read"
                : Math.min(99, itemsRead * 100 / items.getAsLong()) + " % read";
        if (alone) {
            console.live("Sweep of the table: " + progress);
        }
    }

    /** How much of the table has been read, for example {@code 42 % read}; empty unless a sweep is under way. */
    public String progress() {
        return progress;
    }
}
