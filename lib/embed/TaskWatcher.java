package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.common.Mark;
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

        /** The task has run for an hour, and is watched on. */
        void takesLong(BotAttempt attempt, String taskId);
    }

    /**
     * @param wasSeen whether ECS has shown it in this run
     * @param missingSince since when every poll has found it MISSING; empty if the last one found it
     */
    private record Watched(
            BotAttempt attempt,
            String taskId,
            String execIdBefore,
            Mark watchedSince,
            String status,
            boolean wasSeen,
            Optional<Mark> missingSince) {
        Watched polled(TaskState state, Mark now) {
            Optional<Mark> since =
                    state.isMissing() ? Optional.of(missingSince.orElse(now)) : Optional.<Mark>empty();
            boolean seen = wasSeen || !state.isMissing();
            return new Watched(attempt, taskId, execIdBefore, watchedSince, state.lastStatus(), seen, since);
        }

        /** A task that ECS does not know, and did not know before in this run, has probably ended long ago. */
        boolean takesSlot() {
            return wasSeen || missingSince.isEmpty();
        }
    }

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    /** Far beyond the 3 to 5 minutes of an ordinary bot; one with hundreds of files may need longer. */
    static final Duration LONG = Duration.ofHours(1);

    private static final String STOPPED = "it was stopped";
    private static final String STARTED = "started";
    private static final String UNKNOWN = "missing";

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final RunningTasks runningTasks;
    private final Optional<Duration> limit;
    private final Clock clock;
    private final Listener listener;
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    /** The tasks that were reported to take long. */
    private final Set<String> reported = new HashSet<>();

    private Mark nextPoll;

    TaskWatcher(
            BotTable table,
            EmbeddingTasks tasks,
            RunningTasks runningTasks,
            Optional<Duration> limit,
            Clock clock,
            Listener listener) {
        this.table = table;
        this.tasks = tasks;
        this.runningTasks = runningTasks;
        this.limit = limit;
        this.clock = clock;
        this.listener = listener;
        this.nextPoll = clock.now();
    }

    /** @param wasSeen whether ECS has shown the task in this run */
    void add(BotAttempt attempt, String taskId, String execIdBefore, boolean wasSeen) {
        watched.put(
                taskId, new Watched(attempt, taskId, execIdBefore, clock.now(), STARTED, wasSeen, Optional.empty()));
    }

    /** Adds a task that ECS does not know. */
    void addMissing(BotAttempt attempt, String taskId) {
        Mark now = clock.now();
        watched.put(taskId, new Watched(attempt, taskId, "", now, UNKNOWN, false, Optional.of(now)));
    }

    /** Whether this task was watched to its end; from any thread. */
    boolean hasEnded(String taskId) {
        return ended.contains(taskId);
    }

    int size() {
        return watched.size();
    }

    /** The number of tasks that take a slot. */
    int running() {
        return (int) watched.values().stream().filter(Watched::takesSlot).count();
    }

    void forEach(BiConsumer<BotAttempt, String> action) {
        watched.values().forEach(task -> action.accept(task.attempt(), task.taskId()));
    }

    /** Receives each bot whose task counts, with the state of the task in lower case. */
    void forEachState(BiConsumer<Bot, String> action) {
        watched.values()
                .forEach(task ->
                        action.accept(task.attempt().bot(), task.status().toLowerCase(Locale.ROOT)));
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
        nextPoll = clock.now().plus(POLL_INTERVAL);
        Map<String, TaskState> states = tasks.describe(watched.keySet());
        new ArrayList<>(watched.values()).forEach(task -> check(task, states.get(task.taskId())));
        return true;
    }

    /** Delays the next poll. */
    void pause(Duration pause) {
        nextPoll = clock.now().plus(pause);
    }

    private void check(Watched before, TaskState state) {
        Watched task = before.polled(state, clock.now());
        watched.put(task.taskId(), task);
        boolean mayBeAlive = state.isAlive()
                || task.missingSince()
                        .filter(since -> !clock.isOlder(since, TaskState.VISIBILITY_DELAY))
                        .isPresent();
        boolean timedOut = limit.filter(most -> clock.isOlder(task.watchedSince(), most)).isPresent();
        if (!mayBeAlive && (timedOut || !isEmbeddedByAnother(task))) {
            judge(task, state);
        } else if (timedOut) {
            timeOut(task, state);
        } else if (state.isAlive() && clock.isOlder(task.watchedSince(), LONG) && reported.add(task.taskId())) {
            listener.takesLong(task.attempt(), task.taskId());
        }
    }

    /** The status and the rows can still change while another task of the bot is running. */
    private boolean isEmbeddedByAnother(Watched task) {
        return runningTasks.of(task.attempt().bot().key()).stream()
                .map(TaskState::taskId)
                .anyMatch(id -> !id.equals(task.taskId()) && !hasEnded(id));
    }

    private void judge(Watched task, TaskState state) {
        Optional<Bot> bot = table.read(task.attempt().bot().key());
        TaskOutcome judgement = TaskOutcome.of(state, task.execIdBefore(), bot);
        watched.remove(task.taskId());
        ended.add(task.taskId());
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
        Duration most = limit.orElseThrow();
        String end = stop(task, most);
        watched.remove(task.taskId());
        Outcome outcome = new Outcome.Unproved(
                "the task has not ended after " + Text.span(most) + " (it is " + state.lastStatus()
                        + "); " + end,
                task.taskId());
        listener.timedOut(task.attempt(), state, outcome, end.equals(STOPPED));
    }

    private String stop(Watched task, Duration most) {
        try {
            tasks.stop(task.taskId(), "hanging for " + Text.span(most));
            return STOPPED;
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                throw e; // the next poll tries again
            }
            return "it could not be stopped (" + e.error().text() + ")";
        }
    }
}
