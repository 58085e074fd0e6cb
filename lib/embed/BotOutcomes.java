package lib.embed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.common.Clock;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.TaskState;
import lib.report.BotResult;

/** Every bot of the table, exactly once, with its outcome. Safe to use from several threads. */
public final class BotOutcomes {
    /** The outcome and its time are null until it is known. */
    private record Entry(Bot bot, Outcome outcome, Instant at) {}

    private final Map<BotKey, Entry> entries = new LinkedHashMap<>();
    private final Map<BotKey, List<TaskState>> tasks = new HashMap<>();
    private final Clock clock;
    private boolean closed;

    public BotOutcomes(Clock clock) {
        this.clock = clock;
    }

    /** Adds the bots that are not known yet, and returns them. */
    public synchronized List<Bot> add(List<Bot> bots) {
        if (closed) {
            return List.of();
        }
        return bots.stream()
                .filter(bot -> entries.putIfAbsent(bot.key(), new Entry(bot, null, null)) == null)
                .toList();
    }

    public synchronized boolean contains(BotKey bot) {
        return entries.containsKey(bot);
    }

    /** Sets the outcome of a bot. */
    public synchronized void settle(Bot bot, Outcome outcome) {
        if (!closed) {
            entries.put(bot.key(), new Entry(bot, outcome, clock.wallTime()));
        }
    }

    /** Records a task of a bot; a later state of the same task replaces the earlier one. */
    public synchronized void recordTask(BotKey bot, TaskState task) {
        List<TaskState> all = tasks.computeIfAbsent(bot, key -> new ArrayList<>());
        all.removeIf(known -> known.taskId().equals(task.taskId()));
        all.add(task);
    }

    /** Sets this outcome for every bot that has none. Later changes are ignored. */
    public synchronized void close(Outcome outcome) {
        closed = true;
        entries.replaceAll(
                (key, entry) -> entry.outcome() == null ? new Entry(entry.bot(), outcome, clock.wallTime()) : entry);
    }

    public synchronized List<Bot> bots() {
        return entries.values().stream().map(Entry::bot).toList();
    }

    /** How many bots have no outcome yet. */
    public synchronized int open() {
        return (int) entries.values().stream()
                .filter(entry -> entry.outcome() == null)
                .count();
    }

    /** Every bot that has an outcome, in the order in which they were found. */
    public synchronized List<BotResult> results() {
        return entries.values().stream()
                .filter(entry -> entry.outcome() != null)
                .map(entry -> new BotResult(
                        entry.bot(),
                        entry.outcome(),
                        entry.at(),
                        List.copyOf(tasks.getOrDefault(entry.bot().key(), List.of()))))
                .toList();
    }
}
