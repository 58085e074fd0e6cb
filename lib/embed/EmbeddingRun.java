package lib.embed;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.Predicate;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.common.DaemonThreads;
import lib.common.UserException;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;
import lib.model.Outcome;
import lib.model.TaskState;
import lib.proof.RowVerifier;
import lib.report.RunListener;
import lib.retry.CircuitBreaker;
import lib.retry.ExponentialBackoff;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/**
 * Runs every chosen bot from its start to its outcome: limits the starts, retries temporary failures, and watches every
 * task to its end. All state belongs to the thread that calls {@link #run()}; other threads reach it through the inbox.
 */
public final class EmbeddingRun {
    /** How a run ended: normally, by Ctrl-C, or by an error that affects every bot. */
    public record End(boolean interrupted, Optional<UserException> stopped) {}

    /** Whether single bots may be tried while starts are held. */
    private enum Consent {
        NOT_ASKED,
        ASKED,
        GIVEN
    }

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Journal journal;
    private final BotOutcomes outcomes;
    private final StartOptions limits;
    private final Clock clock;
    private final RunListener listener;
    private final TaskStarterPool starters;
    private final TaskWatcher watcher;
    private final BotSettler settler;
    private final EditedBots editedBots;
    private final StartQueue waiting;
    private final Predicate<String> mayTryOn;
    private final EarlyEnd earlyEnd = new EarlyEnd();
    private final ExponentialBackoff pollBackoff = ExponentialBackoff.ofSeconds(ExponentialBackoff.RANDOM_JITTER);
    private final BlockingQueue<Runnable> inbox;
    private boolean moreMayCome = true;
    private Consent consent = Consent.NOT_ASKED;
    private volatile boolean interrupted;

    /** @param mayTryOn asks whether to try single bots although tasks in a row have failed; may block */
    public EmbeddingRun(
            BotTable table,
            EmbeddingTasks tasks,
            Journal journal,
            RowVerifier rows,
            Obstacles obstacles,
            BotOutcomes outcomes,
            StartOptions limits,
            Clock clock,
            RunListener listener,
            Predicate<String> mayTryOn) {
        this.journal = journal;
        this.outcomes = outcomes;
        this.limits = limits;
        this.clock = clock;
        this.inbox = clock.newQueue();
        this.listener = listener;
        RunningTasks runningTasks = new RunningTasks(tasks, clock);
        this.watcher = new TaskWatcher(table, tasks, runningTasks, limits.limitOfTask(), clock, new EndListener());
        this.starters = new TaskStarterPool(
                new TaskStarter(table, tasks, runningTasks, obstacles, journal, clock, watcher::hasEnded),
                limits.parallel,
                new StartHandler(),
                this::notJournaled,
                clock,
                inbox::add);
        this.editedBots = new EditedBots(runningTasks, clock, new EditListener());
        this.settler = new BotSettler(journal, rows, outcomes, listener, clock, new SettleHandler(), inbox::add);
        this.waiting = new StartQueue(limits.parallel, clock, listener);
        this.mayTryOn = mayTryOn;
    }

    /** Adds chosen bots. Any thread may call this. */
    public void offer(BotSearch.Chosen chosen) {
        inbox.add(() -> {
            chosen.underWay()
                    .forEach((bot, task) -> watchExisting(
                            firstToWatch(bot),
                            task.taskId(),
                            task.execIdBefore(),
                            "already started; it is watched again"));
            if (!chosen.underWay().isEmpty()) {
                waiting.onResumed(watcher.running());
            }
            chosen.starts().forEach(bot -> {
                if (journal.entry(bot.key()).hasFailed()) {
                    waiting.noteFailure(bot.key());
                }
                waiting.add(firstAttempt(bot));
            });
        });
    }

    /** Adds the last chosen bots. Any thread may call this. */
    public void offerLast(BotSearch.Chosen chosen) {
        offer(chosen);
        inbox.add(() -> moreMayCome = false);
    }

    private BotAttempt firstAttempt(Bot bot) {
        return BotAttempt.first(bot, journal.entry(bot.key()), clock.now());
    }

    /** A running task that the journal does not know is another's. */
    private BotAttempt firstToWatch(Bot bot) {
        BotAttempt attempt = firstAttempt(bot);
        return journal.entry(bot.key()).isUnderWay() ? attempt : attempt.watchingOther();
    }

