package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import lib.common.Clock;
import lib.common.Mark;
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

    private final RunningTasks runningTasks;
    private final Clock clock;
    private final Listener listener;
    private final List<Edited> bots = new ArrayList<>();
    private Mark nextLook;

    EditedBots(RunningTasks runningTasks, Clock clock, Listener listener) {
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

    /** Looks for the app's own tasks, if it is time to. If AWS does not answer, the next look continues. */
    void look() {
        if (bots.isEmpty() || clock.now().isBefore(nextLook)) {
            return;
        }
        nextLook = clock.now().plus(INTERVAL);
        try {
            List.copyOf(bots).forEach(this::check);
        } catch (ServiceException e) {
            // RunningTasks throws only what may succeed later
        }
    }

    private void check(Edited edited) {
        String ours = edited.outcome().taskId();
        Optional<TaskState> theirs = runningTasks.of(edited.attempt().bot().key()).stream()
                .filter(task -> task.isAlive() && !task.taskId().equals(ours))
                .findFirst();
        if (theirs.isPresent()) {
            bots.remove(edited);
            listener.embeddedByApp(edited.attempt(), theirs.get().taskId(), ours);
        } else if (isOverdue(edited)) {
            bots.remove(edited);
            listener.saveLost(edited.attempt(), edited.outcome());
        }
    }

    private boolean isOverdue(Edited edited) {
        return clock.isOlder(edited.since(), TaskState.VISIBILITY_DELAY);
    }
}
