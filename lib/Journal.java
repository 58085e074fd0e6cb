package lib;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What was intended and what happened to every bot. A start is in the journal before its request goes out, so whatever is cut off, the next
 * run knows which starts it has to settle. The lines: {@code opened}, {@code intended}, {@code started}, {@code ended}; the README tells their members.
 */
public final class Journal implements AutoCloseable {
    private static final int VERSION = 1;
    /** Nobody deploys this often within the hour for which tasks stay visible. */
    private static final int MOST_GENERATIONS = 20;
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    /** A start that is about to be asked for. {@code execIdBefore} is the bot's LastExecId at that time. */
    public record Intended(String at, String pk, String sk, int generation, int attempt, String token, String execIdBefore, JsonObject request) {
        Instant since() {
            return Instant.parse(at);
        }
    }

    /** A bot's task: the one that its start has brought, or one that decides in its stead. */
    public record Started(String at, String pk, String sk, int attempt, String taskId, String execIdBefore) {
        Instant since() {
            return Instant.parse(at);
        }
    }

    /** An attempt that is over. */
    public record Ended(String at, String pk, String sk, int attempt, String outcome, String reason, String taskId) {
        public boolean isDone() {
            return outcome.equals("succeeded");
        }

        Outcome asOutcome() {
            return isDone() ? new Outcome.Succeeded(reason, taskId)
                    : outcome.equals("unproved") ? new Outcome.Unproved(reason, taskId)
                    : outcome.equals("deleted meanwhile") ? new Outcome.DeletedMeanwhile(reason, taskId) : new Outcome.Failed(reason, taskId, false);
        }
    }

    private record Opened(String at, int generation, String why, Identity identity) {
    }

    /** The last that is known of a bot in this generation; null for what has not happened. */
    public record Entry(Intended intended, Started started, Ended ended) {
        static final Entry NONE = new Entry(null, null, null);

        /** The number of the last attempt; 0 where there was none. */
        public int attempt() {
            return Math.max(intended == null ? 0 : intended.attempt(), Math.max(started == null ? 0 : started.attempt(), ended == null ? 0 : ended.attempt()));
        }

