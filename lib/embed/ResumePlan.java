package lib.embed;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.cli.Session;
import lib.common.Console;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.Outcome;
import lib.model.RowCounts;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.proof.RowVerifier;
import lib.retry.Retrier;
import lib.retry.ServiceException;

/**
 * The state of each bot before this run does anything: from the journal, from the tasks that ECS still lists, and from
 * its rows.
 */
public final class ResumePlan {
    /**
     * What was found about a bot.
     *
     * @param news an outcome that the journal does not have yet, as that of this attempt; empty if it has
     */
    record Finding(BotState state, Optional<Outcome> news, int attempt) {
        private static Finding of(BotState state) {
            return new Finding(state, Optional.empty(), 0);
        }

        private static Finding of(Outcome outcome, boolean isNews, int attempt) {
            return new Finding(stateAfter(outcome), Optional.of(outcome).filter(any -> isNews), attempt);
        }

        private static BotState stateAfter(Outcome outcome) {
            if (outcome instanceof Outcome.Succeeded) {
                return new BotState.Done(outcome);
            }
            return outcome instanceof Outcome.Incomplete incomplete
                    ? new BotState.Incomplete(incomplete, false)
                    : new BotState.ToDecide(Optional.of(outcome), "");
        }
    }

    private static final Duration RETRY_LIMIT = Duration.ofMinutes(10);

    private final Journal journal;
    private final EmbeddingTasks tasks;
    private final BotTable table;
    private final RowVerifier rows;
    private final BotFilter filter;
    private final Retrier retrier;
    private final List<TaskState> knownTasks;
    private final Map<BotKey, TaskState> running = new LinkedHashMap<>();

    private ResumePlan(Setup setup, Journal journal, List<TaskState> knownTasks) {
        this.journal = journal;
        this.tasks = setup.tasks();
        this.table = setup.table();
        this.rows = setup.rows();
        this.filter = setup.filter();
        this.retrier = setup.session().retrier();
        this.knownTasks = knownTasks;
        knownTasks.stream().filter(TaskState::isAlive).forEach(task -> running.put(task.bot(), task));
    }

