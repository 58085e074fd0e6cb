package lib.embed;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.aws.StartDeclinedException;
import lib.common.Clock;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/**
 * Starts one bot, exactly once: checks that the bot exists and has no running task, journals the start, sends the
 * request, and recognizes a task that its token has already started. Used by several threads at once.
 */
final class TaskStarter {
    /**
     * ECS keeps a token for the lifetime of its task and one hour, so an unconfirmed start can be repeated for this
     * long.
     */
    private static final Duration TOKEN_TRUST = Duration.ofMinutes(50);
    /** AWS rejects requests whose time differs more, and the SDK corrects its own (AWS, Signature Version 4). */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    /** The age at which a start is in the list of running tasks, which may be some seconds old itself. */
    private static final Duration LISTED_BY = TaskState.VISIBILITY_DELAY.plus(RunningTasks.MAX_AGE);
    /** A later run counts from the journaled time, so it must be close to the time of the request. */
    private static final Duration RECORD_LIFETIME = Duration.ofMinutes(5);

    static final String SUPERSEDED = "another task has overwritten this bot's status; it is watched instead";

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final Journal journal;
    private final Clock clock;
    private final RunningTasks runningTasks;
    private final Obstacles obstacles;

    TaskStarter(
            BotTable table,
            EmbeddingTasks tasks,
            RunningTasks runningTasks,
            Obstacles obstacles,
            Journal journal,
            Clock clock) {
        this.table = table;
        this.tasks = tasks;
        this.journal = journal;
        this.clock = clock;
        this.runningTasks = runningTasks;
        this.obstacles = obstacles;
    }

    /**
     * Starts a task for the bot unless a rule forbids it.
     *
     * @param isRecalled true if it need not be started any more
     * @return what follows
     */
    Step start(BotAttempt attempt, BooleanSupplier isRecalled) {
        try {
            Optional<Bot> bot = table.read(attempt.bot().key());
            if (bot.isEmpty() || bot.get().isLeftover()) {
                Outcome deleted = new Outcome.DeletedMeanwhile("the bot was deleted before its task was started", "");
                return new Step.Settle(attempt, deleted);
            }
            List<String> before = journal.entry(attempt.bot().key()).tasksBeforeMark();
            if (!before.isEmpty()) {
                return watch(
                        attempt.watching(BotAttempt.Watched.BEFORE_START),
                        before.get(0),
                        bot.get().lastExecId(),
                        "a task of this bot was running when --fresh began; the bot is started when it has ended");
            }
            Optional<TaskState> last = lastTask(bot.get());
            Optional<TaskState> running = last.filter(TaskState::isAlive).or(() -> listedTask(attempt));
            if (running.isPresent()) {
                return watchInstead(attempt, running.get(), bot.get().lastExecId());
            }
            BotAttempt due = attempt;
            if (isTokenSpent(attempt)) {
                if (hasNewTask(attempt, bot.get())) {
                    return watchNewTask(attempt, bot.get());
                }
                due = attempt.next();
            }
            if (last.isPresent() && mayBeRunning(last.get(), bot.get())) {
                return waitFor(due, last.get());
            }
            BotAttempt next = due.withBot(bot.get());
            Optional<Outcome.NotStarted> obstacle =
                    next.request() instanceof BotAttempt.None ? obstacles.of(bot.get()) : Optional.empty();
            if (obstacle.isPresent()) {
                return new Step.Report(next, obstacle.get());
            }
            return send(next, isRecalled);
        } catch (ServiceException e) {
            return new Step.Rejected(attempt, e.error());
        } catch (UncheckedIOException e) {
            return new Step.NotJournalled(attempt, e);
        }
    }

    /** Returns the task that wrote the bot's status last; empty if LastExecId is no task id. */
    private Optional<TaskState> lastTask(Bot bot) {
        String id = bot.lastExecId();
        return TaskState.isTaskId(id) ? Optional.of(tasks.describe(List.of(id)).get(id)) : Optional.empty();
    }