    /**
     * Stops starting tasks at once; running tasks continue. {@link #run()} returns when no start is under way. Any
     * thread may call this.
     */
    public void interrupt() {
        interrupted = true;
        starters.interrupt();
        inbox.add(() -> {});
    }

    /** Works until every offered bot has an outcome. */
    public End run() throws InterruptedException {
        try {
            while (starters.underWay() > 0 || !isOver()) {
                if (!isOver()) {
                    startWaiting();
                }
                pollTasks();
                settler.setVerifyingOnly(isIdle());
                editedBots.look();
                listener.progress(progress());
                for (Runnable message = clock.poll(inbox, TICK); message != null; message = inbox.poll()) {
                    message.run();
                }
            }
            inbox.forEach(Runnable::run); // such as resumed bots that were not handled yet
            reportUnfinished();
            return new End(interrupted, earlyEnd.reason());
        } finally {
            settler.close();
            starters.close();
        }
    }

    private RunListener.Progress progress() {
        Map<Bot, String> tasks = new LinkedHashMap<>();
        watcher.forEachState(tasks::put);
        settler.forEachVerifying(bot -> tasks.put(bot, "verifying rows"));
        editedBots.forEach((attempt, outcome) -> tasks.put(attempt.bot(), "edited in the app"));
        return new RunListener.Progress(
                settler.settled(), tasks.size() + starters.underWay(), tasks, waiting.size(), moreMayCome);
    }

    private boolean isOver() {
        if (interrupted || earlyEnd.reason().isPresent()) {
            return true;
        }
        return isIdle() && settler.verifying() == 0;
    }

    /** Whether nothing is left but to verify rows. */
    private boolean isIdle() {
        boolean nothingToStart = !moreMayCome && waiting.size() == 0 && starters.underWay() == 0 && inbox.isEmpty();
        return nothingToStart && watcher.size() == 0 && editedBots.size() == 0;
    }

    private void startWaiting() {
        for (Optional<BotAttempt> next = nextToStart(); next.isPresent(); next = nextToStart()) {
            starters.start(next.get());
        }
    }

    private Optional<BotAttempt> nextToStart() {
        CircuitBreaker.Starts allowed = waiting.allowed(watcher.running() + starters.underWay());
        if (allowed == CircuitBreaker.Starts.ALL) {
            consent = Consent.NOT_ASKED;
        } else if (allowed == CircuitBreaker.Starts.NO_MORE) {
            earlyEnd.tasksFail(waiting.failures(), waiting.remedy());
        } else if (allowed == CircuitBreaker.Starts.ONE && consent == Consent.NOT_ASKED) {
            askToTryOn();
        }
        boolean start = allowed == CircuitBreaker.Starts.ALL
                || allowed == CircuitBreaker.Starts.ONE && consent == Consent.GIVEN;
        return start ? Optional.of(waiting.next()) : Optional.empty();
    }

    /** Asks once for each time that starts are held. Until the answer, nothing is started. */
    private void askToTryOn() {
        consent = Consent.ASKED;
        String failures = waiting.failures();
        String remedy = waiting.remedy();
        Runnable tryOn = () -> consent = Consent.GIVEN;
        Runnable end = () -> earlyEnd.tasksFail(failures, remedy);
        DaemonThreads.start(
                clock,
                "question whether to try on",
                () -> inbox.add(
                        mayTryOn.test(failures + ".\n" + remedy + ". Try one more bot at a time?") ? tryOn : end));
    }

    /** Handles the results of starts. */
    private final class StartHandler implements TaskStarter.Handler {
        @Override
        public void started(BotAttempt attempt, TaskState task, String execIdBefore) {
            outcomes.recordTask(attempt.bot().key(), task);
            listener.started(attempt.bot(), task.taskId());
            watch(attempt.started(), task.taskId(), execIdBefore, true);
            waiting.onAccepted(watcher.running());
        }

        @Override
        public void alreadyRunning(BotAttempt attempt, String taskId, String execIdBefore, String why) {
            watchExisting(attempt, taskId, execIdBefore, why);
        }

        @Override
        public void missing(BotAttempt attempt, String taskId, String why) {
            listener.watching(attempt.bot(), taskId, why);
            watcher.addMissing(attempt, taskId);
        }

        @Override
        public void otherTaskEnded(BotAttempt attempt, TaskState task) {
            outcomes.recordTask(attempt.bot().key(), task);
            settler.lookBeforeStart(attempt, task.taskId());
        }

