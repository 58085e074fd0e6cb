package lib.journal;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lib.common.Clock;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.common.UserFolders;
import lib.journal.JournalRecord.Ended;
import lib.journal.JournalRecord.Intended;
import lib.journal.JournalRecord.Started;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.Outcome;
import lib.model.StartRequest;
import lib.model.TaskState;

/**
 * The write-ahead journal: what was intended and what happened to every bot. A start is in the journal before its
 * request is sent, so whatever interrupts a run, the next one knows which starts to settle.
 */
public final class Journal implements AutoCloseable {
    /** More deployments do not fit into the hour for which ECS lists stopped tasks. */
    private static final int MAX_GENERATIONS = 20;

    private static final String FRESH = "--fresh";

    /**
     * The latest records of a bot in this generation; null for what has not happened.
     *
     * @param hasFailed whether a task of the bot has ended without a success, and none with one since
     */
    public record Entry(Intended intended, Started started, Ended ended, boolean hasFailed) {
        static final Entry NONE = new Entry(null, null, null, false);

        /** The number of the last attempt; 0 if there was none. */
        public int attempt() {
            return Stream.of(intended, started, ended)
                    .filter(Objects::nonNull)
                    .mapToInt(JournalRecord.OfBot::attempt)
                    .max()
                    .orElse(0);
        }

        Entry with(JournalRecord.OfBot next) {
            if (next instanceof Intended newlyIntended) {
                return new Entry(newlyIntended, null, null, hasFailed);
            }
            if (next instanceof Started newlyStarted) {
                return new Entry(intended, newlyStarted, null, hasFailed);
            }
            Ended newlyEnded = (Ended) next;
            boolean fails = !newlyEnded.isDone() && (hasFailed || !newlyEnded.isWithdrawn());
            return new Entry(intended, started, newlyEnded, fails);
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

        /** Whether it has a task whose end is unknown. */
        public boolean isUnderWay() {
            return started != null && ended == null;
        }
    }

    /**
     * What is known of the last sweep of the table in this generation.
     *
     * @param at when it ended
     * @param began when it began, as ISO-8601
     * @param isFinished whether the whole table was read; earlier versions of this tool also recorded parts
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
    private int generation;
    private Sweep sweep;
    private boolean freshStart;
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
        String before = identity == null ? "" : identity.databaseHost();
        boolean replaced = !before.isEmpty() && !now.databaseHost().isEmpty() && !before.equals(now.databaseHost());
        boolean learned =
                identity == null || before.isEmpty() && !now.databaseHost().isEmpty();
        if (!replaced && !learned) {
            return;
        }
        identity = now;
        if (replaced) {
            news = "The database cluster was replaced again since the last run (" + before + " is now "
                    + now.databaseHost() + "), so every bot has to be embedded again.";
        }
        openGeneration(
                replaced || generation == 0 ? generation + 1 : generation,
                replaced ? "the database cluster was replaced" : "");
    }

    /** Begins a new generation at the user's request: every bot may be started again. */
    public void startFresh() {
        openGeneration(generation + 1, FRESH);
    }

    /**
     * After the loss of the journal: continues in the generation of the tasks that ECS still lists, so that they are
     * recognized.
     *
     * @param startedBy of every embedding task that ECS still lists
     */
    public void recognize(Set<String> startedBy) {
        for (int g = MAX_GENERATIONS; g > generation && !found; g--) {
            if (startedBy.contains(identity.startedBy(g))) {
                openGeneration(g, "known from its tasks");
            }
        }
    }

    /**
     * Whether a task was started by an earlier generation: for a database that was replaced, or before a fresh start.
     */
    public boolean isOfAnEarlierGeneration(TaskState task) {
        return MigrationId.isOurs(task.startedBy())
                && !task.startedBy().equals(startedBy())
                && !identity.databaseHost().isEmpty();
    }

    /** Whether a task belongs to this migration. If the database host is unknown, every task of this tool does. */
    public boolean isOurs(TaskState task) {
        return MigrationId.isOurs(task.startedBy()) && !isOfAnEarlierGeneration(task);
    }

    /** Whether this generation is a fresh start: then rows may be older than it, and prove nothing. */
    public synchronized boolean isFreshStart() {
        return freshStart;
    }

    /** Whether this run may write to the journal. */
    public boolean isWritable() {
        return writable;
    }

    private void openGeneration(int next, String why) {
        JournalRecord opened = new JournalRecord.Opened(clock.wallTime().toString(), next, why, identity);
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

    private void replay(JournalRecord next) {
        if (next instanceof JournalRecord.Opened opened) {
            if (opened.generation() != generation) {
                entries.clear();
                sweep = null;
            }
            freshStart = opened.generation() == generation
                    ? freshStart
                    : opened.why().equals(FRESH);
            generation = opened.generation();
            identity = opened.identity();
        } else if (next instanceof JournalRecord.OfBot ofBot) {
            entries.put(ofBot.bot(), entry(ofBot.bot()).with(ofBot));
        } else if (next instanceof JournalRecord.Swept swept) {
            sweep = Sweep.of(swept, sweep);
        }
    }

    /** Records a start before its request is sent. The record is on disk when this returns. */
    public synchronized Intended intend(
            BotKey bot, int attempt, String token, String execIdBefore, StartRequest request) {
        Intended intended = new Intended(
                clock.wallTime().toString(), bot.pk(), bot.sk(), generation, attempt, token, execIdBefore, request);
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
    public synchronized void swept(String began, String filter, long itemsRead, List<BotKey> bots) {
        if (file.isOpen()) {
            append(new JournalRecord.Swept(
                    clock.wallTime().toString(), generation, began, filter, itemsRead, null, bots));
        }
    }

    /** The last sweep of the table in this generation; empty if there was none. */
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
        return identity.token(bot, generation, attempt);
    }

    /** The startedBy of this generation's tasks. */
    public String startedBy() {
        return identity.startedBy(generation);
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