    /**
     * Returns a running task of the bot that may not have written its status yet: one that the app has just started, or
     * one of another run. A task that the request to repeat may have started is not returned, because the
     * repetition returns it.
     */
    private Optional<TaskState> listedTask(BotAttempt attempt) {
        Optional<String> repeated = attempt.request() instanceof BotAttempt.Unconfirmed unconfirmed
                        && !isTokenSpent(attempt)
                ? Optional.of(unconfirmed.journaled().request().startedBy())
                : Optional.empty();
        return runningTasks.of(attempt.bot().key()).stream()
                .filter(task -> repeated.filter(task.startedBy()::equals).isEmpty())
                .findFirst();
    }

    /** Two tasks of a bot at the same time would leave duplicate rows, so a running task is watched instead. */
    private Step watchInstead(BotAttempt attempt, TaskState running, String execIdBefore) {
        String id = running.taskId();
        return whyNotCounted(attempt, running)
                .map(why -> why + "; the bot is started when that task has ended")
                .map(why -> watch(attempt.watching(BotAttempt.Watched.BEFORE_START), id, execIdBefore, why))
                .orElse(watch(
                        attempt.watching(BotAttempt.Watched.OTHER),
                        id,
                        execIdBefore,
                        "a task of this bot is already running; it is watched instead"));
    }

    private static Step watch(BotAttempt attempt, String taskId, String execIdBefore, String why) {
        return new Step.Watch(attempt, taskId, execIdBefore, false, why);
    }

    private Optional<String> whyNotCounted(BotAttempt attempt, TaskState running) {
        boolean isEnding = running.isStoppedByUser()
                || journal.entry(attempt.bot().key()).endedWith(running.taskId());
        return isEnding ? Optional.of("a task of this bot was stopped and is ending") : Optional.empty();
    }

    /** Whether the task that wrote RUNNING may still be running although ECS does not know it at the moment. */
    private boolean mayBeRunning(TaskState last, Bot bot) {
        return last.isMissing() && bot.status().equals("RUNNING") && !runningTasks.hasEnded(last.taskId());
    }

    private static Step waitFor(BotAttempt attempt, TaskState missing) {
        String why = "SyncStatus is RUNNING, but ECS does not know the task now; the bot is started if that lasts";
        return new Step.Watch(attempt.watching(BotAttempt.Watched.BEFORE_START), missing.taskId(), "", true, why);
    }

    /**
     * Whether an unconfirmed request must not be repeated: ECS may have forgotten its token, or may only repeat
     * {@code failures[]} for it, and would list a task of that start by now.
     */
    private boolean isTokenSpent(BotAttempt attempt) {
        return attempt.request() instanceof BotAttempt.Unconfirmed unconfirmed
                && (clock.isOlder(unconfirmed.journaled().since(), TOKEN_TRUST)
                        || unconfirmed.declined()
                                && runningTasks.canBeListed()
                                && clock.isOlder(unconfirmed.lastSent(), LISTED_BY));
    }

    /**
     * Whether a task was started after the unconfirmed request was journaled. No task of that start is running, so the
     * bot's LastExecId shows whether there was one.
     */
    private boolean hasNewTask(BotAttempt unconfirmed, Bot bot) {
        return !bot.lastExecId().equals(execIdBefore(unconfirmed))
                && TaskState.isTaskId(bot.lastExecId())
                && !runningTasks.hasEnded(bot.lastExecId());
    }

    private static Step watchNewTask(BotAttempt unconfirmed, Bot bot) {
        String why = "a task was started after this bot's last attempt; it is watched instead";
        return watch(unconfirmed, bot.lastExecId(), execIdBefore(unconfirmed), why);
    }

    private static String execIdBefore(BotAttempt unconfirmed) {
        return ((BotAttempt.Unconfirmed) unconfirmed.request()).journaled().execIdBefore();
    }

