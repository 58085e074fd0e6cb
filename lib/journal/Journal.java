package lib.journal;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lib.common.Clock;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.common.UserFolders;
import lib.journal.JournalRecord.Ended;
import lib.journal.JournalRecord.Intended;
import lib.journal.JournalRecord.Marked;
import lib.journal.JournalRecord.Started;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.Outcome;
import lib.model.StartRequest;

/**
 * The write-ahead journal: what was intended and what happened to every bot. A start is in the journal before its
 * request is sent, so whatever interrupts a run, the next one knows which starts to settle.
 */
public final class Journal implements AutoCloseable {
    /**
     * The latest records of a bot that still count; null for what has not happened.
     *
     * @param bot null if nothing is known of it
     * @param attempt the number of the last attempt, whatever database it was for; 0 if there was none
     * @param host of the database that they are about; empty if it was unknown
     * @param requestedSince when the request with this token was journaled first
     * @param hasFailed whether a task of the bot has ended without a success, and none with one since
     */
    public record Entry(
            BotKey bot,
            Marked marked,
            Intended intended,
            Started started,
            Ended ended,
            int attempt,
            String host,
            Instant requestedSince,
            boolean hasFailed) {
        static final Entry NONE = new Entry(null, null, null, null, null, 0, "", null, false);

        Entry with(JournalRecord.OfBot next, String nextHost) {
            int last = Math.max(attempt, next.attempt());
            if (next instanceof Marked newlyMarked) {
                return new Entry(next.bot(), newlyMarked, null, null, null, last, nextHost, null, false);
            }
            if (next instanceof Intended again) {
                boolean isRepeated = intended != null && intended.token().equals(again.token());
                Instant since = isRepeated ? requestedSince : again.since();
                return new Entry(next.bot(), marked, again, null, null, last, nextHost, since, hasFailed);
            }
            if (next instanceof Started newlyStarted) {
                return new Entry(
                        next.bot(), marked, intended, newlyStarted, null, last, nextHost, requestedSince, hasFailed);
            }
            Ended newlyEnded = (Ended) next;
            boolean fails = !newlyEnded.isDone() && (hasFailed || !newlyEnded.isWithdrawn());
            return new Entry(
                    next.bot(), marked, intended, started, newlyEnded, last, nextHost, requestedSince, fails);
        }

        /** Returns what is left of it when it no longer counts: the numbers that are used up. */
        Entry forgotten() {
            return new Entry(bot, null, null, null, null, attempt, "", null, false);
        }

        /** The ids of the tasks that may have been running when {@code --fresh} took its mark; none once it counts. */
        public List<String> tasksBeforeMark() {
            return marked == null || intended != null || started != null || ended != null ? List.of() : marked.tasks();
        }

        /** Whether {@code --fresh} was given for it. */
        public boolean isMarked() {
            return marked != null;
        }

        /** Whether {@code --fresh} was given for it, and it has not been embedded since. */
        public boolean isLeftOfFresh() {
            boolean isSettled = ended != null
                    && (ended.isDone()
                            || ended.asOutcome() instanceof Outcome.Incomplete
                            || ended.asOutcome() instanceof Outcome.DeletedMeanwhile);
            return marked != null && !isSettled;
        }

        /** Whether it succeeded. */
        public boolean isDone() {
            return ended != null && ended.isDone();
        }

        /** The sources whose absence the user has accepted. */
        public List<String> acceptedGaps() {
            return ended != null && Boolean.TRUE.equals(ended.accepted()) ? ended.missing() : List.of();
        }

        /** Whether its start was requested and the response is unknown. */
        public boolean isUnconfirmed() {
            return intended != null && started == null && ended == null;
        }

        /** Whether its last attempt has an outcome; a start that was withdrawn has none. */
        public boolean isOver() {
            return ended != null && !ended.isWithdrawn();
        }

        /** Whether its last attempt has started this task, as far as it was recorded. */
        public boolean hasStarted(String taskId) {
            return started != null && started.taskId().equals(taskId);
        }

        /** Whether its last attempt ended with this task. */
        public boolean endedWith(String taskId) {
            return ended != null && ended.taskId().equals(taskId);
        }

        /** Whether its last task is the one that its own request has started. */
        public boolean hasOwnTask() {
            return intended != null && started != null && intended.attempt() == started.attempt();
        }

        /** Whether it has a task whose end is unknown. */
        public boolean isUnderWay() {
            return started != null && ended == null;
        }
    }

