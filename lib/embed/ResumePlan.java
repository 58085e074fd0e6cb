package lib.embed;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Text;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.model.TaskState;
import lib.proof.RowVerifier;
import lib.report.ProgressView;
import lib.retry.Retrier;
import lib.retry.ServiceException;

/** Where each bot stands before this run does anything: what the journal knows, and what ECS still shows. */
public final class ResumePlan {
    /** What is left to do for a bot. */
    public sealed interface BotState {
    }

    /** It has its proof. */
    public record Done(Outcome outcome) implements BotState {
    }

    /** It has a task: alive, or over and not judged yet. */
    public record UnderWay(String taskId, String execIdBefore, Instant startedAt) implements BotState {
    }

    /** A start was asked for and nobody knows the answer: it is settled without asking a person again. */
    public record Unconfirmed() implements BotState {
    }

    /** Its task is done, and the database has no row of some of its knowledge. It is not started again unless that is wished. */
    public record Incomplete(Outcome.Incomplete outcome) implements BotState {
    }

    /**
     * A person decides.
     *
     * @param before what became of the last attempt, or null where there was none
     * @param remark what else is to be known of it, or empty
     */
    public record ToDecide(Outcome before, String remark) implements BotState {
        public String note() {
            return before == null ? remark.isEmpty() ? "new" : remark : before.word() + " before: " + before.reason();
        }
    }

    /**
     * What is wished for bots that need not be started.
     *
     * @param again true to offer those that are done
     * @param retryIncomplete true to offer those whose task is done and whose rows have gaps that nobody has accepted
     */
    public record RetryOptions(boolean again, boolean retryIncomplete) {
    }

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Journal journal;
    private final EmbeddingTasks tasks;
    private final BotTable table;
    private final RowVerifier evidence;
    private final RetryOptions retryOptions;
    private final Retrier retrier;
    private final List<TaskState> listAll;
    private final Map<BotKey, TaskState> alive = new LinkedHashMap<>();
    private final Map<BotKey, TaskState> over = new LinkedHashMap<>();

    private ResumePlan(Journal journal, EmbeddingTasks tasks, BotTable table, RowVerifier evidence, RetryOptions retryOptions, Retrier retrier, List<TaskState> listAll) {
        this.journal = journal;
        this.tasks = tasks;
        this.table = table;
        this.evidence = evidence;
        this.retryOptions = retryOptions;
        this.retrier = retrier;
        this.listAll = listAll;
        listAll.forEach(task -> (task.isAlive() ? alive : over).put(task.bot(), task));
    }

