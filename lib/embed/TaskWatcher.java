package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.common.Mark;
import lib.common.Text;
import lib.model.Bot;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.retry.ExponentialBackoff;
import lib.retry.ServiceException;

/**
 * Watches each running task to its end, and judges it by the bot's own state. A bot that was edited while its task ran
 * comes back: the app starts a task of its own for it, which may take a while to appear; but if the quota rejects it
 * twice, it never does. Belongs to one thread.
 */
final class TaskWatcher {
    /**
     * What a poll has shown.
     *
     * @param steps that follow for tasks that have ended, or take long
     * @param failure why not all tasks could be judged; the next poll continues
     * @param pause until then, which grows
     */
    record Poll(List<Step> steps, Optional<ServiceException> failure, Duration pause) {}

    /**
     * A task that is watched.
     *
     * @param watchedSince when this run began to watch it
     * @param status as the last poll has shown it
     * @param wasSeen whether ECS has shown it in this run
     * @param missingSince since when every poll has found it MISSING; empty if the last one found it
     */
    record Watched(
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

        Watched since(Mark now) {
            return new Watched(attempt, taskId, execIdBefore, now, status, wasSeen, missingSince);
        }

        /** Whether it has ended, and the app's own task is awaited. */
        boolean isAfterEdit() {
            return attempt.watches() == BotAttempt.Watched.AFTER_EDIT;
        }

        /** A task that ECS does not know, and did not know before in this run, has probably ended long ago. */
        boolean takesSlot() {
            return !isAfterEdit() && (wasSeen || missingSince.isEmpty());
        }
    }

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    /** Far beyond the 3 to 5 minutes of an ordinary bot; one with hundreds of files may need longer. */
    static final Duration LONG = Duration.ofHours(1);

    private static final String STOPPED = "it was stopped";

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final RunningTasks runningTasks;
    private final Optional<Duration> limit;
    private final Clock clock;
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    /** The tasks that were reported to take long. */
    private final Set<String> reported = new HashSet<>();

    private final ExponentialBackoff backoff;
    private Mark nextPoll;

    TaskWatcher(
            BotTable table,
            EmbeddingTasks tasks,
            RunningTasks runningTasks,
            Optional<Duration> limit,
            Clock clock) {
        this.table = table;
        this.tasks = tasks;
        this.runningTasks = runningTasks;
        this.limit = limit;
        this.clock = clock;
        this.backoff = ExponentialBackoff.ofSeconds(clock::jitter);
        this.nextPoll = clock.now();
    }

    /**
     * @param wasSeen whether ECS has shown the task in this run
     * @param isMissing whether ECS does not know it now
     */
    void add(BotAttempt attempt, String taskId, String execIdBefore, boolean wasSeen, boolean isMissing) {
        Mark now = clock.now();
        watched.put(
                taskId,
                new Watched(
                        attempt,
                        taskId,
                        execIdBefore,
                        now,
                        isMissing ? "missing" : "started",
                        wasSeen,
                        Optional.of(now).filter(any -> isMissing)));
    }

    int size() {
        return watched.size();
    }

    /** The number of tasks that take a slot. */
    int running() {
        return (int) watched.values().stream().filter(Watched::takesSlot).count();
    }

    /** The tasks that are watched. */
    List<Watched> all() {
        return List.copyOf(watched.values());
    }

    /** Whether it is time to look at the tasks. */
    boolean isPollDue() {
        return !watched.isEmpty() && !clock.now().isBefore(nextPoll);
    }

    /** Describes all tasks. */
    Poll poll() {
        nextPoll = clock.now().plus(POLL_INTERVAL);
        List<Step> steps = new ArrayList<>();
        try {
            Map<String, TaskState> states = tasks.describe(watched.keySet());
            for (Watched task : List.copyOf(watched.values())) {
                check(task, states.get(task.taskId())).ifPresent(steps::add);
            }
            backoff.reset();
            return new Poll(steps, Optional.empty(), POLL_INTERVAL);
        } catch (ServiceException e) {
            Duration pause = backoff.nextDelay();
            nextPoll = clock.now().plus(pause);
            return new Poll(steps, Optional.of(e), pause);
        }
    }

    private Optional<Step> check(Watched before, TaskState state) {
        Watched task = before.polled(state, clock.now());
        watched.put(task.taskId(), task);
        boolean mayBeAlive = !task.isAfterEdit()
                && (state.isAlive()
                        || task.missingSince()
                                .filter(since -> !clock.isOlder(since, TaskState.VISIBILITY_DELAY))
                                .isPresent());
        boolean timedOut = limit.filter(most -> clock.isOlder(task.watchedSince(), most)).isPresent();
        if (!mayBeAlive && !timedOut && isEmbeddedByAnother(task)) {
            watched.put(task.taskId(), task.since(clock.now()));
            return Optional.empty();
        }
        if (!mayBeAlive) {
            return judge(task, state);
        }
        if (timedOut) {
            return Optional.of(timeOut(task, state));
        }
        boolean takesLong = state.isAlive() && clock.isOlder(task.watchedSince(), LONG) && reported.add(task.taskId());
        return takesLong ? Optional.of(new Step.TakesLong(task.attempt(), state)) : Optional.empty();
    }

    /** The status and the rows can still change while another task of the bot is running. */
    private boolean isEmbeddedByAnother(Watched task) {
        return runningTasks.of(task.attempt().bot().key()).stream()
                .map(TaskState::taskId)
                .anyMatch(id -> !id.equals(task.taskId()));
    }

    private Optional<Step> judge(Watched task, TaskState state) {
        Optional<Bot> bot = table.read(task.attempt().bot().key());
        TaskOutcome judgement = TaskOutcome.of(state, task.execIdBefore(), bot);
        BotAttempt attempt = bot.map(task.attempt()::refreshedBy).orElse(task.attempt());
        boolean changed = task.isAfterEdit()
                || !attempt.bot().sources().equals(task.attempt().bot().sources());
        if (changed && judgement instanceof TaskOutcome.Over over) {
            judgement = new TaskOutcome.Over(TaskOutcome.afterChange(state, over.outcome()));
        }
        boolean mayTheAppStartIt = task.isAfterEdit()
                && !clock.isOlder(task.watchedSince(), TaskState.VISIBILITY_DELAY)
                && judgement instanceof TaskOutcome.Over over
                && AfterAttempt.wasEdited(over.outcome());
        if (mayTheAppStartIt) {
            return Optional.empty();
        }
        watched.remove(task.taskId());
        runningTasks.noteEnd(task.taskId());
        return Optional.of(new Step.Ended(attempt, state, judgement));
    }

    private Step timeOut(Watched task, TaskState state) {
        Duration most = limit.orElseThrow();
        String end = stop(task, most);
        watched.remove(task.taskId());
        Outcome outcome = new Outcome.Unproved(
                "the task has not ended after " + Text.span(most) + " (it is " + state.lastStatus()
                        + "); " + end,
                task.taskId());
        return new Step.TimedOut(task.attempt(), state, outcome, end.equals(STOPPED));
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
