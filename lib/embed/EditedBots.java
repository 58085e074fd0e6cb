package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lib.common.Clock;
import lib.common.Mark;
import lib.journal.Journal;
import lib.model.Outcome;
import lib.model.TaskState;
import lib.retry.ServiceException;

/**
 * Bots whose knowledge was changed in the app while their task ran. The app starts a task of its own for each of them,
 * which may take a while to appear; but if the quota rejects it twice, it never does. Belongs to one thread.
 */
final class EditedBots {
    /** A bot that waits for the app since then; {@code outcome} is that of its own task. */
    record Edited(BotAttempt attempt, Outcome.Unproved outcome, Mark since) {}

    private static final String APPS_OWN =
            "the app's own task for this bot's changed knowledge; it is watched instead";
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final RunningTasks runningTasks;
    private final Journal journal;
    private final Clock clock;
    private final List<Edited> bots = new ArrayList<>();
    private Mark nextLook;

    EditedBots(RunningTasks runningTasks, Journal journal, Clock clock) {
        this.runningTasks = runningTasks;
        this.journal = journal;
        this.clock = clock;
        this.nextLook = clock.now();
    }

    void add(BotAttempt attempt, Outcome.Unproved outcome) {
        bots.add(new Edited(attempt, outcome, clock.now()));
        nextLook = clock.now();
    }

    /** The bots that wait for the app. */
    List<Edited> all() {
        return List.copyOf(bots);
    }

    /**
     * Looks for the app's own tasks, if it is time to, and returns what follows for the bots that are no longer held
     * here. If AWS does not answer, the next look continues.
     */
    List<Step> look() {
        if (bots.isEmpty() || clock.now().isBefore(nextLook)) {
            return List.of();
        }
        nextLook = clock.now().plus(INTERVAL);
        List<Step> steps = new ArrayList<>();
        try {
            for (Edited edited : List.copyOf(bots)) {
                Optional<Step> step = step(edited);
                step.ifPresent(next -> {
                    bots.remove(edited);
                    steps.add(next);
                });
            }
        } catch (ServiceException e) {
            // RunningTasks throws only what may succeed later
        }
        return steps;
    }

    private Optional<Step> step(Edited edited) {
        BotAttempt attempt = edited.attempt();
        String ours = edited.outcome().taskId();
        Optional<Step> theirs = runningTasks.of(attempt.bot().key()).stream()
                .filter(task -> task.isAlive() && !task.taskId().equals(ours))
                .findFirst()
                .map(task -> new Step.Watch(attempt, task.taskId(), ours, false, APPS_OWN));
        return theirs.isPresent() || !clock.isOlder(edited.since(), TaskState.VISIBILITY_DELAY)
                ? theirs
                : Optional.of(AfterAttempt.next(
                        attempt,
                        edited.outcome(),
                        AfterAttempt.Known.ofLostSave(journal.entry(attempt.bot().key()))));
    }
}