        @Override
        public void settled(BotAttempt attempt, Outcome outcome) {
            settler.settle(attempt, outcome);
        }

        @Override
        public void hopeless(BotAttempt attempt, Outcome.NotStarted outcome) {
            settler.report(attempt.bot(), outcome);
        }

        @Override
        public void rejected(BotAttempt attempt, ServiceError error) {
            if (waiting.mayRetry(error)) {
                waiting.onRejected(attempt, error, watcher.running());
            } else if (error instanceof ServiceError.Fatal || error.isRetryable()) {
                waiting.putBack(attempt);
                earlyEnd.rejected(error);
            } else {
                settler.end(attempt, new Outcome.Failed("not started: " + error.text(), "", false));
            }
        }

        @Override
        public void notSent(BotAttempt attempt) {
            waiting.putBack(attempt);
        }
    }

    private void notJournaled(BotAttempt attempt, UncheckedIOException e) {
        waiting.putBack(attempt);
        earlyEnd.journalFailed(e);
    }

    /** Watches an existing task. */
    private void watchExisting(BotAttempt attempt, String taskId, String execIdBefore, String why) {
        listener.watching(attempt.bot(), taskId, why);
        watch(attempt, taskId, execIdBefore, false);
    }

    private void watch(BotAttempt attempt, String taskId, String execIdBefore, boolean wasSeen) {
        watcher.add(attempt, taskId, execIdBefore, wasSeen);
        if (attempt.waitsForOtherTask()) {
            return;
        }
        JournalRecord.Started known = journal.entry(attempt.bot().key()).started();
        if (known == null || !known.taskId().equals(taskId)) {
            settler.journalStart(attempt, taskId, execIdBefore);
        }
    }