    /**
     * Sends the request. If its token had started a task that has ended and proves nothing, the next attempt follows at
     * once.
     */
    private Step send(BotAttempt first, BooleanSupplier isRecalled) {
        for (BotAttempt attempt = first; ; ) {
            BotAttempt due = attempt;
            if (isRecalled.getAsBoolean()) {
                return new Step.Queue(due, true);
            }
            JournalRecord.Intended journaled = journal(due);
            BotAttempt intended = due.intended(journaled);
            TaskState task;
            try {
                task = tasks.start(journaled.request());
            } catch (StartDeclinedException e) {
                return declined(intended, e.error());
            } catch (ServiceException e) {
                BotAttempt rejected =
                        e.error() instanceof ServiceError.OutcomeUnknown ? intended.unconfirmed(clock.now()) : intended;
                return new Step.Rejected(rejected, e.error());
            }
            boolean isEarlier = isEarlier(task, journal.entry(due.bot().key()).requestedSince());
            if (task.isAlive()) {
                BotAttempt watching = isEarlier ? intended.watching(BotAttempt.Watched.OTHER) : intended;
                return new Step.Started(watching, task, journaled.execIdBefore());
            }
            if (isEarlier) {
                journal.ended(
                        due.bot().key(),
                        due.number(),
                        new Outcome.NotStarted("its token had started an earlier task, " + task.taskId()));
                return new Step.Judge(
                        intended.next().watching(BotAttempt.Watched.BEFORE_START),
                        new Outcome.Unproved("another task has ended", task.taskId()));
            }
            Optional<Step> result = judgePastAttempt(intended, task, journaled.execIdBefore());
            if (result.isPresent()) {
                return result.get();
            }
            attempt = intended.next();
        }
    }

    /**
     * Whether a task was created before its request was first journaled: another run has used this token for it, or
     * this migration before its journal was lost. It may have written to another database.
     */
    private static boolean isEarlier(TaskState task, Instant requestedSince) {
        return task.createdAt() != null && task.createdAt().isBefore(requestedSince.minus(CLOCK_TOLERANCE));
    }

    /** Ends an attempt of which ECS says that it has started nothing; the rejection carries the next one. */
    private Step declined(BotAttempt attempt, ServiceError error) {
        if (!error.isRetryable()) {
            return new Step.Rejected(attempt, error);
        }
        if (attempt.request() instanceof BotAttempt.Intended) {
            journal.ended(attempt.bot().key(), attempt.number(), new Outcome.NotStarted(error.text()));
        }
        return new Step.Rejected(attempt.declined(), error);
    }

    /**
     * Judges the task of a token that was used before, which has ended. Empty if it proves nothing, so that the next
     * attempt is due.
     */
    private Optional<Step> judgePastAttempt(BotAttempt attempt, TaskState task, String execIdBefore) {
        Optional<Bot> bot = table.read(attempt.bot().key());
        TaskOutcome judgement = TaskOutcome.of(task, execIdBefore, bot);
        if (judgement instanceof TaskOutcome.Superseded superseded) {
            return Optional.of(watch(attempt, superseded.byTaskId(), task.taskId(), SUPERSEDED));
        }
        Outcome outcome = ((TaskOutcome.Over) judgement).outcome();
        if (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.DeletedMeanwhile) {
            BotAttempt refreshed = attempt.refreshedBy(bot.orElse(attempt.bot()));
            return Optional.of(new Step.Judge(refreshed.watching(BotAttempt.Watched.OTHER), outcome));
        }
        journal.ended(attempt.bot().key(), attempt.number(), outcome);
        return Optional.empty();
    }

    /** The journaled request: a new one, or the one to repeat. A record that is no longer recent is journaled again. */
    private JournalRecord.Intended journal(BotAttempt attempt) {
        BotKey bot = attempt.bot().key();
        String execIdBefore = attempt.bot().lastExecId();
        if (attempt.request() instanceof BotAttempt.Unconfirmed unconfirmed) {
            return unconfirmed.journaled();
        }
        if (attempt.request() instanceof BotAttempt.Intended intended) {
            JournalRecord.Intended record = intended.journaled();
            return clock.isOlder(record.since(), RECORD_LIFETIME)
                    ? journal.intend(bot, attempt.number(), record.token(), execIdBefore, record.request())
                    : record;
        }
        String token = journal.token(bot, attempt.number());
        return journal.intend(
                bot, attempt.number(), token, execIdBefore, tasks.request(bot, token, journal.startedBy()));
    }
}
