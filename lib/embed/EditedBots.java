package lib.embed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.TaskState;
import lib.retry.ServiceException;

/**
 * Bots whose knowledge was changed in the app while their task ran. The app starts a task of its own for each of them,
 * which may take a while to appear; but if the quota rejects it twice, it never does. Belongs to one thread.
 */
final class EditedBots {
    /** Receives what became of a bot, which is then no longer held here. */
    interface Listener {
        /** The app's own task has appeared. */
        void embeddedByApp(BotAttempt attempt, String taskId, String execIdBefore);

        /** The app's own task can no longer appear. */
        void saveLost(BotAttempt attempt, Outcome.Unproved outcome);
    }

    private record Edited(BotAttempt attempt, Outcome.Unproved outcome, Instant since) {}

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final Clock clock;
    private final Listener listener;
    private final List<Edited> bots = new ArrayList<>();
    private Instant nextLook;

    EditedBots(BotTable table, EmbeddingTasks tasks, Clock clock, Listener listener) {
        this.table = table;
        this.tasks = tasks;
        this.clock = clock;
        this.listener = listener;
        this.nextLook = clock.now();
    }

    void add(BotAttempt attempt, Outcome.Unproved outcome) {
        bots.add(new Edited(attempt, outcome, clock.now()));
        nextLook = clock.now();
    }

    int size() {
        return bots.size();
    }

    void forEach(BiConsumer<BotAttempt, Outcome> action) {
        bots.forEach(bot -> action.accept(bot.attempt(), bot.outcome()));
    }

    /** Looks for the app's own tasks, if it is time to. If AWS does not answer, the next look continues. */
    void look() {
        if (bots.isEmpty() || clock.now().isBefore(nextLook)) {
            return;
        }
        nextLook = clock.now().plus(INTERVAL);
        try {
            Map<BotKey, TaskState> running = running();
            for (Edited bot : List.copyOf(bots)) {
                check(bot, Optional.ofNullable(running.get(bot.attempt().bot().key())));
            }
        } catch (ServiceException e) {
            if (!e.error().isRetryable()) {
                bots.stream().filter(this::isOverdue).toList().forEach(this::giveUp);
            }
        }
    }

    /** The running tasks by bot. Without permission to list them, the bots' own LastExecId has to suffice. */
    private Map<BotKey, TaskState> running() {
        Map<BotKey, TaskState> running = new LinkedHashMap<>();
        try {
            tasks.listAll().stream().filter(TaskState::isAlive).forEach(task -> running.put(task.bot(), task));
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                throw e;
            }
        }
        return running;
    }

    private void check(Edited edited, Optional<TaskState> running) {
        String ours = edited.outcome().taskId();
        Optional<String> next = running.map(TaskState::taskId)
                .or(() -> table.read(edited.attempt().bot().key()).map(Bot::lastExecId))
                .filter(id -> TaskState.isTaskId(id) && !id.equals(ours));
        if (next.isPresent()) {
            bots.remove(edited);
            listener.embeddedByApp(edited.attempt(), next.get(), ours);
        } else if (isOverdue(edited)) {
            giveUp(edited);
        }
    }

    private boolean isOverdue(Edited edited) {
        return Duration.between(edited.since(), clock.now()).compareTo(TaskState.VISIBILITY_DELAY) > 0;
    }

    private void giveUp(Edited edited) {
        bots.remove(edited);
        listener.saveLost(edited.attempt(), edited.outcome());
    }
}