    /**
     * What is known of the last sweep of the table.
     *
     * @param at when it ended
     * @param began when it began, as ISO-8601
     * @param isFinished whether the whole table was read; not if {@code --fresh} has begun to read it since, and in the
     *     parts that earlier versions of this tool recorded
     * @param bots all bots that it has found
     */
    public record Sweep(Instant at, String began, String filter, boolean isFinished, List<BotKey> bots) {
        private static Sweep of(JournalRecord.Swept next, Sweep before) {
            boolean continues = before != null && before.began.equals(next.began());
            List<BotKey> bots = Stream.concat(continues ? before.bots.stream() : Stream.empty(), next.bots().stream())
                    .toList();
            return new Sweep(next.since(), next.began(), next.filter(), next.position() == null, bots);
        }
    }

    private final JournalFile file;
    private final Clock clock;
    private final Map<BotKey, Entry> entries = new LinkedHashMap<>();
    private final boolean found;
    private final boolean writable;
    private MigrationId identity;
    /** The host of the last database that was known. */
    private String knownHost = "";
    /** The mark of the bots that have none of their own. */
    private String earlierFresh = "";

    private Sweep sweep;
    private String news = "";

    private Journal(JournalFile file, MigrationId identity, Clock clock, boolean writable) {
        this.file = file;
        this.clock = clock;
        this.writable = writable;
        this.found = !file.lines().isEmpty();
        for (int i = 0; i < file.lines().size(); i++) {
            try {
                replay(JournalRecord.of(file.lines().get(i)));
            } catch (RuntimeException e) {
                throw file.damaged(i + 1, e);
            }
        }
        if (this.identity != null && !this.identity.isSamePlace(identity)) {
            throw UserException.badSettings(
                    "Nothing was started: the journal %s belongs to %s,%nnot to %s."
                            + " Name another file with --journal FILE.",
                    file.path(), this.identity, identity);
        }
        file.discardLines();
        settleIdentity(identity);
    }

