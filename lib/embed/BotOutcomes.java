package lib.embed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.TaskState;
import lib.model.TaskUsage;

/** Every bot of the table, once, with what became of it. Safe to use from several threads. */
public final class BotOutcomes {
    /** @param at when the outcome was known; null while there is none, as is the outcome */
    public record Entry(Bot bot, Outcome outcome, Instant at) {
    }

    private final Map<BotKey, Entry> entries = new LinkedHashMap<>();
    private final Map<BotKey, List<TaskUsage>> runs = new HashMap<>();
    private final Clock time;
    private boolean closed;

    public BotOutcomes(Clock time) {
        this.time = time;
    }

    /** Adds the bots that have not been met before, and answers them. */
    public synchronized List<Bot> meet(List<Bot> bots) {
        return closed ? List.of() : bots.stream().filter(bot -> entries.putIfAbsent(bot.key(), new Entry(bot, null, null)) == null).toList();
    }

    public synchronized boolean knows(Bot bot) {
        return entries.containsKey(bot.key());
    }

    public synchronized Entry settle(Bot bot, Outcome outcome) {
        Entry entry = new Entry(bot, outcome, time.now());
        if (!closed) {
            entries.put(bot.key(), entry);
        }
        return entry;
    }

    /** Notes a task that was seen; the last that is known of it counts. */
    public synchronized void saw(BotKey bot, TaskState task) {
        List<TaskUsage> all = runs.computeIfAbsent(bot, key -> new ArrayList<>());
        all.removeIf(run -> EmbeddingTasks.taskId(run.taskArn()).equals(task.taskId()));
        all.add(TaskUsage.of(task));
    }

    /** The tasks of a bot that this run has seen, in their order. */
    public synchronized List<TaskUsage> runs(BotKey bot) {
        return List.copyOf(runs.getOrDefault(bot, List.of()));
    }

    /** Gives an outcome to every bot that has none; nothing is added from here on. */
    public synchronized void close(Outcome outcome) {
        closed = true;
        entries.replaceAll((key, entry) -> entry.outcome() == null ? new Entry(entry.bot(), outcome, time.now()) : entry);
    }

    public synchronized List<Bot> bots() {
        return entries.values().stream().map(Entry::bot).toList();
    }

    public synchronized List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }

    public synchronized long count(Predicate<Outcome> which) {
        return entries.values().stream().filter(e -> e.outcome() != null && which.test(e.outcome())).count();
    }
}
