package lib.embed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.common.Text;
import lib.model.Bot;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.retry.ServiceException;

/** Watches each running task to its end, and judges it by the bot's own state. Belongs to one thread. */
final class TaskWatcher {
    /** Receives the end of a task, which is then no longer watched. */
    interface Listener {
        /** The attempt holds the bot as it was when its task was judged. */
        void judged(BotAttempt attempt, TaskState task, Outcome outcome);

        /** Another task has written the bot's status since, and determines the outcome. */
        void superseded(BotAttempt attempt, TaskState task, String byTaskId);

        /** The task exceeded the time limit. */
        void timedOut(BotAttempt attempt, TaskState task, Outcome outcome, boolean stopped);
    }

    /** @param seen whether ECS has shown this task before */
    private record Watched(
            BotAttempt attempt,
            String taskId,
            String execIdBefore,
            Instant startedAt,
            Instant watchedSince,
            boolean seen) {
        Watched asSeen() {
            return new Watched(attempt, taskId, execIdBefore, startedAt, watchedSince, true);
        }
    }

    private static final String STOPPED = "it was stopped";

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final RunLimits limits;
    private final Clock clock;
    private final Listener listener;
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private Instant nextPoll;

    TaskWatcher(BotTable table, EmbeddingTasks tasks, RunLimits limits, Clock clock, Listener listener) {
        this.table = table;
        this.tasks = tasks;
        this.limits = limits;
        this.clock = clock;
        this.listener = listener;
        this.nextPoll = clock.now();
    }

    /** @param seen whether ECS is known to have shown this task before */
    void add(BotAttempt attempt, String taskId, String execIdBefore, Instant startedAt, boolean seen) {
        watched.put(taskId, new Watched(attempt, taskId, execIdBefore, startedAt, clock.now(), seen));
    }

    int size() {
        return watched.size();
    }

    void forEach(BiConsumer<BotAttempt, String> action) {
        watched.values().forEach(task -> action.accept(task.attempt(), task.taskId()));
    }

    /**
     * Describes all tasks, if a poll is due; returns whether it was.
     *
     * @throws ServiceException if that failed; the next poll continues
     */
    boolean poll() {
        if (watched.isEmpty() || clock.now().isBefore(nextPoll)) {
            return false;
        }
        nextPoll = clock.now().plus(limits.pollInterval());
        Map<String, TaskState> states = tasks.describe(watched.keySet());
        new ArrayList<>(watched.values()).forEach(task -> check(task, states.get(task.taskId())));
        return true;
    }

    /** Delays the next poll. */
    void pause(Duration pause) {
        nextPoll = clock.now().plus(pause);
    }

    private void check(Watched task, TaskState state) {
        boolean notYetVisible =
                state.isMissing() && !task.seen() && !isOlder(task.startedAt(), TaskState.VISIBILITY_DELAY);
        if (!state.isAlive() && !notYetVisible) {
            judge(task, state);
        } else if (isOlder(task.watchedSince(), limits.taskTimeout())) {
            timeOut(task, state);
        } else if (!state.isMissing() && !task.seen()) {
            watched.put(task.taskId(), task.asSeen());
        }
    }

    private boolean isOlder(Instant since, Duration age) {
        return Duration.between(since, clock.now()).compareTo(age) > 0;
    }

    private void judge(Watched task, TaskState state) {
        Optional<Bot> bot = table.read(task.attempt().bot().key());
        TaskOutcome judgement = TaskOutcome.of(state, task.execIdBefore(), bot);
        watched.remove(task.taskId());
        BotAttempt attempt = bot.map(task.attempt()::refreshedBy).orElse(task.attempt());
        if (judgement instanceof TaskOutcome.Superseded superseded) {
            listener.superseded(attempt, state, superseded.byTaskId());
        } else if (judgement instanceof TaskOutcome.Over over) {
            boolean changed =
                    !attempt.bot().sources().equals(task.attempt().bot().sources());
            listener.judged(attempt, state, changed ? TaskOutcome.afterChange(state, over.outcome()) : over.outcome());
        }
    }

    private void timeOut(Watched task, TaskState state) {
        String end = limits.stopHanging() ? stop(task) : "it was left running";
        watched.remove(task.taskId());
        Outcome outcome = new Outcome.Unproved(
                "the task has not ended after " + Text.span(limits.taskTimeout()) + " (it is " + state.lastStatus()
                        + "); " + end,
                task.taskId());
        listener.timedOut(task.attempt(), state, outcome, end.equals(STOPPED));
    }

    private String stop(Watched task) {
        try {
            tasks.stop(task.taskId(), "hanging for " + Text.span(limits.taskTimeout()));
            return STOPPED;
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                throw e; // the next poll tries again
            }
            return "it could not be stopped (" + e.error().text() + ")";
        }
    }
}
