package lib.embed;

import java.io.UncheckedIOException;
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
 * Makes one start, exactly once: looks whether the bot is still there and has no living task, notes the start in the journal, sends the
 * request, and recognises a task that its token had started before. Used by several threads at once.
 */
public final class TaskStarter {
    /** What came of it. */
    sealed interface StartResult {
        BotAttempt turn();
    }

    /** A task is new, or alive by this token. */
    record Began(BotAttempt turn, TaskState task, String execIdBefore) implements StartResult {
    }

    /** A task that somebody else started is alive, or decides. */
    record Alive(BotAttempt turn, String taskId, String execIdBefore, String why) implements StartResult {
    }

    record Over(BotAttempt turn, Outcome outcome) implements StartResult {
    }

    /** The turn carries what has to be sent again. */
    record Rejected(BotAttempt turn, ServiceError error) implements StartResult {
    }

    /** The run is ending; nothing was sent. */
    record NotSent(BotAttempt turn) implements StartResult {
    }

    /** The journal cannot be written, so nothing was sent. */
    record Unrecorded(BotAttempt turn, UncheckedIOException cause) implements StartResult {
    }

    /** RunTask accepts 20 calls a second for Fargate (AWS, ECS request throttling). */
    private static final Duration BETWEEN_STARTS = Duration.ofMillis(50);
    /** ECS remembers a token for the task's life and an hour, so a start that nobody saw can be asked for again so long. */
    private static final Duration TOKEN_TRUST = Duration.ofMinutes(50);
    /** A note in the journal stands for its request only while it is fresh, since a later run reckons from it. */
    private static final Duration NOTE_LIFE = Duration.ofMinutes(5);

    static final String SUPERSEDED = "another task has taken over this bot's status; it is followed";

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final Journal journal;
    private final Clock time;
    private final RateLimiter rateLimiter;
    private volatile boolean interrupted;

    TaskStarter(BotTable table, EmbeddingTasks tasks, Journal journal, Clock time) {
        this.table = table;
        this.tasks = tasks;
        this.journal = journal;
        this.time = time;
        this.rateLimiter = new RateLimiter(time, BETWEEN_STARTS);
    }

    void interrupt() {
        interrupted = true;
    }

    StartResult start(BotAttempt turn) throws InterruptedException {
        try {
            Optional<Bot> now = table.read(turn.bot().key());
            if (now.isEmpty() || now.get().remains()) {
                return new Over(turn, new Outcome.DeletedMeanwhile("the bot was deleted before its task was started", ""));
            }
            Bot bot = now.get();
            if (TaskState.isTaskId(bot.lastExecId())) {
                TaskState last = tasks.describe(List.of(bot.lastExecId())).get(bot.lastExecId());
                if (last.isAlive()) {
                    return journal.isOfAnEarlierGeneration(last)
                            ? new Alive(turn.later(), last.taskId(), "", "a task of an earlier generation is alive; its end is waited for")
                            : new Alive(turn, last.taskId(), "", "a task of this bot is running already; it is watched instead");
                }
            }
            if (turn.unclearSince() != null && isOlder(turn.unclearSince(), TOKEN_TRUST)) {
                if (!bot.lastExecId().equals(turn.pending().execIdBefore()) && TaskState.isTaskId(bot.lastExecId())) {
                    return new Alive(turn, bot.lastExecId(), turn.pending().execIdBefore(), "a task was started after this bot's last attempt; it is followed");
                }
                turn = turn.next(); // nothing of that start is alive, and its token may be forgotten
            }
            return send(turn.of(bot));
        } catch (ServiceException e) {
            return new Rejected(turn, e.error());
        }
    }

    private boolean isOlder(Instant since, Duration age) {
        return Duration.between(since, time.now()).compareTo(age) > 0;
    }

    private StartResult send(BotAttempt first) throws InterruptedException {
        for (BotAttempt turn = first;;) {
            turn = turn.asking(noted(turn));
            rateLimiter.acquire();
            if (interrupted) {
                return new NotSent(turn);
            }
            TaskState task;
            try {
                task = tasks.start(turn.pending().request());
            } catch (ServiceException e) {
                return new Rejected(e.error() instanceof ServiceError.OutcomeUnknown ? turn.unclear() : turn, e.error());
            }
            JournalRecord.Intended asked = turn.pending();
            if (task.isAlive()) {
                return new Began(turn, task, asked.execIdBefore());
            }
            // The token was used before, and its task is over: a past attempt. If it proves nothing, the next one is due.
            Optional<Bot> bot = table.read(turn.bot().key());
            TaskOutcome verdict = TaskOutcome.of(task, asked.execIdBefore(), bot);
            if (verdict instanceof TaskOutcome.Superseded superseded) {
                return new Alive(turn, superseded.byTaskId(), task.taskId(), SUPERSEDED);
            }
            Outcome outcome = ((TaskOutcome.Over) verdict).outcome();
            if (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.DeletedMeanwhile) {
                return new Over(turn.seeing(bot.orElse(turn.bot())), outcome);
            }
            journal.ended(turn.bot().key(), turn.attempt(), outcome);
            turn = turn.next();
        }
    }

    /** The note under which the request goes out: the one that is pending, word for word, or a fresh one. */
    private JournalRecord.Intended noted(BotAttempt turn) {
        BotKey bot = turn.bot().key();
        if (turn.pending() == null) {
            String token = journal.token(bot, turn.attempt());
            return journal.intend(bot, turn.attempt(), token, turn.bot().lastExecId(), tasks.request(bot, token, journal.startedBy()));
        }
        JournalRecord.Intended pending = turn.pending();
        boolean isFresh = turn.unclearSince() != null || !isOlder(pending.since(), NOTE_LIFE);
        return isFresh ? pending : journal.intend(bot, turn.attempt(), pending.token(), turn.bot().lastExecId(), pending.request());
    }
}
