package lib;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** A person decides. {@code note} says what happened before, or is {@link #NEW}. */
    public record Open(String note) implements Standing {
    }

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** What is said of a bot that nothing is known of. */
    public static final String NEW = "new";

    private final Journal journal;
    private final BotTable table;
    private final Map<BotKey, TaskState> alive = new LinkedHashMap<>();
    private final Map<BotKey, TaskState> over = new LinkedHashMap<>();

    /** @param census every embedding task that ECS still knows */
    Resume(Journal journal, Collection<TaskState> census, BotTable table) {
        this.journal = journal;
        this.table = table;
        for (TaskState task : census) {
            (task.isAlive() ? alive : over).put(task.bot(), task);
        }
    }

    /** Opens with a census. Where that is not permitted, the journal and the tokens still keep starts apart, and a person is told. */
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
        Resume resume = new Resume(journal, census, table);
        screen.say(resume.opening());
        return resume;
    }

    /** Asks whether to forget what is done, and does it. Tasks that are alive are watched all the same. */
    public boolean startsAfresh(Screen screen, boolean yes) {
        String question = "Embed every bot once more, also the " + journal.entries().stream().filter(Journal.Entry::isDone).count()
                + " that are done? Tasks that are alive are watched, not doubled.";
        if (!yes && screen.ask(question) != Screen.Answer.YES) {
            screen.say("Nothing was started, and nothing forgotten.");
            return false;
        }
        journal.startAfresh();
        return true;
    }

    /** What a bot's task says right now, for a person who only looks. */
    public Outcome glance(Bot bot, UnderWay task) {
        TaskState state = Optional.ofNullable(alive.get(bot.key())).orElse(over.getOrDefault(bot.key(), TaskState.missing(task.taskId())));
        if (state.isAlive()) {
            return new Outcome.Unproved("its task is " + state.lastStatus(), state.taskId());
        }
        return Verdict.of(state.taskId().equals(task.taskId()) ? state : TaskState.missing(task.taskId()), task.execIdBefore(), table.read(bot.key()))
                instanceof Verdict.Over over ? over.outcome() : new Outcome.Unproved("another task has taken over this bot's status", task.taskId());
    }

    public Standing of(Bot bot) {
        Journal.Entry known = journal.entry(bot.key());
        if (known.isUnderWay()) {
            return new UnderWay(known.started().taskId(), known.intended().execIdBefore(), known.started().since());
        }
        if (alive.containsKey(bot.key())) {
            TaskState task = alive.get(bot.key());
            return new UnderWay(task.taskId(), known.isUnconfirmed() ? known.intended().execIdBefore() : bot.lastExecId(), task.createdAt());
        }
        if (known.isDone()) {
            return new Done(new Outcome.Succeeded(known.ended().reason(), known.ended().taskId()));
        }
        if (known.isUnconfirmed()) {
            return new Unconfirmed();
        }
        return known.ended() != null ? new Open(known.ended().outcome() + " before: " + known.ended().reason()) : ofUnknown(bot);
    }

    /** A bot that the journal does not know: a task of this migration that has stopped within the last hour may prove it all the same. */
    private Standing ofUnknown(Bot bot) {
        TaskState task = over.get(bot.key());
        if (task == null || !task.startedBy().equals(journal.startedBy())) {
            return new Open(NEW);
        }
        return Verdict.of(task, "", table.read(bot.key())) instanceof Verdict.Over verdict && verdict.outcome() instanceof Outcome.Succeeded done
                ? new Done(done) : new Open(NEW);
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
        return "Journal " + shown(journal.path()) + ": " + done + " done, " + running + " under way, " + unconfirmed + " unconfirmed, "
                + (entries.size() - done - running - unconfirmed) + " failed or unproved. Other bots are new.";
    }

    private static String shown(Path path) {
        Path home = Journal.home();
        return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
    }

    /** The tasks of this migration that are alive. */
    public List<TaskState> aliveOfThisMigration() {
        List<TaskState> ours = new ArrayList<>();
        for (TaskState task : alive.values()) {
            Journal.Entry known = journal.entry(task.bot());
            if (task.startedBy().equals(journal.startedBy()) || Optional.ofNullable(known.started()).map(Journal.Started::taskId).filter(task.taskId()::equals).isPresent()) {
                ours.add(task);
            }
        }
        return ours;
    }
}