    /** Opens with a census of the embedding tasks. Where that is not permitted, the journal and the tokens still keep starts apart, and a person is told. */
    public static ResumePlan begin(Journal journal, EmbeddingTasks tasks, BotTable table, RowVerifier evidence, RetryOptions retryOptions, ProgressView screen, Retrier retrier) {
        List<TaskState> listAll = List.of();
        try {
            listAll = retrier.call(PATIENCE, tasks::listAll);
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                throw e;
            }
            screen.warn("The tasks that are alive could not be listed (" + e.error().text() + "). Allow ecs:ListTasks to have them found and watched.");
        }
        journal.recognise(listAll.stream().map(TaskState::startedBy).collect(Collectors.toSet()));
        ResumePlan resume = new ResumePlan(journal, tasks, table, evidence, retryOptions, retrier, listAll);
        screen.say(resume.opening());
        return resume;
    }

    /** Asks whether to forget what is done, and does it. Tasks that are alive are watched all the same. */
    public boolean startsAfresh(ProgressView screen, boolean yes) {
        String question = "Embed every bot once more, also the " + journal.entries().stream().filter(Journal.Entry::isDone).count()
                + " that are done? Tasks that are alive are watched, not doubled.";
        if (!screen.confirms(question, yes)) {
            screen.say("Nothing was started, and nothing forgotten.");
            return false;
        }
        journal.startFresh();
        return true;
    }

    /** What a bot's task says right now, for a person who only looks. */
    Outcome peek(Bot bot, UnderWay task) {
        TaskState state = retrier.call(PATIENCE, () -> tasks.describe(List.of(task.taskId()))).get(task.taskId());
        if (state.isAlive()) {
            return new Outcome.Unproved("its task is " + state.lastStatus(), task.taskId());
        }
        if (state.isMissing() && journal.isRecent(task.startedAt())) {
            return new Outcome.Unproved("its task is not visible yet", task.taskId());
        }
        return TaskOutcome.of(state, task.execIdBefore(), read(bot)) instanceof TaskOutcome.Over judged ? judged.outcome()
                : new Outcome.Unproved("another task has taken over this bot's status", task.taskId());
    }

    public BotState of(Bot bot) {
        Journal.Entry known = journal.entry(bot.key());
        if (known.isUnderWay()) {
            return new UnderWay(known.started().taskId(), known.started().execIdBefore(), known.started().since());
        }
        TaskState task = alive.get(bot.key());
        if (task != null && !journal.isOfAnEarlierGeneration(task)) {
            return new UnderWay(task.taskId(), known.isUnconfirmed() ? known.intended().execIdBefore() : bot.lastExecId(), task.createdAt());
        }
        if (known.isUnconfirmed()) {
            return new Unconfirmed();
        }
        return known.ended() == null ? ofUnknown(bot) : ofEnded(bot, known);
    }

    /** What the journal says; where rows have been counted, they have the last word. */
    private BotState ofEnded(Bot bot, Journal.Entry known) {
        Outcome before = known.ended().asOutcome();
        boolean rowsMatter = before instanceof Outcome.Incomplete || before instanceof Outcome.Unproved || before instanceof Outcome.Succeeded && bot.status().equals("SUCCEEDED");
        Outcome now = rowsMatter ? evidence.judge(bot, before, known.acceptedGaps(), journal.isFreshStart()) : before;
        if (!now.equals(before) && journal.isWritable()) {
            journal.ended(bot.key(), known.attempt(), now);
        }
        return standing(now);
    }

    private BotState standing(Outcome now) {
        return now instanceof Outcome.Succeeded && !retryOptions.again() ? new Done(now)
                : now instanceof Outcome.Incomplete gap && !retryOptions.again() && (gap.accepted() || !retryOptions.retryIncomplete()) ? new Incomplete(gap)
                : new ToDecide(now, "");
    }

    private Optional<Bot> read(Bot bot) {
        return retrier.call(PATIENCE, () -> table.read(bot.key()));
    }

    /**
     * A bot that the journal does not know: a task of this migration that has stopped within the last hour may prove it all the same, and
     * so may its rows, since the deploy has emptied the database and a task writes all rows of a bot or none.
     */
    private BotState ofUnknown(Bot bot) {
        TaskState task = over.get(bot.key());
        if (task != null && journal.isOurs(task) && TaskOutcome.of(task, "", read(bot)) instanceof TaskOutcome.Over verdict && verdict.outcome() instanceof Outcome.Succeeded done) {
            Outcome judged = evidence.judge(bot, done, List.of(), journal.isFreshStart());
            if (journal.isWritable()) {
                journal.ended(bot.key(), 1, judged); // ECS will have forgotten it when the next run asks
            }
            return standing(judged);
        }
        if (journal.isFreshStart() || !evidence.proves(bot)) {
            return new ToDecide(null, evidence.of(bot.key()).map(rows -> rows.chunks() == 0 ? "" : rows.missing(bot.sources()).isEmpty()
                    ? "rows of all its knowledge, but SyncStatus is " + (bot.status().isEmpty() ? "empty" : bot.status()) : evidence.gap(bot)).orElse(""));
        }
        Outcome proved = evidence.proved(bot, ": embedded before");
        return retryOptions.again() ? new ToDecide(proved, "") : new Done(proved);
    }

    /** Counts the rows of these bots, so that {@link #of} knows of them. */
    public void count(List<Bot> bots) {
        evidence.count(bots);
    }

    /** One line that says where the migration stands. */
    public String opening() {
        if (!journal.wasFound()) {
            return "No journal was found at " + shown(journal.path()) + ": a first run, or a lost one."
                    + (alive.isEmpty() ? "" : " " + Text.count(alive.size(), "embedding task") + " of this ECS cluster are alive and are watched.");
        }
        Collection<Journal.Entry> entries = journal.entries();
        long done = entries.stream().filter(Journal.Entry::isDone).count();
        long running = entries.stream().filter(Journal.Entry::isUnderWay).count();
        long unconfirmed = entries.stream().filter(Journal.Entry::isUnconfirmed).count();
        long gapped = entries.stream().filter(entry -> entry.ended() != null && entry.ended().asOutcome() instanceof Outcome.Incomplete).count();
        long again = entries.stream().filter(entry -> entry.ended() != null && !entry.isDone() && !(entry.ended().asOutcome() instanceof Outcome.DeletedMeanwhile)).count() - gapped;
        return "Journal " + shown(journal.path()) + ": " + done + " done, " + running + " under way, " + unconfirmed + " unconfirmed, "
                + (gapped == 0 ? "" : gapped + " incomplete, ") + again + " failed or unproved. Other bots are new.";
    }

    private static String shown(Path path) {
        Path home = Journal.home();
        return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
    }

    /** The tasks of this migration that are alive, those of its earlier generations too. */
    public List<TaskState> aliveOfThisMigration() {
        return listAll.stream().filter(task -> task.isAlive() && MigrationId.isOurs(task.startedBy())).toList();
    }
}
