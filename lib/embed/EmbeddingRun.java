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
import lib.report.ProgressText;
import lib.report.ProgressView;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import lib.retry.StartGate;

/**
 * Brings every chosen bot from its start to its outcome. {@link #take} says what happens to a bot, step by step, and
 * {@link AfterAttempt} what follows the end of its task. All state belongs to the thread that calls {@link #run()}.
 */
public final class EmbeddingRun {
    /** How a run ended: normally, by Ctrl-C, or by an error that affects every bot. */
    public record End(boolean interrupted, Optional<UserException> stopped) {}

    private static final Duration TICK = Duration.ofSeconds(1);
    /** Enough for 20 starts per second if each takes up to 0.4 s. */
    private static final int MAX_STARTERS = 8;

    private static final int MAX_REASON = 200;
    private static final String REJECTED = "AWS rejected the run";

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
    private final EventLoop loop;
    /** How many starts may be under way. */
    private final int starters;
    /** Send starts, and count rows: one statement at a time, so that a slow database keeps no start waiting. */
    private final ExecutorService workers;

    private final Map<OutcomeKind, Integer> settled = new EnumMap<>(OutcomeKind.class);
    /** The outcomes of attempts that another one, or the app's own task, is to follow. */
    private final Map<BotKey, Outcome> lastOutcomes = new HashMap<>();

    private Optional<UserException> earlyEnd = Optional.empty();
    private boolean moreMayCome = true;
    private int startsUnderWay;
    private Outcome lastFailure;
    private volatile boolean interrupted;

    /** @param search knows what cannot be embedded, and how far the sweep is */
    public EmbeddingRun(Setup setup, Journal journal, BotSearch search, BotOutcomes outcomes) {
        this.setup = setup;
        this.journal = journal;
        this.rows = setup.rows();
        this.outcomes = outcomes;
        this.clock = setup.session().clock();
        this.loop = new EventLoop(clock);
        this.view = new ProgressView(setup.session(), search::sweepProgress);
        EmbedOptions.Start options = setup.options().start;
        this.gate = new StartGate(options.parallel, clock);
        RunningTasks runningTasks = new RunningTasks(setup.tasks(), clock);
        this.watcher = new TaskWatcher(setup.table(), setup.tasks(), runningTasks, options.limitOfTask(), clock);
        this.starter =
                new TaskStarter(setup.table(), setup.tasks(), runningTasks, search.obstacles(), journal, clock);
        this.counter = new RowCounter(clock);
        this.starters = options.parallel == 0 ? MAX_STARTERS : Math.min(options.parallel, MAX_STARTERS);
        this.workers = DaemonThreads.pool(clock, starters + 1);
    }

    /** Adds chosen bots. Any thread may call this. */
    public void offer(BotSearch.Chosen chosen) {
        loop.post(() -> offered(chosen));
    }

    /** Adds the last chosen bots. Any thread may call this. */
    public void offerLast(BotSearch.Chosen chosen) {
        loop.post(() -> {
            offered(chosen);
            moreMayCome = false;
        });
    }