    private void pollTasks() {
        try {
            if (watcher.poll()) {
                pollBackoff.reset();
            }
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                Duration pause = pollBackoff.nextDelay();
                watcher.pause(pause);
                listener.pausing(e.error(), pause);
            } else {
                earlyEnd.tasksUnreadable(e.error(), e);
            }
        }
    }

    /** Handles the ends of tasks. */
    private final class EndListener implements TaskWatcher.Listener {
        @Override
        public void judged(BotAttempt attempt, TaskState task, Outcome outcome) {
            ended(attempt, task);
            if (attempt.waitsForOtherTask() && !counts(attempt, task)) {
                settler.lookBeforeStart(attempt.otherTaskEnded(), task.taskId());
            } else if (wasNotUnderstood(attempt, task)) {
                settler.journalEnd(attempt, outcome);
                listener.retrying(attempt.bot(), outcome);
                waiting.putBack(attempt.next());
                return; // it says nothing about other bots
            } else {
                retryOrSettle(attempt.waitsForOtherTask() ? attempt.watchingOther() : attempt, outcome);
            }
            if (!showsNothing(attempt, task, outcome)) {
                count(outcome);
            }
        }

        /** Whether this end says nothing about other bots: they are not held for it. */
        private boolean showsNothing(BotAttempt attempt, TaskState task, Outcome outcome) {
            return attempt.waitsForOtherTask()
                    || task.isStoppedByUser()
                    || outcome instanceof Outcome.DeletedMeanwhile
                    || outcome instanceof Outcome.Unproved unproved && unproved.wasEdited();
        }

        @Override
        public void superseded(BotAttempt attempt, TaskState task, String byTaskId) {
            ended(attempt, task);
            watchExisting(attempt, byTaskId, task.taskId(), TaskStarter.SUPERSEDED);
        }

        @Override
        public void timedOut(BotAttempt attempt, TaskState task, Outcome outcome, boolean wasStopped) {
            outcomes.recordTask(attempt.bot().key(), task);
            if (wasStopped) {
                settler.journalEnd(attempt, outcome);
            }
            settler.report(attempt.bot(), outcome);
            count(outcome);
        }

        @Override
        public void takesLong(BotAttempt attempt, String taskId) {
            listener.takesLong(attempt.bot(), taskId, TaskWatcher.LONG);
        }

        private void count(Outcome outcome) {
            if (waiting.onOutcome(outcome, watcher.running())) {
                starters.recall();
            }
        }

        /**
         * Whether the container has not found its bot in the request of an earlier version of this tool, which suits
         * containers up to v1.2.4 only.
         */
        private boolean wasNotUnderstood(BotAttempt attempt, TaskState task) {
            Journal.Entry known = journal.entry(attempt.bot().key());
            boolean isOfAnEarlierVersion =
                    known.intended() != null && !known.intended().request().suitsEveryVersion();
            return isOfAnEarlierVersion
                    && task.endedWithError()
                    && task.exitCode() != null
                    && !attempt.bot().lastExecId().equals(task.taskId());
        }

        /** Whether the outcome of a task that was waited for is the bot's after all. */
        private boolean counts(BotAttempt attempt, TaskState task) {
            boolean isBeforeMark =
                    journal.entry(attempt.bot().key()).tasksBeforeMark().contains(task.taskId());
            return !task.isMissing() && !task.isStoppedByUser() && !isBeforeMark;
        }

        private void ended(BotAttempt attempt, TaskState task) {
            outcomes.recordTask(attempt.bot().key(), task);
            waiting.onTaskEnded();
        }
    }

    private void retryOrSettle(BotAttempt attempt, Outcome outcome) {
        if (!(outcome instanceof Outcome.Failed failed)) {
            settler.settle(attempt, outcome);
            return;
        }
        if (failed.isTransient()) {
            if (isRetried(attempt, failed)) {
                waiting.add(attempt.next());
            }
        } else {
            settler.end(attempt, failed);
        }
    }

    /** Ends the attempt; for the bot, this is the end only if it has had all its tasks. */
    private boolean isRetried(BotAttempt attempt, Outcome outcome) {
        if (attempt.tasksLeft() <= 0) {
            settler.end(attempt, outcome);
            return false;
        }
        settler.journalEnd(attempt, outcome);
        listener.retrying(attempt.bot(), outcome);
        waiting.noteFailure(attempt.bot().key());
        return true;
    }

    /** Handles what the settler cannot settle. */
    private final class SettleHandler implements BotSettler.Handler {
        @Override
        public void edited(BotAttempt attempt, Outcome.Unproved outcome) {
            editedBots.add(attempt, outcome);
        }

        @Override
        public void provedByRows() {
            waiting.onSuccess();
        }

        @Override
        public void toStart(BotAttempt attempt) {
            waiting.add(attempt);
        }

        @Override
        public void rejectedByAws(ServiceError error) {
            earlyEnd.rejected(error);
        }

        @Override
        public void journalFailed(UncheckedIOException e) {
            earlyEnd.journalFailed(e);
        }
    }

    /** Handles the bots that were edited while their task ran. */
    private final class EditListener implements EditedBots.Listener {
        @Override
        public void embeddedByApp(BotAttempt attempt, String taskId, String execIdBefore) {
            watchExisting(
                    attempt,
                    taskId,
                    execIdBefore,
                    "the app's own task for this bot's changed knowledge; it is watched instead");
        }

        @Override
        public void saveLost(BotAttempt attempt, Outcome.Unproved outcome) {
            if (isRetried(attempt, outcome)) {
                settler.lookBeforeStart(attempt.next(), outcome.taskId());
            }
        }
    }

    /**
     * Reports an outcome for every unfinished bot; in the journal, its attempt has not ended, so the next run continues
     * it.
     */
    private void reportUnfinished() {
        String why = interrupted ? "the run was interrupted" : "the run ended early";
        watcher.forEach((attempt, taskId) -> {
            if (attempt.waitsForOtherTask()) {
                reportNotStarted(attempt, why);
            } else {
                settler.report(attempt.bot(), new Outcome.Unproved("its task was still running when " + why, taskId));
            }
        });
        editedBots.forEach((attempt, outcome) -> settler.report(attempt.bot(), outcome));
        settler.reportUnverified(why);
        waiting.forEach(attempt -> reportNotStarted(attempt, why));
    }

    /** A request that certainly has not taken effect is withdrawn: the next run asks about the bot again. */
    private void reportNotStarted(BotAttempt attempt, String why) {
        if (attempt.request() instanceof BotAttempt.Unconfirmed) {
            settler.report(attempt.bot(), Outcome.unconfirmed());
        } else if (attempt.request() instanceof BotAttempt.Intended) {
            settler.end(attempt, new Outcome.NotStarted(why));
        } else {
            settler.report(attempt.bot(), new Outcome.NotStarted(why));
        }
    }
}
