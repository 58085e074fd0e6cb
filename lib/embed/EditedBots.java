package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import lib.aws.BotTable;
import lib.common.Clock;
import lib.common.Mark;
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

    private record Edited(BotAttempt attempt, Outcome.Unproved outcome, Mark since) {}

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final BotTable table;
    private final RunningTasks runningTasks;
    private final Clock clock;
    private final Listener listener;
    private final List<Edited> bots = new ArrayList<>();
    private Mark nextLook;

    EditedBots(BotTable table, RunningTasks runningTasks, Clock clock, Listener listener) {
        this.table = table;
        this.runningTasks = runningTasks;
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

    /**
     * Looks for the app's own tasks, if it is time to. If AWS does not answer, the next look continues. Without
     * permission to list tasks, a bot's own LastExecId has to suffice.
     */
    void look() {
        if (bots.isEmpty() || clock.now().isBefore(nextLook)) {
            return;
        }
        nextLook = clock.now().plus(INTERVAL);
        try {
            List.copyOf(bots).forEach(this::check);
        } catch (ServiceException e) {
            if (!e.error().isRetryable()) {
                bots.stream().filter(this::isOverdue).toList().forEach(this::giveUp);
            }
        }
    }

    private void check(Edited edited) {
        BotKey bot = edited.attempt().bot().key();
        String ours = edited.outcome().taskId();
        Optional<String> next = runningTasks.of(bot).stream()
                .filter(TaskState::isAlive)
                .map(TaskState::taskId)
                .filter(id -> !id.equals(ours))
                .findFirst()
                .or(() -> table.read(bot).map(Bot::lastExecId))
                .filter(id -> TaskState.isTaskId(id) && !id.equals(ours));
        if (next.isPresent()) {
            bots.remove(edited);
            listener.embeddedByApp(edited.attempt(), next.get(), ours);
        } else if (isOverdue(edited)) {
            giveUp(edited);
        }
    }

    private boolean isOverdue(Edited edited) {
        return clock.isOlder(edited.since(), TaskState.VISIBILITY_DELAY);
    }

    private void giveUp(Edited edited) {
        bots.remove(edited);
        listener.saveLost(edited.attempt(), edited.outcome());
    }
}