    /** Opens the journal for a run, and locks it against other runs. */
    public static Journal open(Path path, MigrationId identity, Clock clock) {
        JournalFile file = JournalFile.open(path);
        try {
            return new Journal(file, identity, clock, true);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Reads the journal, also while a run has it open, and changes nothing. */
    public static Journal view(Path path, MigrationId identity, Clock clock) {
        return new Journal(JournalFile.view(path), identity, clock, false);
    }

    /** The default file, which does not depend on the working directory. */
    public static Path defaultPath(UserFolders folders, MigrationId id) {
        return folders.journals().resolve(id.account() + "-" + id.region() + "-" + id.table() + ".jsonl");
    }

    private void settleIdentity(MigrationId now) {
        if (now.equals(identity)) {
            return;
        }
        boolean replaced = isReplacedBy(now) && !entries.isEmpty();
        if (replaced) {
            news = "The database cluster was replaced again since the last run (" + knownHost + " is now "
                    + now.databaseHost() + "), so every bot has to be embedded again.";
        }
        JournalRecord opened = new JournalRecord.Opened(
                clock.wallTime().toString(), replaced ? "the database cluster was replaced" : "", now);
        if (writable) {
            try {
                file.append(opened.json());
            } catch (UncheckedIOException e) {
                throw new UserException(
                        ExitCode.BAD_SETTINGS,
                        "Nothing was started: " + e.getMessage()
                                + ".\nFree disk space, or name another file with --journal FILE.",
                        e);
            }
        }
        replay(opened);
    }

    private boolean isReplacedBy(MigrationId now) {
        return !knownHost.isEmpty()
                && !now.databaseHost().isEmpty()
                && !knownHost.equals(now.databaseHost());
    }

    /** Whether this run may write to the journal. */
    public boolean isWritable() {
        return writable;
    }

    private void replay(JournalRecord next) {
        if (next instanceof JournalRecord.Opened opened) {
            open(opened);
        } else if (next instanceof JournalRecord.OfBot ofBot) {
            entries.put(ofBot.bot(), entry(ofBot.bot()).with(ofBot, identity.databaseHost()));
        } else if (next instanceof JournalRecord.Swept swept) {
            sweep = Sweep.of(swept, sweep);
        }
    }

    /** A new database is empty: what is known of another one no longer counts. */
    private void open(JournalRecord.Opened opened) {
        String host = opened.identity().databaseHost();
        if (isReplacedBy(opened.identity())) {
            earlierFresh = "";
            entries.replaceAll((bot, entry) ->
                    entry.host().isEmpty() || entry.host().equals(host) ? entry : entry.forgotten());
        }
        if (opened.why().equals(JournalRecord.Opened.EARLIER_FRESH)) {
            earlierFresh = RowId.lowest(opened.since());
            entries.replaceAll((bot, entry) -> entry.forgotten());
        }
        identity = opened.identity();
        knownHost = host.isEmpty() ? knownHost : host;
    }

    /** Records {@code --fresh} for a bot. */
    public synchronized void marked(BotKey bot, String mark, List<String> tasks) {
        append(new Marked(clock.wallTime().toString(), bot.pk(), bot.sk(), mark, tasks));
    }

    /** The highest row id that the bot had when {@code --fresh} was given; empty without it. */
    public synchronized String mark(BotKey bot) {
        Marked marked = entry(bot).marked();
        return marked == null ? earlierFresh : marked.mark();
    }

    /** The database that the bot's records are about, if it is not known whether that is today's; empty otherwise. */
    public synchronized String unknownDatabase(BotKey bot) {
        return identity.databaseHost().isEmpty() ? entry(bot).host() : "";
    }

    /** Records a start before its request is sent. The record is on disk when this returns. */
    public synchronized Intended intend(
            BotKey bot, int attempt, String token, String execIdBefore, StartRequest request) {
        Intended intended = new Intended(
                clock.wallTime().toString(), bot.pk(), bot.sk(), attempt, token, execIdBefore, request);
        append(intended);
        return intended;
    }

    /**
     * Records a task of a bot.
     *
     * @param execIdBefore the bot's LastExecId before this task wrote it
     */
    public synchronized void started(BotKey bot, int attempt, String taskId, String execIdBefore) {
        append(new Started(clock.wallTime().toString(), bot.pk(), bot.sk(), attempt, taskId, execIdBefore));
    }

    /** Records the end of an attempt. */
    public synchronized void ended(BotKey bot, int attempt, Outcome outcome) {
        append(Ended.of(clock.wallTime().toString(), bot, attempt, outcome));
    }

    /** Records that a sweep has read the whole table; does nothing once the run has ended. */
    public synchronized void swept(String began, String filter, List<BotKey> bots) {
        if (file.isOpen()) {
            append(new JournalRecord.Swept(
                    clock.wallTime().toString(), began, filter, null, bots));
        }
    }

    /** Records that {@code --fresh} sweeps the table: until that has ended, no earlier sweep counts as finished. */
    public synchronized void sweepsForFresh(String filter) {
        if (file.isOpen()) {
            String now = clock.wallTime().toString();
            String began = sweep == null ? now : sweep.began(); // what earlier sweeps have found stays known
            append(new JournalRecord.Swept(now, began, filter, JournalRecord.Swept.FOR_FRESH, List.of()));
        }
    }

    /** The last sweep of the table; empty if there was none. */
    public synchronized Optional<Sweep> sweep() {
        return Optional.ofNullable(sweep);
    }

    private void append(JournalRecord next) {
        file.append(next.json());
        replay(next);
    }

    public synchronized Entry entry(BotKey bot) {
        return entries.getOrDefault(bot, Entry.NONE);
    }

    public synchronized Collection<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** The token of that attempt of this bot. */
    public String token(BotKey bot, int attempt) {
        return identity.token(bot, mark(bot), attempt);
    }

    /** The startedBy of this migration's tasks. */
    public String startedBy() {
        return identity.startedBy();
    }

    /** Whether there was a journal; if not, this is a first run, or the journal was lost. */
    public boolean wasFound() {
        return found;
    }

    public Path path() {
        return file.path();
    }

    /** A message that the user must see first; usually empty. */
    public Optional<String> news() {
        return news.isEmpty() ? Optional.empty() : Optional.of(news);
    }

    @Override
    public void close() {
        file.close();
    }
}