        public boolean isDone() {
            return ended != null && ended.isDone();
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
    private final Time time;
    private final Map<BotKey, Entry> entries = new LinkedHashMap<>();
    private final boolean found;
    private final boolean writable;
    private Identity identity;
    private int generation;
    private String news = "";

    private Journal(JournalFile file, Identity identity, Time time, boolean writable) {
        this.file = file;
        this.time = time;
        this.writable = writable;
        this.found = !file.lines().isEmpty();
        for (int i = 0; i < file.lines().size(); i++) {
            try {
                replay(file.lines().get(i));
            } catch (JsonSyntaxException | NullPointerException | IllegalStateException | IllegalArgumentException | DateTimeException e) {
                throw file.damaged(i + 1, e);
            }
        }
        if (this.identity != null && !this.identity.isSamePlace(identity)) {
            throw Problem.settings("Nothing was started: the journal %s belongs to %s,%nnot to %s. Name a journal of its own with --journal FILE.", file.path(), this.identity, identity);
        }
        file.forgetLines();
        settleIdentity(identity);
    }

    /** Opens the journal for a run; no other run can have it meanwhile. */
    public static Journal open(Path path, Identity identity, Time time) {
        JournalFile file = JournalFile.open(path);
        try {
            return new Journal(file, identity, time, true);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Reads the journal of whichever run, and changes nothing. */
    public static Journal view(Path path, Identity identity, Time time) {
        return new Journal(JournalFile.view(path), identity, time, false);
    }

    /** The place that does not depend on the folder one stands in. */
    public static Path usualPath(Identity identity) {
        return home().resolve(Path.of(".bedrock-chat-migration",
                identity.account() + "-" + identity.region() + "-" + identity.table() + ".jsonl"));
    }

    /** What the shell and the AWS CLI take for the home; Java's own idea of it comes from the system's user list. */
    static Path home() {
        String home = System.getenv("HOME");
        return Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home);
    }

    private void settleIdentity(Identity now) {
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
    public void startAfresh() {
        opened(generation + 1, "--fresh");
    }

    /**
     * After a loss of the journal: goes on in the generation that the tasks of this migration name, so that they are known again.
     *
     * @param startedBy of every embedding task that ECS still shows
     */
    void recognise(Set<String> startedBy) {
        for (int g = MOST_GENERATIONS; g > generation && !found; g--) {
            if (startedBy.contains(identity.startedBy(g))) {
                opened(g, "known from its tasks");
            }
        }
    }

    /** Whether a task was started by an earlier generation of this migration, that is, for a database that is gone or for what was to be forgotten. */
    boolean isOfAnEarlierGeneration(TaskState task) {
        return Identity.isOurs(task.startedBy()) && !task.startedBy().equals(startedBy()) && !identity.databaseHost().isEmpty();
    }

    /** Whether a task belongs to this migration. Where the database host is not known, every task of this tool does. */
    boolean isOurs(TaskState task) {
        return Identity.isOurs(task.startedBy()) && !isOfAnEarlierGeneration(task);
    }

    /** Whether a task that was started then may not be visible to everybody yet. */
    boolean isRecent(Instant since) {
        return Duration.between(since, time.now()).compareTo(Watch.NOT_YET_VISIBLE) < 0;
    }

    /** Whether this run may write what it learns. */
    boolean isWritable() {
        return writable;
    }

    private void opened(int next, String why) {
        Opened opened = new Opened(time.now().toString(), next, why, identity);
        if (writable) {
            try {
                file.append(line("opened", opened));
            } catch (UncheckedIOException e) {
                throw new Problem(Problem.SETTINGS, "Nothing was started: " + e.getMessage() + ".\nMake room, or name another place with --journal FILE.", e);
            }
        }
        replay(opened);
    }

    private void replay(JsonObject line) {
        if (line.get("v").getAsInt() != VERSION) {
            throw new IllegalStateException("version " + line.get("v") + " is not known here");
        }
        switch (line.get("type").getAsString()) {
            case "opened" -> replay(JSON.fromJson(line, Opened.class));
            case "intended" -> replay(JSON.fromJson(line, Intended.class));
            case "started" -> replay(JSON.fromJson(line, Started.class));
            case "ended" -> replay(JSON.fromJson(line, Ended.class));
            default -> throw new IllegalStateException("unknown type " + line.get("type"));
        }
    }

    private void replay(Opened opened) {
        Instant.parse(opened.at());
        if (opened.generation() != generation) {
            entries.clear();
        }
        generation = opened.generation();
        identity = Objects.requireNonNull(opened.identity(), "no identity");
    }

    private void replay(Intended intended) {
        intended.since();
        Objects.requireNonNull(intended.token(), "no token");
        Objects.requireNonNull(intended.execIdBefore(), "no execIdBefore");
        Objects.requireNonNull(intended.request(), "no request");
        entries.put(key(intended.pk(), intended.sk()), new Entry(intended, null, null));
    }

    private void replay(Started started) {
        started.since();
        Objects.requireNonNull(started.taskId(), "no taskId");
        Objects.requireNonNull(started.execIdBefore(), "no execIdBefore");
        entries.compute(key(started.pk(), started.sk()), (key, old) -> new Entry(old == null ? null : old.intended(), started, null));
    }

    private void replay(Ended ended) {
        Instant.parse(ended.at());
        Objects.requireNonNull(ended.outcome(), "no outcome");
        Objects.requireNonNull(ended.reason(), "no reason");
        Objects.requireNonNull(ended.taskId(), "no taskId");
        entries.compute(key(ended.pk(), ended.sk()), (key, old) -> new Entry(old == null ? null : old.intended(), old == null ? null : old.started(), ended));
    }

    private static BotKey key(String pk, String sk) {
        return new BotKey(Objects.requireNonNull(pk, "no pk"), Objects.requireNonNull(sk, "no sk"));
    }

    private JsonObject line(String type, Object members) {
        JsonObject line = new JsonObject();
        line.addProperty("v", VERSION);
        line.addProperty("type", type);
        JSON.toJsonTree(members).getAsJsonObject().entrySet().forEach(member -> line.add(member.getKey(), member.getValue()));
        return line;
    }

    /** Notes a start before its request goes out, and answers the note. It is on the disk when this returns. */
    public synchronized Intended intend(BotKey bot, int attempt, String token, String execIdBefore, JsonObject request) {
        Intended intended = new Intended(time.now().toString(), bot.pk(), bot.sk(), generation, attempt, token, execIdBefore, request);
        file.append(line("intended", intended));
        replay(intended);
        return intended;
    }

    /** @param execIdBefore the bot's LastExecId before this task wrote it */
    public synchronized void started(BotKey bot, int attempt, String taskId, String execIdBefore) {
        Started started = new Started(time.now().toString(), bot.pk(), bot.sk(), attempt, taskId, execIdBefore);
        file.append(line("started", started));
        replay(started);
    }

    public synchronized void ended(BotKey bot, int attempt, Outcome outcome) {
        Ended ended = new Ended(time.now().toString(), bot.pk(), bot.sk(), attempt, outcome.word(), outcome.reason(), outcome.taskId());
        file.append(line("ended", ended));
        replay(ended);
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
