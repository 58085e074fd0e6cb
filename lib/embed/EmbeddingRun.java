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
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.FailureCause;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import lib.model.RowCounts;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.proof.RowVerifier;
import lib.report.ProgressView;
import lib.retry.CircuitBreaker;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import lib.retry.StartGate;

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

    private static final int MAX_REASON = 200;

    private final Setup setup;
    private final Journal journal;
    private final RowVerifier rows;
    private final BotOutcomes outcomes;
    private final Clock clock;
    private final ProgressView view;
    private final StartQueue waiting = new StartQueue();
    private final StartGate gate;
    private final TaskStarter starter;
    private final TaskWatcher watcher;
    private final RowCounter counter;
    /** Send starts, and count rows. */
    private final ExecutorService workers;

    private final BlockingQueue<Message> inbox;
    private final Map<OutcomeKind, Integer> settled = new EnumMap<>(OutcomeKind.class);
    /** The outcomes of attempts that another one is to follow. */
    private final Map<BotKey, Outcome> lastOutcomes = new HashMap<>();

    private Optional<UserException> earlyEnd = Optional.empty();
    private boolean moreMayCome = true;
    private int startsUnderWay;
    private Outcome lastFailure;
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
        this.inbox = clock.newQueue();
        this.view = new ProgressView(setup.session(), search::sweepProgress);
        EmbedOptions.Start options = setup.options().start;
        this.gate = new StartGate(options.parallel, clock);
        RunningTasks runningTasks = new RunningTasks(setup.tasks(), clock);
        this.watcher = new TaskWatcher(setup.table(), setup.tasks(), runningTasks, options.limitOfTask(), clock);
        this.starter =
                new TaskStarter(setup.table(), setup.tasks(), runningTasks, search.obstacles(), journal, clock);
        this.counter = new RowCounter(clock);
        int starters = options.parallel == 0 ? MAX_STARTERS : Math.min(options.parallel, MAX_STARTERS);
        this.workers = DaemonThreads.pool(clock, starters + 1);
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
                countRows();
                view.progress(progress());
                for (Message message = clock.poll(inbox, TICK); message != null; message = inbox.poll()) {
                    handle(message);
                }
            }
            inbox.forEach(this::handle); // such as resumed bots that were not handled yet
            reportUnfinished();
            return new End(interrupted, earlyEnd);
        } finally {
            workers.shutdownNow();
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
            endWithoutJournal(unsent.cause());
        } else if (step instanceof Step.Started started) { // watch to the end
            outcomes.recordTask(bot.key(), started.task());
            view.started(bot, started.task().taskId());
            watch(attempt.started(), started.task().taskId(), started.execIdBefore(), true);
            gate.onAccepted(watcher.running());
        } else if (step instanceof Step.Watch existing) {
            view.watching(bot, existing.taskId(), existing.why());
            if (existing.isMissing()) {
                watcher.add(attempt, existing.taskId(), existing.execIdBefore(), false, true);
            } else {
                watch(attempt, existing.taskId(), existing.execIdBefore(), false);
            }
        } else if (step instanceof Step.OtherEnded other) {
            outcomes.recordTask(bot.key(), other.task());
            take(new Step.Judge(
                    attempt.watching(BotAttempt.Watched.BEFORE_START),
                    new Outcome.Unproved("another task has ended", other.task().taskId())));
        } else if (step instanceof Step.CountRows count) { // look at the rows
            counter.add(new RowCounter.Request(attempt, count.byStatus()));
        } else if (step instanceof Step.Judge judge) { // decide
            take(AfterAttempt.next(attempt, judge.byStatus(), known(attempt, Optional.empty(), false)));
        } else if (step instanceof Step.MarkAgain) { // perhaps once more
            String highest = rows.of(bot.key()).map(RowCounts::highestId).orElse("");
            write(() -> journal.marked(bot.key(), highest, List.of()));
            waiting.add(attempt, false);
        } else if (step instanceof Step.TryAgain again) {
            write(() -> journal.ended(bot.key(), attempt.number(), again.outcome()));
            view.retrying(bot, again.outcome());
            if (!again.isAtOnce()) {
                waiting.noteFailure(bot.key());
                lastOutcomes.put(bot.key(), again.outcome());
            }
            take(new Step.Wait(attempt.next(), again.isAtOnce()));
        } else if (step instanceof Step.Settle settle) { // record
            write(() -> journal.ended(bot.key(), attempt.number(), settle.outcome()));
            report(bot, settle.outcome());
        } else if (step instanceof Step.Report report) {
            report(bot, report.outcome());
        }
    }

    private void rejected(BotAttempt attempt, ServiceError error) {
        if (gate.mayRetry(error)) {
            boolean mayBeStarted = attempt.request() instanceof BotAttempt.Unconfirmed;
            if (error instanceof ServiceError.NoCapacity && !mayBeStarted) {
                waiting.add(attempt, false);
            } else {
                waiting.addSecond(attempt);
            }
            gate.onRejected(error, watcher.running()).ifPresent(pause -> view.pausing(error, pause));
        } else if (error instanceof ServiceError.Fatal || error.isRetryable()) {
            waiting.add(attempt, true);
            endRejected(error);
        } else {
            take(new Step.Settle(attempt, new Outcome.Failed("not started: " + error.text(), "", false)));
        }
    }

    private void watch(BotAttempt attempt, String taskId, String execIdBefore, boolean wasSeen) {
        watcher.add(attempt, taskId, execIdBefore, wasSeen, false);
        BotKey bot = attempt.bot().key();
        JournalRecord.Started known = journal.entry(bot).started();
        boolean isJournalled = known != null && known.taskId().equals(taskId);
        if (!isJournalled && !attempt.waitsForOtherTask()) {
            write(() -> journal.started(bot, attempt.number(), taskId, execIdBefore));
        }
    }

    private void write(Runnable record) {
        try {
            record.run();
        } catch (UncheckedIOException e) {
            endWithoutJournal(e);
        }
    }

    private void report(Bot bot, Outcome outcome) {
        settled.merge(outcome.kind(), 1, Integer::sum);
        outcomes.settle(bot, outcome);
        view.ended(bot, outcome);
    }

    private void end(ExitCode exitCode, String why, Exception cause) {
        earlyEnd = Optional.of(new UserException(exitCode, why, cause));
    }

    /** AWS rejects what concerns every bot. */
    private void endRejected(ServiceError error) {
        end(ExitCode.AWS_ERROR, "AWS rejected the run: " + error.text() + ". " + error.remedy(), null);
    }

    /** Without a journal nothing may be started: a request that is not recorded can be sent twice. */
    private void endWithoutJournal(UncheckedIOException cause) {
        end(ExitCode.INCOMPLETE, "Stopped: " + cause.getMessage() + ".\nFree disk space.", cause);
    }

    /** Task after task ends without a success. */
    private void endForFailures(String why) {
        end(ExitCode.INCOMPLETE, "Stopped: " + why, null);
    }

    private void startWaiting() {
        while (mayStart()) {
            gate.onStart();
            BotAttempt attempt = waiting.next();
            int before = recalls;
            startsUnderWay++;
            workers.execute(() -> inbox.add(start(attempt, before)));
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
        if (waiting.size() == 0) {
            return false;
        }
        CircuitBreaker.Starts allowed = gate.allowed(watcher.running() + startsUnderWay);
        switch (allowed) {
            case ALL -> consent = Consent.NOT_ASKED;
            case ONE -> askToTryOn();
            case NO_MORE -> endForFailures(whyHeld());
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
        String why = whyHeld();
        Console console = setup.session().console();
        DaemonThreads.start(
                clock,
                "question whether to try on",
                () -> inbox.add(new Message.TryOn(
                        setup.yes()
                                || !console.isTerminal()
                                || console.confirm(why + " Try one more bot at a time?", false),
                        why)));
    }

    /** Why starts are held, and what to do about it. */
    private String whyHeld() {
        return failures() + ".\n" + remedy() + ".";
    }

    /** Why starts are held: how many tasks have ended without a success, and the reason of the last one. */
    private String failures() {
        return Text.count(gate.failuresInARow(), "task") + " in a row ended without a success (the last one: "
                + Text.oneLine(lastFailure.reason(), MAX_REASON) + ")";
    }

    private String remedy() {
        return FailureCause.of(lastFailure)
                .map(FailureCause::remedy)
                .orElse("Look for the cause in the reasons and the tasks' logs, which are listed with the bots");
    }

    private void pollTasks() {
        if (!watcher.isPollDue()) {
            return;
        }
        TaskWatcher.Poll poll = watcher.poll();
        poll.ends().forEach(this::ended);
        poll.failure().ifPresent(failure -> {
            ServiceError error = failure.error();
            if (error.isRetryable()) {
                view.pausing(error, poll.pause());
            } else {
                end(
                        ExitCode.AWS_ERROR,
                        "The state of the tasks can no longer be read: " + error.text() + ". " + error.remedy(),
                        failure);
            }
        });
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
        gate.onTaskEnded();
        if (!(end instanceof TaskEnd.Ended ended)) {
            return;
        }
        TaskOutcome judgement = ended.judgement();
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
        if (outcome instanceof Outcome.Succeeded) {
            gate.onSuccess();
        } else if (TaskOutcome.isThrottled(outcome)) {
            gate.onOverload(watcher.running() + 1);
        } else {
            lastFailure = outcome;
            Duration pause = gate.onFailure();
            if (!pause.isZero()) {
                recalls++;
                view.holdingStarts(failures(), pause);
            }
        }
    }

    private void countRows() {
        List<RowCounter.Request> bots = counter.next();
        if (!bots.isEmpty()) {
            boolean isLast = isIdle();
            workers.execute(() -> inbox.add(count(bots, isLast)));
        }
    }

    /** Counts rows, on a thread of its own. */
    private Message count(List<RowCounter.Request> bots, boolean isLast) {
        try {
            rows.count(bots.stream().map(request -> request.attempt().bot()).toList());
            return new Message.Counted(bots, Optional.empty(), isLast);
        } catch (ServiceException e) {
            return new Message.Counted(bots, Optional.of(e.error()), isLast);
        } catch (RuntimeException bug) {
            return new Message.Broken(bug);
        }
    }

    private AfterAttempt.Known known(BotAttempt attempt, Optional<TaskState> task, boolean areRowsCounted) {
        Bot bot = attempt.bot();
        return new AfterAttempt.Known(task, journal.entry(bot.key()), rows(bot, areRowsCounted));
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
        } else if (message instanceof Message.Counted counted) {
            counted(counted);
        } else if (message instanceof Message.TryOn answer) {
            if (answer.isConfirmed()) {
                consent = Consent.GIVEN;
            } else {
                endForFailures(answer.why());
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
            gate.onResumed(watcher.running());
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
        return journal.entry(bot.key()).isUnderWay() ? attempt : attempt.watching(BotAttempt.Watched.OTHER);
    }

    /** Rows that cannot be counted are counted again with growing pauses, while anything else is left to do. */
    private void counted(Message.Counted counted) {
        if (counted.error().isEmpty()) {
            counter.done();
            counted.bots().forEach(this::counted);
            return;
        }
        ServiceError error = counted.error().get();
        if (error.areCredentialsLost()) {
            endRejected(error);
        } else if (counted.isLast()) { // for the journal, their tasks stay unjudged: the next run counts again
            counter.done();
            counted.bots()
                    .forEach(request -> report(
                            request.attempt().bot(),
                            new Outcome.Unproved("its rows could not be counted: " + error.text(), "")));
        } else {
            view.pausing(error, counter.delayed());
        }
    }

    private void counted(RowCounter.Request request) {
        BotAttempt attempt = request.attempt();
        BotKey bot = attempt.bot().key();
        List<String> accepted = journal.entry(bot).acceptedGaps();
        Outcome outcome = rows.judge(attempt.bot(), request.byStatus(), accepted, journal.mark(bot));
        if (outcome instanceof Outcome.Succeeded && !(request.byStatus() instanceof Outcome.Succeeded)) {
            gate.onSuccess(); // the task has succeeded although its status does not say so
        }
        take(AfterAttempt.next(attempt, outcome, known(attempt, Optional.empty(), true)));
    }

    private ProgressView.Progress progress() {
        Map<Bot, String> tasks = new LinkedHashMap<>();
        watcher.all().forEach(task -> tasks.put(
                task.attempt().bot(),
                task.edit().isPresent() ? "edited in the app" : task.status().toLowerCase(Locale.ROOT)));
        counter.all().forEach(attempt -> tasks.put(attempt.bot(), "verifying rows"));
        return new ProgressView.Progress(
                Map.copyOf(settled), tasks.size() + startsUnderWay, tasks, waiting.size(), moreMayCome);
    }

    private boolean isOver() {
        return interrupted || earlyEnd.isPresent() || isIdle() && counter.all().isEmpty();
    }

    /** Whether nothing is left but to count rows. */
    private boolean isIdle() {
        boolean nothingToStart = !moreMayCome && waiting.size() == 0 && startsUnderWay == 0 && inbox.isEmpty();
        return nothingToStart && watcher.size() == 0;
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
                        task.edit()
                                .map(TaskWatcher.Edit::outcome)
                                .orElse(new Outcome.Unproved(
                                        "its task was still running when " + why, task.taskId())));
            }
        });
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
