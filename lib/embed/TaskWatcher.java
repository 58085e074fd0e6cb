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

/** The tasks that run, each watched to its end and judged by the bot's own state. Belongs to one thread. */
public final class TaskWatcher {
    /** Is told how it went on with a task; the task is no longer watched then. */
    interface Listener {
        /** The turn carries the bot as it was when its task was judged. */
        void judged(BotAttempt turn, TaskState task, Outcome outcome);

        /** Another task has written the bot's status since, and decides. */
        void superseded(BotAttempt turn, TaskState task, String byTaskId);

        /** It was waited for long enough. */
        void gaveUp(BotAttempt turn, TaskState task, Outcome outcome, boolean stopped);
    }

    private record Running(BotAttempt turn, String taskId, String execIdBefore, Instant startedAt, Instant watchedSince, boolean seen) {
    }

    private static final String STOPPED = "it was stopped";

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final EmbeddingRun.Pace pace;
    private final Clock time;
    private final Listener listener;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private Instant nextLook;

    TaskWatcher(BotTable table, EmbeddingTasks tasks, EmbeddingRun.Pace pace, Clock time, Listener listener) {
        this.table = table;
        this.tasks = tasks;
        this.pace = pace;
        this.time = time;
        this.listener = listener;
        this.nextLook = time.now();
    }

    /** @param seen whether it is known that ECS has shown this task before */
    void add(BotAttempt turn, String taskId, String execIdBefore, Instant startedAt, boolean seen) {
        running.put(taskId, new Running(turn, taskId, execIdBefore, startedAt, time.now(), seen));
    }

    int size() {
        return running.size();
    }

    void forEach(BiConsumer<BotAttempt, String> action) {
        running.values().forEach(task -> action.accept(task.turn(), task.taskId()));
    }

    /** Looks at all of them when it is time to; false where it was not. A refusal leaves the rest for the next look. */
    boolean poll() {
        if (running.isEmpty() || time.now().isBefore(nextLook)) {
            return false;
        }
        nextLook = time.now().plus(pace.look());
        Map<String, TaskState> states = tasks.describe(running.keySet());
        new ArrayList<>(running.values()).forEach(task -> consider(task, states.get(task.taskId())));
        return true;
    }

    /** The next look is not due before that. */
    void rest(Duration pause) {
        nextLook = time.now().plus(pause);
    }

    private void consider(Running task, TaskState state) {
        boolean notYetVisible = state.isMissing() && !task.seen() && Duration.between(task.startedAt(), time.now()).compareTo(TaskState.VISIBILITY_DELAY) < 0;
        if (!state.isAlive() && !notYetVisible) {
            judge(task, state);
        } else if (Duration.between(task.watchedSince(), time.now()).compareTo(pace.taskTimeout()) > 0) {
            giveUp(task, state);
        } else if (!state.isMissing() && !task.seen()) {
            running.put(task.taskId(), new Running(task.turn(), task.taskId(), task.execIdBefore(), task.startedAt(), task.watchedSince(), true));
        }
    }

    private void judge(Running task, TaskState state) {
        Optional<Bot> bot = table.read(task.turn().bot().key());
        TaskOutcome verdict = TaskOutcome.of(state, task.execIdBefore(), bot);
        running.remove(task.taskId());
        BotAttempt turn = bot.map(task.turn()::seeing).orElse(task.turn());
        if (verdict instanceof TaskOutcome.Superseded superseded) {
            listener.superseded(turn, state, superseded.byTaskId());
        } else if (verdict instanceof TaskOutcome.Over over) {
            listener.judged(turn, state, over.outcome());
        }
    }

    private void giveUp(Running task, TaskState state) {
        String end = pace.stopHanging() ? stopped(task) : "it was left running";
        running.remove(task.taskId());
        listener.gaveUp(task.turn(), state, new Outcome.Unproved("the task has not ended after " + Text.span(pace.taskTimeout()) + " (it is " + state.lastStatus() + "); " + end,
                task.taskId()), end.equals(STOPPED));
    }

    private String stopped(Running task) {
        try {
            tasks.stop(task.taskId(), "hanging for " + Text.span(pace.taskTimeout()));
            return STOPPED;
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                throw e; // the next look tries again
            }
            return "it could not be stopped (" + e.error().text() + ")";
        }
    }
}
