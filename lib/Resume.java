package lib;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where each bot stands before this run does anything: what the journal knows, and what ECS still shows. */
public final class Resume {
    /** What is left to do for a bot. */
    public sealed interface Standing {
    }

    /** It has its proof. */
    public record Done(Outcome outcome) implements Standing {
    }

    /** It has a task: alive, or over and not judged yet. */
    public record UnderWay(String taskId, String execIdBefore, Instant startedAt) implements Standing {
    }

    /** A start was asked for and nobody knows the answer: it is settled without asking a person again. */
    public record Unconfirmed() implements Standing {
    }

    /**
     * A person decides.
     *
     * @param before what became of the last attempt, or null where there was none
     */
    public record Open(Outcome before) implements Standing {
        public String note() {
            return before == null ? "new" : before.word() + " before: " + before.reason();
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Journal journal;
    private final EmbeddingTasks tasks;
    private final BotTable table;
    private final Asker asker;
    private final List<TaskState> census;
    private final Map<BotKey, TaskState> alive = new LinkedHashMap<>();
    private final Map<BotKey, TaskState> over = new LinkedHashMap<>();

    private Resume(Journal journal, EmbeddingTasks tasks, BotTable table, Asker asker, List<TaskState> census) {
        this.journal = journal;
        this.tasks = tasks;
        this.table = table;
        this.asker = asker;
        this.census = census;
        census.forEach(task -> (task.isAlive() ? alive : over).put(task.bot(), task));
    }

    /** Opens with a census of the embedding tasks. Where that is not permitted, the journal and the tokens still keep starts apart, and a person is told. */
    public static Resume begin(Journal journal, EmbeddingTasks tasks, BotTable table, Screen screen, Asker asker) {
        List<TaskState> census = List.of();
        try {
            census = asker.ask(PATIENCE, tasks::census);
        } catch (RefusedException e) {
            if (e.refusal().passes()) {
                throw e;
            }
            screen.warn("The tasks that are alive could not be listed (" + e.refusal().text() + "). Allow ecs:ListTasks to have them found and watched.");
        }
        journal.recognise(census.stream().map(TaskState::startedBy).collect(Collectors.toSet()));
        Resume resume = new Resume(journal, tasks, table, asker, census);
        screen.say(resume.opening());
        return resume;
    }

    /** Asks whether to forget what is done, and does it. Tasks that are alive are watched all the same. */
    public boolean startsAfresh(Screen screen, boolean yes) {
        String question = "Embed every bot once more, also the " + journal.entries().stream().filter(Journal.Entry::isDone).count()
                + " that are done? Tasks that are alive are watched, not doubled.";
        if (!screen.confirms(question, yes)) {
            screen.say("Nothing was started, and nothing forgotten.");
            return false;
        }
        journal.startAfresh();
        return true;
    }

    /** What a bot's task says right now, for a person who only looks. */
    Outcome glance(Bot bot, UnderWay task) {
        TaskState state = asker.ask(PATIENCE, () -> tasks.look(List.of(task.taskId()))).get(task.taskId());
        if (state.isAlive()) {
            return new Outcome.Unproved("its task is " + state.lastStatus(), task.taskId());
        }
        if (state.isMissing() && journal.isRecent(task.startedAt())) {
            return new Outcome.Unproved("its task is not visible yet", task.taskId());
        }
        return Verdict.of(state, task.execIdBefore(), read(bot)) instanceof Verdict.Over judged ? judged.outcome()
                : new Outcome.Unproved("another task has taken over this bot's status", task.taskId());
    }

    public Standing of(Bot bot) {
        Journal.Entry known = journal.entry(bot.key());
        if (known.isUnderWay()) {
            return new UnderWay(known.started().taskId(), known.started().execIdBefore(), known.started().since());
        }
        TaskState task = alive.get(bot.key());
        if (task != null && !journal.isOfAnEarlierGeneration(task)) {
            return new UnderWay(task.taskId(), known.isUnconfirmed() ? known.intended().execIdBefore() : bot.lastExecId(), task.createdAt());
        }
        if (known.isDone()) {
            return new Done(known.ended().asOutcome());
        }
        if (known.isUnconfirmed()) {
            return new Unconfirmed();
        }
        return known.ended() != null ? new Open(known.ended().asOutcome()) : ofUnknown(bot);
    }

    private Optional<Bot> read(Bot bot) {
        return asker.ask(PATIENCE, () -> table.read(bot.key()));
    }

    /** A bot that the journal does not know: a task of this migration that has stopped within the last hour may prove it all the same. */
    private Standing ofUnknown(Bot bot) {
        TaskState task = over.get(bot.key());
        if (task == null || !journal.isOurs(task)) {
            return new Open(null);
        }
        if (Verdict.of(task, "", read(bot)) instanceof Verdict.Over verdict && verdict.outcome() instanceof Outcome.Succeeded done) {
            if (journal.isWritable()) {
                journal.ended(bot.key(), 1, done); // ECS will have forgotten it when the next run asks
            }
            return new Done(done);
        }
        return new Open(null);
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
        long again = entries.stream().filter(entry -> entry.ended() != null && !entry.isDone() && !(entry.ended().asOutcome() instanceof Outcome.DeletedMeanwhile)).count();
        return "Journal " + shown(journal.path()) + ": " + done + " done, " + running + " under way, " + unconfirmed + " unconfirmed, "
                + again + " failed or unproved. Other bots are new.";
    }

    private static String shown(Path path) {
        Path home = Journal.home();
        return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
    }

    /** The tasks of this migration that are alive, those of its earlier generations too. */
    public List<TaskState> aliveOfThisMigration() {
        return census.stream().filter(task -> task.isAlive() && Identity.isOurs(task.startedBy())).toList();
    }
}
