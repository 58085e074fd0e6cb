package lib.embed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.retry.RateLimiter;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/**
 * Starts one bot, exactly once: checks that the bot exists and has no running task, journals the start, sends the
 * request, and recognizes a task that its token has already started. Used by several threads at once.
 */
final class TaskStarter {
    /** Receives the result of a start. */
    interface Handler {
        /** The request has started a task, or its token had already started one that is still running. */
        void started(BotAttempt attempt, TaskState task, String execIdBefore);

        /** Another task of the bot is running, or determines the outcome. */
        void alreadyRunning(BotAttempt attempt, String taskId, String execIdBefore, String why);

        /** The bot has an outcome without a new task. */
        void settled(BotAttempt attempt, Outcome outcome);

        /** AWS rejected the start, or did not respond. The attempt contains the request to repeat, if there is one. */
        void rejected(BotAttempt attempt, ServiceError error);

        /** The run is ending; nothing was sent. */
        void notSent(BotAttempt attempt);
    }

    /** The result of a start, to be delivered on the run's thread. */
    interface StartResult {
        void deliverTo(Handler handler);
    }

    /** RunTask accepts 20 calls per second for Fargate (AWS, ECS request throttling). */
    static final Duration START_INTERVAL = Duration.ofMillis(50);
    /**
     * ECS keeps a token for the lifetime of its task and one hour, so an unconfirmed start can be repeated for this
     * long.
     */
    private static final Duration TOKEN_TRUST = Duration.ofMinutes(50);
    /** A later run counts from the journaled time, so it must be close to the time of the request. */
    private static final Duration RECORD_LIFETIME = Duration.ofMinutes(5);

    static final String SUPERSEDED = "another task has overwritten this bot's status; it is watched instead";

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final Journal journal;
    private final Clock clock;
    private final RateLimiter rateLimiter;
    private volatile boolean interrupted;

    TaskStarter(BotTable table, EmbeddingTasks tasks, Journal journal, Clock clock) {
        this.table = table;
        this.tasks = tasks;
        this.journal = journal;
        this.clock = clock;
        this.rateLimiter = new RateLimiter(clock, START_INTERVAL);
    }

    /** Makes all further starts send nothing. */
    void interrupt() {
        interrupted = true;
    }

    /**
     * Starts a task for the bot unless a rule forbids it.
     *
     * @throws java.io.UncheckedIOException if the journal cannot be written; nothing is sent then
     */
    StartResult start(BotAttempt attempt) throws InterruptedException {
        try {
            Optional<Bot> bot = table.read(attempt.bot().key());
            if (bot.isEmpty() || bot.get().isLeftover()) {
                Outcome deleted = new Outcome.DeletedMeanwhile("the bot was deleted before its task was started", "");
                return handler -> handler.settled(attempt, deleted);
            }
            Optional<StartResult> running = runningTask(attempt, bot.get());
            if (running.isPresent()) {
                return running.get();
            }
            if (isTokenTooOld(attempt)) {
                return withoutToken(attempt, bot.get());
            }
            return send(attempt.withBot(bot.get()));
        } catch (ServiceException e) {
            return handler -> handler.rejected(attempt, e.error());
        }
    }

    /** Two tasks of a bot at the same time would leave duplicate rows, so a running task is watched instead. */
    private Optional<StartResult> runningTask(BotAttempt attempt, Bot bot) {
        if (!TaskState.isTaskId(bot.lastExecId())) {
            return Optional.empty();
        }
        TaskState last = tasks.describe(List.of(bot.lastExecId())).get(bot.lastExecId());
        if (!last.isAlive()) {
            return Optional.empty();
        }
        if (journal.isOfAnEarlierGeneration(last)) {
            return Optional.of(handler -> handler.alreadyRunning(
                    attempt.afterOtherTask(),
                    last.taskId(),
                    "",
                    "a task of an earlier generation is running; the bot is started when that task has ended"));
        }
        return Optional.of(handler -> handler.alreadyRunning(
                attempt, last.taskId(), "", "a task of this bot is already running; it is watched instead"));
    }

    private boolean isTokenTooOld(BotAttempt attempt) {
        return attempt.request() instanceof BotAttempt.Unconfirmed unconfirmed
                && isOlder(unconfirmed.since(), TOKEN_TRUST);
    }

    /**
     * ECS may have forgotten the token. No task of that start is running, so the bot's LastExecId shows whether there
     * was one.
     */
    private StartResult withoutToken(BotAttempt attempt, Bot bot) throws InterruptedException {
        String before = ((BotAttempt.Unconfirmed) attempt.request()).journaled().execIdBefore();
        if (!bot.lastExecId().equals(before) && TaskState.isTaskId(bot.lastExecId())) {
            return handler -> handler.alreadyRunning(
                    attempt,
                    bot.lastExecId(),
                    before,
                    "a task was started after this bot's last attempt; it is watched instead");
        }
        return send(attempt.next().withBot(bot));
    }

    private boolean isOlder(Instant since, Duration age) {
        return Duration.between(since, clock.now()).compareTo(age) > 0;
    }

    /**
     * Sends the request. If its token had started a task that has ended and proves nothing, the next attempt follows at
     * once.
     */
    private StartResult send(BotAttempt first) throws InterruptedException {
        for (BotAttempt attempt = first; ; ) {
            JournalRecord.Intended journaled = journal(attempt);
            BotAttempt intended = attempt.intended(journaled);
            rateLimiter.acquire();
            if (interrupted) {
                return handler -> handler.notSent(intended);
            }
            TaskState task;
            try {
                task = tasks.start(journaled.request());
            } catch (ServiceException e) {
                BotAttempt rejected =
                        e.error() instanceof ServiceError.OutcomeUnknown ? intended.unconfirmed() : intended;
                return handler -> handler.rejected(rejected, e.error());
            }
            if (task.isAlive()) {
                return handler -> handler.started(intended, task, journaled.execIdBefore());
            }
            Optional<StartResult> result = judgePastAttempt(intended, task, journaled.execIdBefore());
            if (result.isPresent()) {
                return result.get();
            }
            attempt = intended.next();
        }
    }

    /**
     * Judges the task of a token that was used before, which has ended. Empty if it proves nothing, so that the next
     * attempt is due.
     */
    private Optional<StartResult> judgePastAttempt(BotAttempt attempt, TaskState task, String execIdBefore) {
        Optional<Bot> bot = table.read(attempt.bot().key());
        TaskOutcome judgement = TaskOutcome.of(task, execIdBefore, bot);
        if (judgement instanceof TaskOutcome.Superseded superseded) {
            return Optional.of(
                    handler -> handler.alreadyRunning(attempt, superseded.byTaskId(), task.taskId(), SUPERSEDED));
        }
        Outcome outcome = ((TaskOutcome.Over) judgement).outcome();
        if (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.DeletedMeanwhile) {
            BotAttempt refreshed = attempt.refreshedBy(bot.orElse(attempt.bot()));
            return Optional.of(handler -> handler.settled(refreshed, outcome));
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
            return isOlder(record.since(), RECORD_LIFETIME)
                    ? journal.intend(bot, attempt.number(), record.token(), execIdBefore, record.request())
                    : record;
        }
        String token = journal.token(bot, attempt.number());
        return journal.intend(
                bot, attempt.number(), token, execIdBefore, tasks.request(bot, token, journal.startedBy()));
    }
}
