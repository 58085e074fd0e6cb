package lib;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Takes each chosen bot from its start to its outcome: keeps the pace, repeats what a refusal lets it repeat, and watches every task to
 * its end. All state belongs to the thread that calls {@link #run()}; others reach it through the inbox.
 */
public final class Launcher {
    /**
     * @param parallel at most so many tasks at once
     * @param look time between two looks at the running tasks
     * @param taskTimeout how long one task is waited for
     * @param waitForEnd false to leave when the last start is accepted
     */
    public record Pace(int parallel, Duration look, Duration taskTimeout, boolean waitForEnd) {
    }

    /** How the run of the launcher ended: by itself, by Ctrl-C, or by a refusal that would hit every bot. */
    public record End(boolean interrupted, Optional<Refusal.FinalForAll> refused) {
    }

    /** Where every bot stands. */
    public record Progress(int done, int running, int waiting, int failed, boolean moreMayCome) {
    }

    /** Is told what happens, on the launcher's thread. */
    public interface Listener {
        void started(Bot bot, String taskId);

        /** A task that somebody else started is watched instead of a second one being started, or because it took the status over. */
        void following(Bot bot, String taskId, String why);

        void pausing(Refusal refusal, Duration pause);

        void ended(Bot bot, Outcome outcome);

        void progress(Progress progress);
    }

    /** RunTask accepts 20 calls a second for Fargate (AWS, ECS request throttling). */
    private static final Duration BETWEEN_STARTS = Duration.ofMillis(50);
    /** A new task may be unknown to DescribeTasks for a while: ECS is eventually consistent. */
    private static final Duration NOT_YET_VISIBLE = Duration.ofMinutes(5);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int STARTERS = 8;

    /** A bot whose turn has not come; the token makes every repetition of its start the same request. */
    private record Waiting(Bot bot, String token) {
    }

    private record Running(Bot bot, String taskId, String execIdBefore, Instant since, boolean seen) {
    }

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final RollCall roll;
    private final Pace pace;
    private final Time time;
    private final Listener listener;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final ExecutorService starters = Executors.newFixedThreadPool(STARTERS, Daemon::thread);
    private final Gate gate;

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Patience forPlace = Patience.ofMinutes();
    private final Patience forAnswer = Patience.ofSeconds();
    private int starting;
    private int done;
    private int failed;
    private boolean moreMayCome = true;
    private Instant pausedUntil;
    private Refusal pausedBy;
    private Instant nextLook;
    private Refusal.FinalForAll refused;
    private volatile boolean interrupted;

    public Launcher(BotTable table, EmbeddingTasks tasks, RollCall roll, Pace pace, Time time, Listener listener) {
        this.table = table;
        this.tasks = tasks;
        this.roll = roll;
        this.pace = pace;
        this.time = time;
        this.listener = listener;
        this.gate = new Gate(time, BETWEEN_STARTS);
        this.pausedUntil = time.now();
        this.nextLook = time.now();
    }

    /** Adds chosen bots; from any thread. */
    public void offer(Collection<Bot> bots) {
        List<Waiting> more = bots.stream().map(bot -> new Waiting(bot, UUID.randomUUID().toString())).toList();
        inbox.add(() -> waiting.addAll(more));
    }

    /** Says that nothing more will be offered; from any thread. */
    public void noMore() {
        inbox.add(() -> moreMayCome = false);
    }

    /** Ends the starting at once. Tasks are left alone; {@link #run()} returns as soon as no start is under way. From any thread. */
    public void interrupt() {
        interrupted = true;
        inbox.add(() -> { });
    }

    /** Works until every offered bot has an outcome. */
    public End run() throws InterruptedException {
        try {
            while (starting > 0 || !isOver()) {
                if (!isOver()) {
                    startSome();
                }
                lookAtRunning();
                listener.progress(new Progress(done, running.size() + starting, waiting.size(), failed, moreMayCome));
                for (Runnable news = time.poll(inbox, TICK); news != null; news = inbox.poll()) {
                    news.run();
                }
            }
            leave();
            return new End(interrupted, Optional.ofNullable(refused));
        } finally {
            starters.shutdownNow();
        }
    }

    private boolean isOver() {
        return interrupted || refused != null
                || !moreMayCome && waiting.isEmpty() && (running.isEmpty() || !pace.waitForEnd()) && starting == 0 && inbox.isEmpty();
    }

    private void startSome() {
        while (!waiting.isEmpty() && running.size() + starting < pace.parallel() && !time.now().isBefore(pausedUntil)) {
            Waiting next = waiting.poll();
            starting++;
            starters.execute(() -> {
                Runnable news = start(next);
                inbox.add(() -> {
                    starting--;
                    news.run();
                });
            });
        }
    }

    /** On a starter's thread: one attempt, and what the launcher's thread has to do about its result. */
    private Runnable start(Waiting next) {
        try {
            Optional<Bot> now = table.read(next.bot().key());
            if (now.isEmpty() || now.get().remains()) {
                return () -> end(next.bot(), new Outcome.DeletedMeanwhile("the bot was deleted before its task was started", ""));
            }
            Bot bot = now.get();
            if (isTaskId(bot.lastExecId()) && tasks.look(List.of(bot.lastExecId())).get(bot.lastExecId()).isAlive()) {
                return () -> follow(bot, bot.lastExecId(), "", "a task of this bot is running already; it is watched instead");
            }
            gate.pass();
            if (interrupted) {
                return () -> waiting.addFirst(next);
            }
            String taskId = EmbeddingTasks.taskId(tasks.start(tasks.request(bot.key(), next.token())));
            return () -> started(bot, taskId);
        } catch (RefusedException e) {
            return () -> refused(next, e.refusal());
        } catch (InterruptedException e) {
            return () -> waiting.addFirst(next);
        }
    }

    /** Anything else than what ECS makes (32 hex digits, or a UUID in old accounts) cannot be asked for. */
    private static boolean isTaskId(String id) {
        return id.matches("[0-9a-f-]{32,36}");
    }

    private void started(Bot bot, String taskId) {
        forPlace.reset();
        forAnswer.reset();
        listener.started(bot, taskId);
        watch(new Running(bot, taskId, bot.lastExecId(), time.now(), false));
    }

    private void follow(Bot bot, String taskId, String execIdBefore, String why) {
        listener.following(bot, taskId, why);
        watch(new Running(bot, taskId, execIdBefore, time.now(), true));
    }

    private void watch(Running task) {
        running.put(task.taskId(), task);
        if (!pace.waitForEnd()) {
            // It takes a place until it stops, but nobody waits for its proof.
            end(task.bot(), new Outcome.Unproved("started, not waited for (--no-wait)", task.taskId()));
        }
    }

    private void refused(Waiting next, Refusal refusal) {
        if (refusal instanceof Refusal.FinalForAll all) {
            refused = all;
            waiting.addFirst(next);
        } else if (refusal.passes()) {
            waiting.addFirst(next);
            pause(refusal);
        } else {
            end(next.bot(), new Outcome.Failed("not started: " + refusal.text(), ""));
        }
    }

    private void pause(Refusal refusal) {
        if (time.now().isBefore(pausedUntil)) {
            return; // several starts were under way: one pause answers them all
        }
        Duration pause = (refusal instanceof Refusal.NoCapacity ? forPlace : forAnswer).afterRefusal();
        pausedUntil = time.now().plus(pause);
        pausedBy = refusal;
        listener.pausing(refusal, pause);
    }

    private void lookAtRunning() throws InterruptedException {
        if (running.isEmpty() || time.now().isBefore(nextLook)) {
            return;
        }
        nextLook = time.now().plus(pace.look());
        try {
            Map<String, TaskState> states = tasks.look(running.keySet());
            for (Running task : new ArrayList<>(running.values())) {
                consider(task, states.get(task.taskId()));
            }
        } catch (RefusedException e) {
            if (e.refusal() instanceof Refusal.FinalForAll all) {
                refused = all;
            } else {
                pause(e.refusal());
            }
        }
    }

    private void consider(Running task, TaskState state) {
        Duration age = Duration.between(task.since(), time.now());
        boolean notYetVisible = state.isMissing() && !task.seen() && age.compareTo(NOT_YET_VISIBLE) < 0;
        if (!state.isAlive() && !notYetVisible) {
            stopped(task, state);
        } else if (age.compareTo(pace.taskTimeout()) > 0) {
            running.remove(task.taskId());
            judged(task, new Outcome.Unproved("the task has not ended after " + Text.span(pace.taskTimeout()) + " (it is "
                    + state.lastStatus() + "); it was left running", task.taskId()));
        } else if (!state.isMissing() && !task.seen()) {
            running.put(task.taskId(), new Running(task.bot(), task.taskId(), task.execIdBefore(), task.since(), true));
        }
    }

    private void stopped(Running task, TaskState state) {
        Verdict verdict = Verdict.of(state, task.execIdBefore(), table.read(task.bot().key()));
        running.remove(task.taskId());
        if (pausedBy instanceof Refusal.NoCapacity) {
            pausedUntil = time.now(); // a place is free: no need to wait any longer
        }
        if (verdict instanceof Verdict.Over over) {
            judged(task, over.outcome());
        } else if (verdict instanceof Verdict.Superseded superseded && pace.waitForEnd()) {
            follow(task.bot(), superseded.byTaskId(), task.taskId(), "another task has taken over this bot's status; it is followed");
        }
    }

    private void judged(Running task, Outcome outcome) {
        if (pace.waitForEnd()) {
            end(task.bot(), outcome);
        }
    }

    private void end(Bot bot, Outcome outcome) {
        done++;
        failed += outcome instanceof Outcome.Failed ? 1 : 0;
        roll.settle(bot, outcome);
        listener.ended(bot, outcome);
    }

    /** Gives an outcome to whatever was not finished. */
    private void leave() {
        String why = interrupted ? "the run was interrupted" : refused != null ? "the run ended early" : "";
        if (pace.waitForEnd()) {
            running.values().forEach(task -> end(task.bot(), new Outcome.Unproved("its task was still running when " + why, task.taskId())));
        }
        waiting.forEach(next -> end(next.bot(), new Outcome.NotStarted(why)));
    }
}
