package lib.embed;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.proof.RowVerifier;
import lib.retry.ConcurrencyLimit;
import lib.retry.ExponentialBackoff;
import lib.report.RunListener;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import lib.retry.StartBackoff;

/**
 * Takes each chosen bot from its start to its outcome: keeps the pace, repeats what a refusal lets it repeat, and watches every task to
 * its end. All state belongs to the thread that calls {@link #run()}; others reach it through the inbox. How starts are made is
 * {@link TaskStarterThreads}' job.
 */
public final class EmbeddingRun {
    /**
     * @param parallel at most so many tasks at once; 0 to find out how many
     * @param look time between two looks at the running tasks
     * @param taskTimeout how long one task is waited for
     * @param stopHanging whether a task that is not waited for any longer is stopped
     * @param attempts how many tasks one bot may be given in this run
     * @param waitForEnd false to leave when the last start is accepted
     */
    public record Pace(int parallel, Duration look, Duration taskTimeout, boolean stopHanging, int attempts, boolean waitForEnd) {
    }

    /** How the run of the launcher ended: by itself, by Ctrl-C, or by something that would hit every bot. */
    public record End(boolean interrupted, Optional<UserException> stopped) {
    }

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Journal journal;
    private final RowVerificationQueue prover;
    private final BotOutcomes roll;
    private final Pace pace;
    private final Clock time;
    private final RunListener listener;
    private final TaskStarterThreads starters;
    private final TaskWatcher watch;
    private final ConcurrencyLimit limit;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

    private final Deque<BotAttempt> waiting = new ArrayDeque<>();
    private final StartBackoff pauses;
    private final ExponentialBackoff forLook = ExponentialBackoff.ofSeconds();
    private final Map<BotKey, BotAttempt> proving = new LinkedHashMap<>();
    private int done;
    private int failed;
    private boolean moreMayCome = true;
    private UserException stopped;
    private volatile boolean interrupted;

    public EmbeddingRun(BotTable table, EmbeddingTasks tasks, Journal journal, RowVerifier evidence, BotOutcomes roll, Pace pace, Clock time, RunListener listener) {
        this.journal = journal;
        this.roll = roll;
        this.pace = pace;
        this.time = time;
        this.listener = listener;
        this.starters = new TaskStarterThreads(new TaskStarter(table, tasks, journal, time), inbox::add, this::answered);
        this.watch = new TaskWatcher(table, tasks, pace, time, new Ends());
        this.prover = new RowVerificationQueue(evidence, journal, time, inbox::add, this::proved);
        this.limit = new ConcurrencyLimit(pace.parallel());
        this.pauses = new StartBackoff(time, listener::pausing);
    }

    /** Adds what was chosen; from any thread. */
    public void offer(BotSearch.Chosen chosen) {
        inbox.add(() -> {
            chosen.underWay().forEach((bot, task) ->
                    follow(turn(bot), task.taskId(), task.execIdBefore(), task.startedAt(), false, "started before; it is watched again"));
            limit.onResumed(watch.size());
            chosen.starts().forEach(bot -> waiting.add(turn(bot)));
        });
    }

    /** Adds what was chosen, and says that nothing more will be; from any thread. */
    public void offerLast(BotSearch.Chosen chosen) {
        offer(chosen);
        inbox.add(() -> moreMayCome = false);
    }

    private BotAttempt turn(Bot bot) {
        return BotAttempt.first(bot, journal.entry(bot.key()), pace.attempts());
    }

    /** Ends the starting at once. Tasks are left alone; {@link #run()} returns as soon as no start is under way. From any thread. */
    public void interrupt() {
        interrupted = true;
        starters.interrupt();
        inbox.add(() -> { });
    }

    /** Works until every offered bot has an outcome. */
    public End run() throws InterruptedException {
        try {
            while (starters.underWay() > 0 || !isOver()) {
                if (!isOver()) {
                    startSome();
                }
                lookAtRunning();
                listener.progress(new RunListener.Progress(done, watch.size() + starters.underWay() + proving.size(), waiting.size(), failed, moreMayCome));
                for (Runnable news = time.poll(inbox, TICK); news != null; news = inbox.poll()) {
                    news.run();
                }
            }
            inbox.forEach(Runnable::run); // what was resumed and not looked at yet
            leave();
            return new End(interrupted, Optional.ofNullable(stopped));
        } finally {
            prover.close();
            starters.close();
        }
    }