    /**
     * Stops starting tasks at once; running tasks continue. {@link #run()} returns when no start is under way. Any
     * thread may call this.
     */
    public void interrupt() {
        interrupted = true;
        loop.post(() -> {}); // wakes it
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
                boolean isStartDue = waiting.size() > 0 && !gate.untilNextStart().isZero();
                loop.run(isStartDue ? gate.untilNextStart() : TICK);
            }
            loop.run(Duration.ZERO); // such as resumed bots that were not handled yet
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
        if (step instanceof Step.Queue queue) { // start: at its turn, a starter checks, journals and sends the request
            waiting.add(attempt, queue.isFirst());
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
        } else if (step instanceof Step.TakesLong late) {
            view.takesLong(bot, late.task().taskId(), TaskWatcher.LONG);
        } else if (step instanceof Step.TimedOut late) {
            outcomes.recordTask(bot.key(), late.task());
            take(late.wasStopped()
                    ? new Step.Settle(attempt, late.outcome())
                    : new Step.Report(attempt, late.outcome()));
            count(late.outcome());
        } else if (step instanceof Step.Ended ended) {
            outcomes.recordTask(bot.key(), ended.task());
            gate.onTaskEnded();
            ended(ended);
        } else if (step instanceof Step.CountRows count) { // look at the rows
            counter.add(count);
        } else if (step instanceof Step.AwaitApp edited) {
            lastOutcomes.put(bot.key(), edited.outcome());
            watcher.add(attempt, edited.outcome().taskId(), "", true, false);
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
            take(new Step.Queue(attempt.next(), again.isAtOnce()));
        } else if (step instanceof Step.Settle settle) { // record
            write(() -> journal.ended(bot.key(), attempt.number(), settle.outcome()));
            report(bot, settle.outcome());
        } else if (step instanceof Step.Report report) {
            report(bot, report.outcome());
        } else {
            throw new IllegalStateException("nothing is known of " + step); // the bot must not vanish
        }
    }

    private void rejected(BotAttempt attempt, ServiceError error) {
        if (gate.mayRetry(error)) {
            if (attempt.request() instanceof BotAttempt.Unconfirmed) {
                waiting.addSecond(attempt); // its task may be running unseen
            } else {
                waiting.add(attempt, false);
            }
            gate.onRejected(error, watcher.running()).ifPresent(pause -> view.pausing(error, pause));
        } else if (error instanceof ServiceError.Fatal || error.isRetryable()) {
            waiting.add(attempt, true);
            endRejected(error, REJECTED);
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

    private void end(ExitCode exitCode, String why) {
        earlyEnd = Optional.of(new UserException(exitCode, why, null));
    }

    /** AWS rejects what concerns every bot. */
    private void endRejected(ServiceError error, String what) {
        end(ExitCode.AWS_ERROR, what + ": " + error.explained());
        if (error.isAccessDenied()) {
            earlyEnd.get().needsPolicy();
        }
    }

    /** Without a journal nothing may be started: a request that is not recorded can be sent twice. */
    private void endWithoutJournal(UncheckedIOException cause) {
        end(ExitCode.INCOMPLETE, "Stopped: " + cause.getMessage() + ".\nFree disk space.");
    }

    /** Task after task ends without a success. */
    private void endForFailures(String why) {
        end(ExitCode.INCOMPLETE, "Stopped: " + why);
    }

    private void startWaiting() {
        while (mayStart()) {
            gate.onStart();
            BotAttempt attempt = waiting.next();
            startsUnderWay++;
            workers.execute(loop.work(() -> {
                Step next = starter.start(attempt, () -> interrupted);
                return () -> {
                    startsUnderWay--;
                    take(next);
                };
            }));
        }
    }

    private boolean mayStart() {
        if (waiting.size() == 0 || startsUnderWay == starters) {
            return false;
        }
        return switch (gate.allowed(watcher.running() + startsUnderWay)) {
            case ALL, ONE -> true;
            case NONE -> false;
            case ASK -> {
                askToTryOn();
                yield false;
            }
            case NO_MORE -> {
                endForFailures(whyHeld());
                yield false;
            }
        };
    }

    private void askToTryOn() {
        Console console = setup.session().console();
        if (setup.yes() || !console.isTerminal()) {
            gate.onConsent();
            return;
        }
        gate.onAsked();
        String why = whyHeld();
        Runnable question = loop.work(() -> {
            boolean isConfirmed = console.confirm(why + " Try one more bot at a time?", false);
            return () -> {
                if (isConfirmed) {
                    gate.onConsent();
                } else {
                    endForFailures(why);
                }
            };
        });
        DaemonThreads.start(clock, "question whether to try on", question::run);
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
        poll.steps().forEach(this::take);
        poll.failure().ifPresent(failure -> {
            if (failure.error().isRetryable()) {
                view.pausing(failure.error(), poll.pause());
            } else {
                endRejected(failure.error(), "The state of the tasks can no longer be read");
            }
        });
    }

    private void ended(Step.Ended end) {
        BotAttempt attempt = end.attempt();
        String taskId = end.task().taskId();
        if (end.judgement() instanceof TaskOutcome.Superseded superseded) {
            boolean isAppsOwn = attempt.watches() == BotAttempt.Watched.AFTER_EDIT;
            BotAttempt watching = isAppsOwn ? attempt.watching(BotAttempt.Watched.OWN) : attempt;
            take(new Step.Watch(watching, superseded.byTaskId(), taskId, false, TaskStarter.SUPERSEDED));
        } else if (end.judgement() instanceof TaskOutcome.Over over) {
            AfterAttempt.Known known = known(attempt, Optional.of(end.task()), false);
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
                view.holdingStarts(failures(), pause);
            }
        }
    }

    /** Rows that cannot be counted are counted again with growing pauses, while anything else is left to do. */
    private void countRows() {
        List<Step.CountRows> bots = counter.next();
        if (!bots.isEmpty()) {
            workers.execute(loop.work(() -> {
                try {
                    rows.count(bots.stream().map(count -> count.attempt().bot()).toList());
                    return () -> counted(bots);
                } catch (ServiceException e) {
                    return () -> notCounted(bots, e.error());
                }
            }));
        }
    }

    private void counted(List<Step.CountRows> bots) {
        counter.done();
        for (Step.CountRows count : bots) {
            BotAttempt attempt = count.attempt();
            BotKey bot = attempt.bot().key();
            List<String> accepted = journal.entry(bot).acceptedGaps();
            Outcome outcome = rows.judge(attempt.bot(), count.byStatus(), accepted, journal.mark(bot));
            if (outcome instanceof Outcome.Succeeded && !(count.byStatus() instanceof Outcome.Succeeded)) {
                gate.onSuccess(); // the task has succeeded although its status does not say so
            }
            take(AfterAttempt.next(attempt, outcome, known(attempt, Optional.empty(), true)));
        }
    }

    private void notCounted(List<Step.CountRows> bots, ServiceError error) {
        if (error.areCredentialsLost()) {
            endRejected(error, REJECTED);
        } else if (isIdle() && counter.isLast()) { // for the journal, their tasks stay unjudged: the next run counts
            counter.done();
            bots.forEach(count -> report(
                    count.attempt().bot(),
                    new Outcome.Unproved("its rows could not be counted: " + error.text(), "")));
        } else {
            view.pausing(error, counter.delayed());
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
            take(new Step.Queue(firstAttempt(bot), false));
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

    private ProgressText.Progress progress() {
        Map<Bot, String> tasks = new LinkedHashMap<>();
        watcher.all().forEach(task -> tasks.put(
                task.attempt().bot(),
                task.isAfterEdit() ? "edited in the app" : task.status().toLowerCase(Locale.ROOT)));
        counter.all().forEach(attempt -> tasks.put(attempt.bot(), "verifying rows"));
        return new ProgressText.Progress(
                Map.copyOf(settled), tasks.size() + startsUnderWay, tasks, waiting.size(), moreMayCome);
    }

    private boolean isOver() {
        return interrupted || earlyEnd.isPresent() || isIdle() && counter.all().isEmpty();
    }

    /** Whether nothing is left but to count rows. */
    private boolean isIdle() {
        return !moreMayCome && waiting.size() == 0 && startsUnderWay == 0 && watcher.size() == 0;
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
                Bot bot = task.attempt().bot();
                outcomes.settle(
                        bot,
                        task.isAfterEdit()
                                ? lastOutcomes.get(bot.key())
                                : new Outcome.Unproved("its task was still running when " + why, task.taskId()));
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
