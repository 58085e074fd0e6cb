package lib.journal;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * What was intended and what happened to every bot. A start is in the journal before its request goes out, so whatever is cut off, the next
 * run knows which starts it has to settle.
 */
public final class Journal implements AutoCloseable {
    /** Nobody deploys this often within the hour for which tasks stay visible. */
    private static final int MOST_GENERATIONS = 20;
    private static final String AFRESH = "--fresh";

    /** The last that is known of a bot in this generation; null for what has not happened. */
    public record Entry(Intended intended, Started started, Ended ended) {
        static final Entry NONE = new Entry(null, null, null);

        /** The number of the last attempt; 0 where there was none. */
        public int attempt() {
            return Math.max(intended == null ? 0 : intended.attempt(), Math.max(started == null ? 0 : started.attempt(), ended == null ? 0 : ended.attempt()));
        }

        Entry with(JournalRecord.OfBot line) {
            return line instanceof Intended asked ? new Entry(asked, null, null)
                    : line instanceof Started begun ? new Entry(intended, begun, null)
                    : new Entry(intended, started, (Ended) line);
        }

        public boolean isDone() {
            return ended != null && ended.isDone();
        }

        /** The sources that may be missing because a person has said so. */
        public List<String> acceptedGaps() {
            return ended != null && Boolean.TRUE.equals(ended.accepted()) ? ended.missing() : List.of();
        }

        /** Asked for, and no answer is known. */
        public boolean isUnconfirmed() {
            return intended != null && started == null && ended == null;
        }

        /** Has a task whose end is not known. */
        public boolean isUnderWay() {
            return started != null && ended == null;
        }
    }

    private final JournalFile file;
    private final Clock time;
    private final Map<BotKey, Entry> entries = new LinkedHashMap<>();
    private final boolean found;
    private final boolean writable;
    private MigrationId identity;
    private int generation;
    private boolean freshStart;
    private String news = "";

    private Journal(JournalFile file, MigrationId identity, Clock time, boolean writable) {
        this.file = file;
        this.time = time;
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
            throw UserException.badSettings("Nothing was started: the journal %s belongs to %s,%nnot to %s. Name a journal of its own with --journal FILE.", file.path(), this.identity, identity);
        }
        file.forgetLines();
        settleIdentity(identity);
    }

    /** Opens the journal for a run; no other run can have it meanwhile. */
    public static Journal open(Path path, MigrationId identity, Clock time) {
        JournalFile file = JournalFile.open(path);
        try {
            return new Journal(file, identity, time, true);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Reads the journal of whichever run, and changes nothing. */
    public static Journal view(Path path, MigrationId identity, Clock time) {
        return new Journal(JournalFile.view(path), identity, time, false);
    }

    /** The usual file, which does not depend on the working directory. */
    public static Path defaultPath(UserFolders folders, MigrationId id) {
        return folders.journals().resolve(id.account() + "-" + id.region() + "-" + id.table() + ".jsonl");
    }

    private void settleIdentity(MigrationId now) {
        String before = identity == null ? "" : identity.databaseHost();
        boolean replaced = !before.isEmpty() && !now.databaseHost().isEmpty() && !before.equals(now.databaseHost());
        boolean learned = identity == null || before.isEmpty() && !now.databaseHost().isEmpty();
        if (!replaced && !learned) {
            return;
        }
        identity = now;
        if (replaced) {
            news = "The database cluster was replaced again since the last run (" + before + " is now " + now.databaseHost() + "), so every bot has to be embedded once more.";
        }
        opened(replaced || generation == 0 ? generation + 1 : generation, replaced ? "the database cluster was replaced" : "");
    }

    /** Forgets what is done, on purpose: every bot may be started once more. */
    public void startFresh() {
        opened(generation + 1, AFRESH);
    }

    /**
     * After a loss of the journal: goes on in the generation that the tasks of this migration name, so that they are known again.
     *
     * @param startedBy of every embedding task that ECS still shows
     */
    public void recognise(Set<String> startedBy) {
        for (int g = MOST_GENERATIONS; g > generation && !found; g--) {
            if (startedBy.contains(identity.startedBy(g))) {
                opened(g, "known from its tasks");
            }
        }
    }

    /** Whether a task was started by an earlier generation of this migration, that is, for a database that is gone or for what was to be forgotten. */
    public boolean isOfAnEarlierGeneration(TaskState task) {
        return MigrationId.isOurs(task.startedBy()) && !task.startedBy().equals(startedBy()) && !identity.databaseHost().isEmpty();
    }

    /** Whether a task belongs to this migration. Where the database host is not known, every task of this tool does. */
    public boolean isOurs(TaskState task) {
        return MigrationId.isOurs(task.startedBy()) && !isOfAnEarlierGeneration(task);
    }

    /** Whether a task that was started then may not be visible to everybody yet. */
    public boolean isRecent(Instant since) {
        return Duration.between(since, time.now()).compareTo(TaskState.VISIBILITY_DELAY) < 0;
    }

    /** Whether what is in the database from before this generation was to be forgotten: then rows prove nothing of it. */
    public synchronized boolean isFreshStart() {
        return freshStart;
    }

    /** Whether this run may write what it learns. */
    public boolean isWritable() {
        return writable;
    }

    private void opened(int next, String why) {
        JournalRecord opened = new JournalRecord.Opened(time.now().toString(), next, why, identity);
        if (writable) {
            try {
                file.append(opened.json());
            } catch (UncheckedIOException e) {
                throw new UserException(ExitCode.BAD_SETTINGS, "Nothing was started: " + e.getMessage() + ".\nMake room, or name another place with --journal FILE.", e);
            }
        }
        replay(opened);
    }

    private void replay(JournalRecord line) {
        if (line instanceof JournalRecord.Opened opened) {
            if (opened.generation() != generation) {
                entries.clear();
            }
            freshStart = opened.generation() == generation ? freshStart : opened.why().equals(AFRESH);
            generation = opened.generation();
            identity = opened.identity();
        } else if (line instanceof JournalRecord.OfBot ofBot) {
            entries.put(ofBot.bot(), entry(ofBot.bot()).with(ofBot));
        }
    }

    /** Notes a start before its request goes out, and answers the note. It is on the disk when this returns. */
    public synchronized Intended intend(BotKey bot, int attempt, String token, String execIdBefore, StartRequest request) {
        Intended intended = new Intended(time.now().toString(), bot.pk(), bot.sk(), generation, attempt, token, execIdBefore, request);
        note(intended);
        return intended;
    }

    /** @param execIdBefore the bot's LastExecId before this task wrote it */
    public synchronized void started(BotKey bot, int attempt, String taskId, String execIdBefore) {
        note(new Started(time.now().toString(), bot.pk(), bot.sk(), attempt, taskId, execIdBefore));
    }

    public synchronized void ended(BotKey bot, int attempt, Outcome outcome) {
        note(Ended.of(time.now().toString(), bot, attempt, outcome));
    }

    private void note(JournalRecord line) {
        file.append(line.json());
        replay(line);
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

    public String startedBy() {
        return identity.startedBy(generation);
    }

    /** Whether there was a journal at all; if not, this is a first run, or the journal was lost. */
    public boolean wasFound() {
        return found;
    }

    public Path path() {
        return file.path();
    }

    /** What a person must know before anything else, or empty. */
    public Optional<String> news() {
        return news.isEmpty() ? Optional.empty() : Optional.of(news);
    }

    @Override
    public void close() {
        file.close();
    }
}