    private boolean isOver() {
        return interrupted || stopped != null
                || !moreMayCome && waiting.isEmpty() && proving.isEmpty() && (watch.size() == 0 || !pace.waitForEnd()) && starters.underWay() == 0 && inbox.isEmpty();
    }

    private void startSome() {
        while (!waiting.isEmpty() && pauses.isOver() && hasRoom()) {
            starters.start(waiting.poll());
        }
    }

    private boolean hasRoom() {
        int alive = watch.size() + starters.underWay();
        limit.probeIfDue(alive, time.now());
        return limit.hasRoom(alive);
    }

    private void answered(TaskStarter.StartResult answer) {
        BotAttempt turn = answer.turn();
        if (answer instanceof TaskStarter.Began began) {
            pauses.onAccepted();
            String taskId = began.task().taskId();
            roll.recordTask(turn.bot().key(), began.task());
            listener.started(turn.bot(), taskId);
            watch(turn.withOneTaskLess(), taskId, began.execIdBefore(), time.now(), false);
            limit.onAccepted(watch.size(), time.now());
        } else if (answer instanceof TaskStarter.Alive alive) {
            follow(turn, alive.taskId(), alive.execIdBefore(), time.now(), true, alive.why());
        } else if (answer instanceof TaskStarter.Over over) {
            settle(turn, over.outcome());
        } else if (answer instanceof TaskStarter.Rejected refused) {
            refused(turn, refused.error());
        } else if (answer instanceof TaskStarter.Unrecorded unrecorded) {
            waiting.addFirst(turn);
            unwritable(unrecorded.cause());
        } else {
            waiting.addFirst(turn);
        }
    }

    private void refused(BotAttempt turn, ServiceError error) {
        if (error instanceof ServiceError.Fatal) {
            stopped = new UserException(ExitCode.AWS_ERROR, "AWS refused the run: " + error.text()
                    + ". Check the permissions (README, \"IAM policy\") and the settings.", null);
            waiting.addFirst(turn);
        } else if (error.isRetryable()) {
            if (error instanceof ServiceError.NoCapacity) {
                limit.onRejected(watch.size(), time.now());
            }
            if (error instanceof ServiceError.NotPropagated notYet && pauses.isOverdue(notYet)) {
                refused(turn, new ServiceError.Fatal(error.text(), ServiceError.Fatal.Cause.OTHER));
                return;
            }
            waiting.addFirst(turn);
            pauses.onError(error);
        } else {
            end(turn, new Outcome.Failed("not started: " + error.text(), "", false));
        }
    }

    /** Without a journal nothing may be started: what goes out unrecorded can happen twice. */
    private void unwritable(UncheckedIOException e) {
        stopped = new UserException(ExitCode.INCOMPLETE, "Stopped: " + e.getMessage() + ".\nMake room, and run the same command again to go on.", e);
    }

    private void noted(Runnable note) {
        try {
            note.run();
        } catch (UncheckedIOException e) {
            unwritable(e);
        }
    }

    private void follow(BotAttempt turn, String taskId, String execIdBefore, Instant startedAt, boolean seen, String why) {
        listener.following(turn.bot(), taskId, why);
        watch(turn, taskId, execIdBefore, startedAt, seen);
    }

    private void watch(BotAttempt turn, String taskId, String execIdBefore, Instant startedAt, boolean seen) {
        watch.add(turn, taskId, execIdBefore, startedAt, seen);
        JournalRecord.Started known = journal.entry(turn.bot().key()).started();
        if (!turn.afterwards() && (known == null || !known.taskId().equals(taskId))) {
            noted(() -> journal.started(turn.bot().key(), turn.attempt(), taskId, execIdBefore));
        }
        if (!pace.waitForEnd() && !turn.afterwards()) {
            // It takes a place until it stops, but nobody waits for its proof.
            tell(turn.bot(), new Outcome.Unproved("started, not waited for (--no-wait)", taskId));
        }
    }

