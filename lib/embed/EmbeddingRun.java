package lib.embed;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import lib.common.Clock;
import lib.common.Console;
import lib.common.DaemonThreads;
import lib.common.UserException;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import lib.model.RowCounts;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.proof.RowVerifier;
import lib.report.ProgressView;
import lib.retry.CircuitBreaker;
import lib.retry.ExponentialBackoff;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/**
 * Brings every chosen bot from its start to its outcome. {@link #take} says what happens to a bot, step by step, and
 * {@link AfterAttempt} what follows the end of its task. All state belongs to the thread that calls {@link #run()};
 * other threads hand it messages.
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
    /** Enough for 20 starts per second if each takes up to 0.4 s. */
    private static final int MAX_STARTERS = 8;

    private final Setup setup;
    private final Journal journal;
    private final RowVerifier rows;
    private final BotOutcomes outcomes;
    private final Clock clock;
    private final ProgressView view;
    private final StartQueue waiting;
    private final TaskStarter starter;
    private final ExecutorService starters;
    private final TaskWatcher watcher;
    private final ExponentialBackoff pollBackoff;
    private final RowCounter counter;
    private final EditedBots editedBots;
    private final BlockingQueue<Message> inbox;
    private final Map<OutcomeKind, Integer> settled = new EnumMap<>(OutcomeKind.class);
    /** The outcomes of attempts that another one is to follow. */
    private final Map<BotKey, Outcome> lastOutcomes = new HashMap<>();

    private Optional<EarlyEnd> earlyEnd = Optional.empty();
    private boolean moreMayCome = true;
    private int startsUnderWay;
    private Consent consent = Consent.NOT_ASKED;
    /** How often the starts under way were recalled: a bot whose request is not out yet waits again. */
    private volatile int recalls;

    private volatile boolean interrupted;

    /** @param search knows what cannot be embedded, and how far the sweep is */
    public EmbeddingRun(Setup setup, Journal journal, BotSearch search, BotOutcomes outcomes) {
        this.setup = setup;
        this.journal = journal;
        this.rows = setup.rows();
        this.outcomes = outcomes;
        this.clock = setup.session().clock();
        this.pollBackoff = ExponentialBackoff.ofSeconds(clock::jitter);
        this.inbox = clock.newQueue();
        this.view = new ProgressView(setup.session(), search::sweepProgress);
        StartOptions options = setup.options().start;
        this.waiting = new StartQueue(options.parallel, clock);
        RunningTasks runningTasks = new RunningTasks(setup.tasks(), clock);
        this.watcher = new TaskWatcher(setup.table(), setup.tasks(), runningTasks, options.limitOfTask(), clock);
        this.starter =
                new TaskStarter(setup.table(), setup.tasks(), runningTasks, search.obstacles(), journal, clock);
        this.starters = DaemonThreads.pool(
                clock, options.parallel == 0 ? MAX_STARTERS : Math.min(options.parallel, MAX_STARTERS));
        this.counter = new RowCounter(rows, journal, clock, inbox);
        this.editedBots = new EditedBots(runningTasks, journal, clock);
    }

    /** Adds chosen bots. Any thread may call this. */
    public void offer(BotSearch.Chosen chosen) {
        inbox.add(new Message.Offered(chosen, false));
    }

    /** Adds the last chosen bots. Any thread may call this. */
    public void offerLast(BotSearch.Chosen chosen) {
        inbox.add(new Message.Offered(chosen, true));
    }

    /**
     * Stops starting tasks at once; running tasks continue. {@link #run()} returns when no start is under way. Any
     * thread may call this.
     */
    public void interrupt() {
        interrupted = true;
        inbox.add(new Message.Interrupted());
    }

    /** Works until every offered bot has an outcome. */
    public End run() throws InterruptedException {
        try {
            while (startsUnderWay > 0 || !isOver()) {
                if (!isOver()) {
                    startWaiting();
                }
                pollTasks();
                counter.setLast(isIdle());
                editedBots.look().forEach(this::take);
                view.progress(progress());
                for (Message message = clock.poll(inbox, TICK); message != null; message = inbox.poll()) {
                    handle(message);
                }
            }
            inbox.forEach(this::handle); // such as resumed bots that were not handled yet
            reportUnfinished();
            return new End(interrupted, earlyEnd.map(EarlyEnd::asError));
        } finally {
            counter.close();
            starters.shutdownNow();
        }
    }

    /** What happens to a bot, from its turn to its outcome. */
    private void take(Step step) {
        BotAttempt attempt = step.attempt();
        Bot bot = attempt.bot();
        if (step instanceof Step.Wait wait) { // start: at its turn, a starter checks, journals and sends the request
            waiting.add(attempt, wait.isFirst());
        } else if (step instanceof Step.Rejected rejected) {
            rejected(attempt, rejected.error());
        } else if (step instanceof Step.NotJournalled unsent) {
            waiting.add(attempt, true);
            end(new EarlyEnd.JournalFailed(unsent.cause()));
        } else if (step instanceof Step.Started started) { // watch to the end
            outcomes.recordTask(bot.key(), started.task());
            view.started(bot, started.task().taskId());
            watch(attempt.started(), started.task().taskId(), started.execIdBefore(), true);
            waiting.onAccepted(watcher.running());
        } else if (step instanceof Step.Watch existing) {
            view.watching(bot, existing.taskId(), existing.why());
            if (existing.isMissing()) {
                watcher.addMissing(attempt, existing.taskId());
            } else {
                watch(attempt, existing.taskId(), existing.execIdBefore(), false);
            }
        } else if (step instanceof Step.OtherEnded other) {
            outcomes.recordTask(bot.key(), other.task());
            take(Step.lookBeforeStart(attempt, other.task().taskId()));
        } else if (step instanceof Step.CountRows count) { // look at the rows
            counter.add(attempt, count.byStatus());
        } else if (step instanceof Step.Judge judge) { // decide
            take(AfterAttempt.next(attempt, judge.byStatus(), known(attempt, Optional.empty(), false)));
        } else if (step instanceof Step.AwaitApp edited) {
            editedBots.add(attempt, edited.outcome());
        } else if (step instanceof Step.MarkAgain) { // perhaps once more
            String highest = rows.of(bot.key()).map(RowCounts::highestId).orElse("");
            write(() -> journal.marked(bot.key(), highest, List.of()));
            waiting.add(attempt, false);
        } else if (step instanceof Step.TryAgain again) {
            write(() -> journal.ended(bot.key(), attempt.number(), again.outcome()));
            view.retrying(bot, again.outcome());
            tryAgain(attempt.next(), again);
        } else if (step instanceof Step.Settle settle) { // record
            write(() -> journal.ended(bot.key(), attempt.number(), settle.outcome()));
            report(bot, settle.outcome());
        } else if (step instanceof Step.Report report) {
            report(bot, report.outcome());
        }
    }

    private void rejected(BotAttempt attempt, ServiceError error) {
        if (waiting.mayRetry(error)) {
            waiting.onRejected(attempt, error, watcher.running())
                    .ifPresent(pause -> view.pausing(error, pause));
        } else if (error instanceof ServiceError.Fatal || error.isRetryable()) {
            waiting.add(attempt, true);
            end(new EarlyEnd.Rejected(error));
        } else {
            take(new Step.Settle(attempt, new Outcome.Failed("not started: " + error.text(), "", false)));
        }
    }

    private void watch(BotAttempt attempt, String taskId, String execIdBefore, boolean wasSeen) {
        watcher.add(attempt, taskId, execIdBefore, wasSeen);
        BotKey bot = attempt.bot().key();
        JournalRecord.Started known = journal.entry(bot).started();
        boolean isJournalled = known != null && known.taskId().equals(taskId);
        if (!isJournalled && !attempt.waitsForOtherTask()) {
            write(() -> journal.started(bot, attempt.number(), taskId, execIdBefore));
        }
    }

    private void tryAgain(BotAttempt next, Step.TryAgain again) {
        BotKey bot = next.bot().key();
        if (again.when() == Step.TryAgain.When.AT_ONCE) {
            waiting.add(next, true);
            return;
        }
        waiting.noteFailure(bot);
        lastOutcomes.put(bot, again.outcome());
        take(
                again.when() == Step.TryAgain.When.AFTER_ITS_ROWS
                        ? Step.lookBeforeStart(next, again.outcome().taskId())
                        : new Step.Wait(next, false));
    }

    private void write(Runnable record) {
        try {
            record.run();
        } catch (UncheckedIOException e) {
            end(new EarlyEnd.JournalFailed(e));
        }
    }

    private void report(Bot bot, Outcome outcome) {
        settled.merge(outcome.kind(), 1, Integer::sum);
        outcomes.settle(bot, outcome);
        view.ended(bot, outcome);
    }

    private void end(EarlyEnd why) {
        earlyEnd = Optional.of(why);
    }

    private void startWaiting() {
        while (mayStart()) {
            BotAttempt attempt = waiting.next();
            int before = recalls;
            startsUnderWay++;
            starters.execute(() -> inbox.add(start(attempt, before)));
        }
    }

    /** Starts a bot, on a thread of its own. */
    private Message start(BotAttempt attempt, int recallsBefore) {
        try {
            return new Message.StartEnded(
                    starter.start(attempt, () -> interrupted || recalls != recallsBefore));
        } catch (InterruptedException e) {
            return new Message.StartEnded(new Step.Wait(attempt, true));
        } catch (RuntimeException bug) {
            return new Message.Broken(bug);
        }
    }

    private boolean mayStart() {
        CircuitBreaker.Starts allowed = waiting.allowed(watcher.running() + startsUnderWay);
        switch (allowed) {
            case ALL -> consent = Consent.NOT_ASKED;
            case ONE -> askToTryOn();
            case NO_MORE -> end(new EarlyEnd.TasksFail(waiting.failures(), waiting.remedy()));
            case NONE -> {}
        }
        return allowed == CircuitBreaker.Starts.ALL
                || allowed == CircuitBreaker.Starts.ONE && consent == Consent.GIVEN;
    }

    /** Asks once for each time that starts are held. Until the answer, nothing is started. */
    private void askToTryOn() {
        if (consent != Consent.NOT_ASKED) {
            return;
        }
        consent = Consent.ASKED;
        EarlyEnd.TasksFail otherwise = new EarlyEnd.TasksFail(waiting.failures(), waiting.remedy());
        String question =
                otherwise.failures() + ".\n" + otherwise.remedy() + ". Try one more bot at a time?";
        Console console = setup.session().console();
        DaemonThreads.start(
                clock,
                "question whether to try on",
                () -> inbox.add(new Message.TryOn(
                        setup.yes() || !console.isTerminal() || console.confirm(question, false), otherwise)));
    }

    private void pollTasks() {
        if (!watcher.isPollDue()) {
            return;
        }
        TaskWatcher.Poll poll = watcher.poll();
        poll.ends().forEach(this::ended);
        if (poll.failure().isEmpty()) {
            pollBackoff.reset();
            return;
        }
        ServiceException failure = poll.failure().get();
        if (failure.error().isRetryable()) {
            Duration pause = pollBackoff.nextDelay();
            watcher.pause(pause);
            view.pausing(failure.error(), pause);
        } else {
            end(new EarlyEnd.TasksUnreadable(failure));
        }
    }

    private void ended(TaskEnd end) {
        BotAttempt attempt = end.attempt();
        Bot bot = attempt.bot();
        TaskState task = end.task();
        if (end instanceof TaskEnd.TakesLong) {
            view.takesLong(bot, task.taskId(), TaskWatcher.LONG);
            return;
        }
        outcomes.recordTask(bot.key(), task);
        if (end instanceof TaskEnd.TimedOut late) {
            take(late.wasStopped()
                    ? new Step.Settle(attempt, late.outcome())
                    : new Step.Report(attempt, late.outcome()));
            count(late.outcome());
            return;
        }
        waiting.onTaskEnded();
        TaskOutcome judgement = ((TaskEnd.Ended) end).judgement();
        if (judgement instanceof TaskOutcome.Superseded superseded) {
            take(new Step.Watch(
                    attempt, superseded.byTaskId(), task.taskId(), false, TaskStarter.SUPERSEDED));
        } else if (judgement instanceof TaskOutcome.Over over) {
            AfterAttempt.Known known = known(attempt, Optional.of(task), false);
            take(AfterAttempt.next(attempt, over.outcome(), known));
            if (AfterAttempt.concernsOthers(attempt, over.outcome(), known)) {
                count(over.outcome());
            }
        }
    }

    /** Counts an end that says something about other bots: starts may be held for it. */
    private void count(Outcome outcome) {
        Duration pause = waiting.onOutcome(outcome, watcher.running());
        if (!pause.isZero()) {
            recalls++;
            view.holdingStarts(waiting.failures(), pause);
        }
    }

    private AfterAttempt.Known known(BotAttempt attempt, Optional<TaskState> task, boolean areRowsCounted) {
        Bot bot = attempt.bot();
        return new AfterAttempt.Known(task, journal.entry(bot.key()), rows(bot, areRowsCounted), false);
    }

    private AfterAttempt.Rows rows(Bot bot, boolean areCounted) {
        if (!rows.isAvailable() || bot.sources().isEmpty()) {
            return AfterAttempt.Rows.UNREADABLE;
        }
        if (!areCounted) {
            return AfterAttempt.Rows.NOT_COUNTED;
        }
        return rows.hasNone(bot, journal.mark(bot.key())) ? AfterAttempt.Rows.NONE : AfterAttempt.Rows.SOME;
    }

    private void handle(Message message) {
        if (message instanceof Message.Offered offered) {
            offered(offered.chosen());
            moreMayCome &= !offered.isLast();
        } else if (message instanceof Message.StartEnded ended) {
            startsUnderWay--;
            take(ended.step());
        } else if (message instanceof Message.RowsCounted counted) {
            rowsCounted(counted);
        } else if (message instanceof Message.CountDelayed delayed) {
            if (delayed.error().areCredentialsLost()) {
                end(new EarlyEnd.Rejected(delayed.error()));
            } else {
                view.pausing(delayed.error(), delayed.pause());
            }
        } else if (message instanceof Message.CountGivenUp givenUp) {
            countGivenUp(givenUp.attempt(), givenUp.error());
        } else if (message instanceof Message.TryOn answer) {
            consent = answer.isConfirmed() ? Consent.GIVEN : consent;
            if (!answer.isConfirmed()) {
                end(answer.otherwise());
            }
        } else if (message instanceof Message.Broken broken) {
            throw broken.bug();
        }
    }

    private void offered(BotSearch.Chosen chosen) {
        chosen.underWay()
                .forEach((bot, task) -> take(new Step.Watch(
                        firstToWatch(bot),
                        task.taskId(),
                        task.execIdBefore(),
                        false,
                        "already started; it is watched again")));
        if (!chosen.underWay().isEmpty()) {
            waiting.onResumed(watcher.running());
        }
        for (Bot bot : chosen.starts()) {
            if (journal.entry(bot.key()).hasFailed()) {
                waiting.noteFailure(bot.key());
            }
            take(new Step.Wait(firstAttempt(bot), false));
        }
    }

    private BotAttempt firstAttempt(Bot bot) {
        return BotAttempt.first(bot, journal.entry(bot.key()), clock.now());
    }

    /** A running task that the journal does not know is another's. */
    private BotAttempt firstToWatch(Bot bot) {
        BotAttempt attempt = firstAttempt(bot);
        return journal.entry(bot.key()).isUnderWay() ? attempt : attempt.watchingOther();
    }

    private void rowsCounted(Message.RowsCounted counted) {
        BotAttempt attempt = counted.attempt();
        counter.remove(attempt);
        if (counted.outcome() instanceof Outcome.Succeeded && !(counted.byStatus() instanceof Outcome.Succeeded)) {
            waiting.onSuccess(); // the task has succeeded although its status does not say so
        }
        take(AfterAttempt.next(attempt, counted.outcome(), known(attempt, Optional.empty(), true)));
    }

    /** For the journal the task stays unjudged: the next run judges it, and counts again. */
    private void countGivenUp(BotAttempt attempt, ServiceError error) {
        if (error.areCredentialsLost()) {
            end(new EarlyEnd.Rejected(error));
            return;
        }
        counter.remove(attempt);
        report(attempt.bot(), new Outcome.Unproved("its rows could not be counted: " + error.text(), ""));
    }

    private ProgressView.Progress progress() {
        Map<Bot, String> tasks = new LinkedHashMap<>();
        watcher.all().forEach(task -> tasks.put(task.attempt().bot(), task.status().toLowerCase(Locale.ROOT)));
        counter.all().forEach(attempt -> tasks.put(attempt.bot(), "verifying rows"));
        editedBots.all().forEach(edited -> tasks.put(edited.attempt().bot(), "edited in the app"));
        return new ProgressView.Progress(
                Map.copyOf(settled), tasks.size() + startsUnderWay, tasks, waiting.size(), moreMayCome);
    }

    private boolean isOver() {
        return interrupted || earlyEnd.isPresent() || isIdle() && counter.all().isEmpty();
    }

    /** Whether nothing is left but to count rows. */
    private boolean isIdle() {
        boolean nothingToStart = !moreMayCome && waiting.size() == 0 && startsUnderWay == 0 && inbox.isEmpty();
        return nothingToStart && watcher.size() == 0 && editedBots.all().isEmpty();
    }

    /**
     * Sets an outcome for every unfinished bot, which is no event: in the journal, its attempt has not ended, so the
     * next run continues it.
     */
    private void reportUnfinished() {
        String why = interrupted ? "the run was interrupted" : "the run ended early";
        watcher.all().forEach(task -> {
            if (task.attempt().waitsForOtherTask()) {
                reportNotStarted(task.attempt(), why);
            } else {
                outcomes.settle(
                        task.attempt().bot(),
                        new Outcome.Unproved("its task was still running when " + why, task.taskId()));
            }
        });
        editedBots.all().forEach(edited -> outcomes.settle(edited.attempt().bot(), edited.outcome()));
        counter.all().forEach(attempt -> outcomes.settle(
                attempt.bot(),
                attempt.waitsForOtherTask()
                        ? new Outcome.NotStarted(why)
                        : new Outcome.Unproved("its rows had not been counted when " + why, "")));
        waiting.all().forEach(attempt -> reportNotStarted(attempt, why));
    }

    /**
     * A bot whose last attempt has failed is reported as that. A request that certainly has not taken effect is
     * withdrawn: the next run asks about the bot again.
     */
    private void reportNotStarted(BotAttempt attempt, String why) {
        Bot bot = attempt.bot();
        Outcome notStarted = new Outcome.NotStarted(why);
        if (attempt.request() instanceof BotAttempt.Unconfirmed) {
            report(bot, Outcome.unconfirmed());
            return;
        }
        if (attempt.request() instanceof BotAttempt.Intended) {
            write(() -> journal.ended(bot.key(), attempt.number(), notStarted));
        }
        report(bot, lastOutcomes.getOrDefault(bot.key(), notStarted));
    }
}