    /**
     * Lists the embedding tasks, and shows how far the migration is. Without permission to list them, the journal and
     * the tokens still prevent duplicates.
     */
    public static ResumePlan make(Setup setup, Journal journal) {
        Session session = setup.session();
        Console console = session.console();
        List<TaskState> knownTasks = List.of();
        try {
            knownTasks = session.retrier().call(RETRY_LIMIT, setup.tasks()::listAll);
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                throw e;
            }
            console.warn("The running tasks could not be listed (" + e.error().text()
                    + "). Grant ecs:ListTasks so that they are found and watched.");
        }
        ResumePlan plan = new ResumePlan(setup, journal, knownTasks);
        if (!session.isRehearsal()) { // which begins with a new journal
            String path = session.isVerbose() ? "  [" + session.userFolders().shown(journal.path()) + "]" : "";
            console.field("journal", JournalSummary.of(journal, plan.running.size()) + path);
        }
        return plan;
    }

    /** The tasks of a bot that ECS lists as running, or that the journal knows and ECS does not list. */
    List<String> mayBeRunning(BotKey bot) {
        Journal.Entry known = journal.entry(bot);
        Stream<String> listed = knownTasks.stream()
                .filter(task -> task.isAlive() && task.bot().equals(bot))
                .map(TaskState::taskId);
        Stream<String> journaled = known.isUnderWay()
                        && knownTasks.stream().noneMatch(task -> known.hasStarted(task.taskId()))
                ? Stream.of(known.started().taskId())
                : Stream.empty();
        return Stream.concat(listed, journaled).toList();
    }

    /** The current state of a bot's task, for a read-only run. */
    Outcome peek(Bot bot, BotState.UnderWay task) {
        TaskState state = retrier.call(RETRY_LIMIT, () -> tasks.describe(List.of(task.taskId())))
                .get(task.taskId());
        if (state.isAlive()) {
            return new Outcome.Unproved("its task is " + state.lastStatus(), task.taskId());
        }
        if (!(TaskOutcome.of(state, task.execIdBefore(), read(bot.key())) instanceof TaskOutcome.Over over)) {
            return new Outcome.Unproved("another task has overwritten this bot's status", task.taskId());
        }
        // A single request cannot tell a lost task from one that ECS does not know for a moment.
        return state.isMissing() && over.outcome() instanceof Outcome.Failed
                ? new Outcome.Unproved(
                        "ECS does not know its task now; a run finds out whether that lasts", task.taskId())
                : over.outcome();
    }

    /** Returns the state of a bot; writes nothing. One that would only fail again is not offered. */
    Finding of(Bot bot) {
        Journal.Entry known = journal.entry(bot.key());
        Finding finding = of(bot, known);
        boolean mayStart =
                finding.state() instanceof BotState.ToDecide || finding.state() instanceof BotState.Incomplete;
        return mayStart && filter.excludesBlocked(bot)
                ? blockedBySitemap(bot, known)
                        .map(blocked -> blocked.news().isPresent()
                                ? blocked
                                : new Finding(blocked.state(), finding.news(), finding.attempt()))
                        .orElse(finding)
                : finding;
    }

    private Finding of(Bot bot, Journal.Entry known) {
        if (known.isUnderWay()) {
            return stoppedByUser(bot, known)
                    .map(stopped -> Finding.of(stopped, true, known.attempt()))
                    .orElseGet(() -> Finding.of(new BotState.UnderWay(
                            known.started().taskId(), known.started().execIdBefore())));
        }
        TaskState task = running.get(bot.key());
        boolean isStopped = task != null && (task.isStoppedByUser() || known.endedWith(task.taskId()));
        if (task != null && !isStopped && !known.tasksBeforeMark().contains(task.taskId())) {
            String execIdBefore = known.isUnconfirmed() ? known.intended().execIdBefore() : bot.lastExecId();
            return Finding.of(new BotState.UnderWay(task.taskId(), execIdBefore));
        }
        if (known.isUnconfirmed()) {
            return Finding.of(new BotState.Unconfirmed());
        }
        return known.isOver() ? ofEnded(bot, known) : ofUnknown(bot, known);
    }

    /** Journals what was found, if that is news. */
    void record(Bot bot, Finding finding) {
        if (journal.isWritable()) {
            finding.news().ifPresent(outcome -> journal.ended(bot.key(), finding.attempt(), outcome));
        }
    }

    /** Returns the outcome of a bot whose task the user has stopped: it is offered again. Empty for other bots. */
    private Optional<Outcome> stoppedByUser(Bot bot, Journal.Entry known) {
        String taskId = known.started().taskId();
        return knownTasks.stream()
                .filter(task -> task.taskId().equals(taskId) && task.isStoppedByUser())
                .findFirst()
                .filter(task -> !isProvedBy(task, known.started().execIdBefore(), bot))
                .map(task -> new Outcome.Failed(task.ending(), taskId, false));
    }

    private static boolean isProvedBy(TaskState task, String execIdBefore, Bot bot) {
        return TaskOutcome.of(task, execIdBefore, Optional.of(bot)) instanceof TaskOutcome.Over over
                && over.outcome() instanceof Outcome.Succeeded;
    }

    /** A bot whose last attempt has ended: the journal's outcome, unless its rows contradict it. */
    private Finding ofEnded(Bot bot, Journal.Entry known) {
        Outcome before = known.ended().asOutcome();
        String unknown = journal.unknownDatabase(bot.key());
        if (before instanceof Outcome.Succeeded && !unknown.isEmpty()) {
            Outcome unproved = new Outcome.Unproved(
                    "it was embedded for the database " + unknown + ", and today's is not known", before.taskId());
            return Finding.of(unproved, false, known.attempt());
        }
        String mark = journal.mark(bot.key());
        Outcome now = before instanceof Outcome.Failed && rows.proves(bot, mark)
                ? rows.proved(bot, ": embedded since its task failed")
                : afterEdit(bot, rows.judge(bot, before, known.acceptedGaps(), mark));
        return Finding.of(now, !now.equals(before), known.attempt());
    }

    /**
     * A task that succeeded leaves SUCCEEDED. If the status is another now, the bot was changed in the app since: what
     * has no rows is not a gap that another task would leave again.
     */
    private Outcome afterEdit(Bot bot, Outcome outcome) {
        if (bot.sources().isEmpty() || bot.status().equals("SUCCEEDED")) {
            return outcome;
        }
        boolean hasGap = outcome instanceof Outcome.Incomplete incomplete && !incomplete.isAccepted();
        boolean byStatusAlone =
                outcome instanceof Outcome.Succeeded && rows.of(bot.key()).isEmpty();
        if (!hasGap && !byStatusAlone) {
            return outcome;
        }
        String gap = rows.gap(bot);
        return new Outcome.Unproved(
                "it was changed in the app after its task: SyncStatus is " + bot.shownStatus()
                        + (gap.isEmpty() ? "" : ", " + gap),
                outcome.taskId());
    }

    /**
     * The state of a bot whose sitemap URL keeps its other sources from being embedded; empty if these have rows. What
     * the user accepts is news.
     */
    private Optional<Finding> blockedBySitemap(Bot bot, Journal.Entry known) {
        return rows.blockedBySitemap(bot, known.acceptedGaps())
                .map(outcome -> new Finding(
                        new BotState.Incomplete(outcome, true),
                        Optional.<Outcome>of(outcome)
                                .filter(any -> outcome.isAccepted()
                                        && !known.acceptedGaps().containsAll(outcome.missing())),
                        known.attempt()));
    }

    /** Journals that the user accepts a bot that cannot be embedded, unless that is known already. */
    void recordAccepted(Bot bot, Outcome.NotStarted outcome) {
        Journal.Entry known = journal.entry(bot.key());
        if (outcome.isAccepted() && journal.isWritable() && !known.acceptedGaps().equals(outcome.missing())) {
            journal.ended(bot.key(), known.attempt(), outcome);
        }
    }

    /** Reads a bot from the table; empty if it was deleted. */
    Optional<Bot> read(BotKey bot) {
        return retrier.call(RETRY_LIMIT, () -> table.read(bot));
    }

    /**
     * A bot that is not in the journal. It may still be proved by a task of this tool that has stopped within the last
     * hour and has left rows here, or by its rows, because the deploy has emptied the database, and a task writes all
     * rows of a bot or none.
     */
    private Finding ofUnknown(Bot bot, Journal.Entry known) {
        String mark = journal.mark(bot.key());
        boolean mayBeForAnotherDatabase = known.attempt() > 0 || rows.hasNone(bot, mark);
        Optional<Outcome> byTask = mayBeForAnotherDatabase ? Optional.empty() : provedByStoppedTask(bot);
        if (byTask.isPresent()) {
            // By the next run, ECS may have forgotten the task.
            return Finding.of(rows.judge(bot, byTask.get(), List.of(), mark), true, 1);
        }
        return Finding.of(
                rows.proves(bot, mark)
                        ? new BotState.Done(rows.proved(bot, ": embedded before"))
                        : new BotState.ToDecide(Optional.empty(), rowsRemark(bot)));
    }

    /** Only the task that has written the bot's status last can prove it. */
    private Optional<Outcome> provedByStoppedTask(Bot bot) {
        List<TaskState> stopped = knownTasks.stream()
                .filter(task -> !task.isAlive() && task.bot().equals(bot.key()))
                .filter(task -> MigrationId.isOurs(task.startedBy()))
                .toList();
        Optional<Bot> now = stopped.isEmpty() ? Optional.empty() : read(bot.key());
        return stopped.stream()
                .filter(task -> now.filter(each -> each.lastExecId().equals(task.taskId()))
                        .isPresent())
                .map(task -> TaskOutcome.of(task, "", now))
                .filter(TaskOutcome.Over.class::isInstance)
                .map(over -> ((TaskOutcome.Over) over).outcome())
                .filter(Outcome.Succeeded.class::isInstance)
                .findFirst();
    }

    /** A remark on the rows of a bot that do not prove it; empty for a bot without rows. */
    private String rowsRemark(Bot bot) {
        Optional<RowCounts> counted = rows.of(bot.key());
        if (counted.isEmpty() || counted.get().chunks() == 0) {
            return "";
        }
        if (!counted.get().missing(bot.sources()).isEmpty()) {
            return rows.gap(bot);
        }
        return "its rows are from before --fresh";
    }

    /** The running tasks of this tool, of this journal or not. */
    List<TaskState> runningTasksOfThisMigration() {
        return knownTasks.stream()
                .filter(task -> task.isAlive() && MigrationId.isOurs(task.startedBy()))
                .toList();
    }

    /** The running tasks that this tool did not start: the app's own, those of the guide's script. */
    List<TaskState> otherRunningTasks() {
        return knownTasks.stream()
                .filter(task -> task.isAlive() && !MigrationId.isOurs(task.startedBy()))
                .toList();
    }
}