    private void lookAtRunning() {
        try {
            if (watch.poll()) {
                forLook.reset();
            }
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                Duration pause = forLook.nextDelay();
                watch.rest(pause);
                listener.pausing(e.error(), pause);
            } else {
                stopped = new UserException(ExitCode.AWS_ERROR, "What becomes of the tasks cannot be read any longer: " + e.error().text()
                        + ". Check the permissions (README, \"IAM policy\").", e);
            }
        }
    }

    /** What ends of tasks mean for the bots. Where nobody waits for them, they only free their places. */
    private final class Ends implements TaskWatcher.Listener {
        @Override
        public void judged(BotAttempt turn, TaskState task, Outcome outcome) {
            roll.recordTask(turn.bot().key(), task);
            pauses.onCapacityFreed();
            if (pace.waitForEnd() || turn.afterwards()) {
                EmbeddingRun.this.judged(turn, outcome);
            }
        }

        @Override
        public void superseded(BotAttempt turn, TaskState task, String byTaskId) {
            roll.recordTask(turn.bot().key(), task);
            pauses.onCapacityFreed();
            if (pace.waitForEnd()) {
                follow(turn, byTaskId, task.taskId(), time.now(), true, TaskStarter.SUPERSEDED);
            }
        }

        @Override
        public void gaveUp(BotAttempt turn, TaskState task, Outcome outcome, boolean wasStopped) {
            roll.recordTask(turn.bot().key(), task);
            if (wasStopped) {
                record(turn, outcome);
            }
            if (pace.waitForEnd()) {
                tell(turn.bot(), outcome);
            }
        }
    }

    private void judged(BotAttempt turn, Outcome outcome) {
        if (turn.afterwards()) {
            waiting.add(BotAttempt.first(turn.bot(), journal.entry(turn.bot().key()), turn.tasksLeft()));
            return;
        }
        if (outcome instanceof Outcome.Failed throttled && TaskOutcome.THROTTLED.matcher(throttled.reason()).find()) {
            limit.onOverload(watch.size() + 1, time.now());
        }
        if (outcome instanceof Outcome.Failed again && again.isTransient() && turn.tasksLeft() > 0) {
            record(turn, outcome);
            listener.retrying(turn.bot(), again);
            waiting.addLast(turn.next());
        } else {
            settle(turn, outcome);
        }
    }

    /** What a status says, the rows may know better. */
    private void settle(BotAttempt turn, Outcome outcome) {
        if (prover.canJudge(turn, outcome)) {
            proving.put(turn.bot().key(), turn);
            prover.prove(turn, outcome);
        } else {
            end(turn, outcome);
        }
    }

    private void proved(BotAttempt turn, Outcome outcome) {
        proving.remove(turn.bot().key());
        end(turn, outcome);
    }

    private void end(BotAttempt turn, Outcome outcome) {
        record(turn, outcome);
        tell(turn.bot(), outcome);
    }

    private void record(BotAttempt turn, Outcome outcome) {
        noted(() -> journal.ended(turn.bot().key(), turn.attempt(), outcome));
    }

    private void tell(Bot bot, Outcome outcome) {
        done++;
        failed += outcome instanceof Outcome.Failed ? 1 : 0;
        roll.settle(bot, outcome);
        listener.ended(bot, outcome);
    }

    /** Gives an outcome to whatever was not finished; the journal keeps it open for the next run. */
    private void leave() {
        String why = interrupted ? "the run was interrupted" : "the run ended early";
        if (pace.waitForEnd()) {
            watch.forEach((turn, taskId) -> tell(turn.bot(), new Outcome.Unproved("its task was still running when " + why, taskId)));
        }
        proving.values().forEach(turn -> tell(turn.bot(), new Outcome.Unproved("its rows had not been counted when " + why, "")));
        waiting.forEach(turn -> tell(turn.bot(), turn.unclearSince() == null ? new Outcome.NotStarted(why) : Outcome.unconfirmed()));
    }
}
