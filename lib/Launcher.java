package lib;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Takes each chosen bot from its start to its outcome: keeps the pace, repeats what a refusal lets it repeat, and watches every task to
 * its end. All state belongs to the thread that calls {@link #run()}; others reach it through the inbox. How one start is made is
 * {@link Starter}'s job.
 */
public final class Launcher {
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
    public record End(boolean interrupted, Optional<Problem> stopped) {
    }

    /** Where every bot stands. */
    public record Progress(int done, int running, int waiting, int failed, boolean moreMayCome) {
    }

    /** Is told what happens, on the launcher's thread. */
    public interface Listener {
        void started(Bot bot, String taskId);

        /** A task that is there already is watched; {@code why} says how it came. */
        void following(Bot bot, String taskId, String why);

        void pausing(Refusal refusal, Duration pause);

        void retrying(Bot bot, Outcome.Failed failed);

        void ended(Bot bot, Outcome outcome);

        void progress(Progress progress);
    }

    /** A new task may be unknown to DescribeTasks for a while: ECS is eventually consistent. */
    private static final Duration NOT_YET_VISIBLE = Duration.ofMinutes(5);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int STARTERS = 8;

    private record Running(Turn turn, String taskId, String execIdBefore, Instant startedAt, Instant watchedSince, boolean seen) {
        Running asSeen() {
            return new Running(turn, taskId, execIdBefore, startedAt, watchedSince, true);
        }
    }

    private final BotTable table;
    private final EmbeddingTasks tasks;
    private final Journal journal;
    private final RollCall roll;
    private final Pace pace;
    private final Time time;
    private final Listener listener;
    private final Starter starter;
    private final Width width;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final ExecutorService starters = Executors.newFixedThreadPool(STARTERS, Daemon::thread);

    private final Deque<Turn> waiting = new ArrayDeque<>();
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
    private Problem stopped;
    private volatile boolean interrupted;

    public Launcher(BotTable table, EmbeddingTasks tasks, Journal journal, RollCall roll, Pace pace, Time time, Listener listener) {
        this.table = table;
        this.tasks = tasks;
        this.journal = journal;
        this.roll = roll;
        this.pace = pace;
        this.time = time;
        this.listener = listener;
        this.starter = new Starter(table, tasks, journal, time);
        this.width = new Width(pace.parallel());
        this.pausedUntil = time.now();
        this.nextLook = time.now();
    }

    /** Adds what was chosen; from any thread. */
    public void offer(Search.Chosen chosen) {
        inbox.add(() -> {
            chosen.underWay().forEach((bot, task) ->
                    follow(turn(bot), task.taskId(), task.execIdBefore(), task.startedAt(), false, "started before; it is watched again"));
            chosen.starts().forEach(bot -> waiting.add(turn(bot)));
        });
    }

    /** Adds what was chosen, and says that nothing more will be; from any thread. */
    public void offerLast(Search.Chosen chosen) {
        offer(chosen);
        inbox.add(() -> moreMayCome = false);
    }

    private Turn turn(Bot bot) {
        return Turn.first(bot, journal.entry(bot.key()), pace.attempts());
    }

    /** Ends the starting at once. Tasks are left alone; {@link #run()} returns as soon as no start is under way. From any thread. */
    public void interrupt() {
        interrupted = true;
        starter.interrupt();
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
            return new End(interrupted, Optional.ofNullable(stopped));
        } finally {
            starters.shutdownNow();
        }
    }

    private boolean isOver() {
        return interrupted || stopped != null
                || !moreMayCome && waiting.isEmpty() && (running.isEmpty() || !pace.waitForEnd()) && starting == 0 && inbox.isEmpty();
    }

    private void startSome() {
        while (!waiting.isEmpty() && !time.now().isBefore(pausedUntil) && width.hasRoom(running.size() + starting, time.now())) {
            Turn turn = waiting.poll();
            starting++;
            starters.execute(() -> {
                Runnable news = answered(turn);
                inbox.add(() -> {
                    starting--;
                    news.run();
                });
            });
        }
    }

    /** On a starter's thread; what it answers is for the launcher's. */
    private Runnable answered(Turn turn) {
        try {
            Starter.Answer answer = starter.start(turn);
            return () -> answered(answer);
        } catch (InterruptedException e) {
            return () -> waiting.addFirst(turn);
        } catch (UncheckedIOException e) {
            return () -> unwritable(turn, e);
        }
    }

    private void answered(Starter.Answer answer) {
        Turn turn = answer.turn();
        if (answer instanceof Starter.Began began) {
            forPlace.reset();
            forAnswer.reset();
            listener.started(turn.bot(), began.taskId());
            watch(new Running(turn.withOneTaskLess(), began.taskId(), began.execIdBefore(), time.now(), time.now(), false));
            width.accepted(running.size());
        } else if (answer instanceof Starter.Alive alive) {
            follow(turn, alive.taskId(), alive.execIdBefore(), time.now(), true, alive.why());
        } else if (answer instanceof Starter.Over over) {
            end(turn, over.outcome());
        } else if (answer instanceof Starter.Refused refused) {
            refused(turn, refused.refusal());
        } else {
            waiting.addFirst(turn);
        }
    }

    private void refused(Turn turn, Refusal refusal) {
        if (refusal instanceof Refusal.FinalForAll) {
            stopped = new Problem(Problem.REFUSED, "AWS refused the run: " + refusal.text()
                    + ". Check the permissions (README, \"IAM policy\") and the settings.", null);
            waiting.addFirst(turn);
        } else if (refusal.passes()) {
            if (refusal instanceof Refusal.NoCapacity) {
                width.refused(running.size(), time.now());
            }
            waiting.addFirst(turn);
            pause(refusal);
        } else {
            end(turn, new Outcome.Failed("not started: " + refusal.text(), "", false));
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

    /** Without a journal nothing may be started: what goes out unrecorded can happen twice. */
    private void unwritable(Turn turn, UncheckedIOException e) {
        stopped = new Problem(Problem.INCOMPLETE, "Stopped starting: " + e.getMessage() + ".\nMake room, or name another place with --journal FILE, and run the same command again.", e);
        waiting.addFirst(turn);
    }

    private void follow(Turn turn, String taskId, String execIdBefore, Instant startedAt, boolean seen, String why) {
        listener.following(turn.bot(), taskId, why);
        watch(new Running(turn, taskId, execIdBefore, startedAt, time.now(), seen));
    }

    private void watch(Running task) {
        running.put(task.taskId(), task);
        if (!pace.waitForEnd()) {
            // It takes a place until it stops, but nobody waits for its proof.
            tell(task.turn().bot(), new Outcome.Unproved("started, not waited for (--no-wait)", task.taskId()));
        }
    }

    private void lookAtRunning() {
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
            if (!e.refusal().passes()) {
                stopped = new Problem(Problem.REFUSED, "What becomes of the tasks cannot be read any longer: " + e.refusal().text() + ". Check the permissions (README, \"IAM policy\").", e);
            } else {
                pause(e.refusal());
            }
        }
    }

    private void consider(Running task, TaskState state) {
        boolean notYetVisible = state.isMissing() && !task.seen() && Duration.between(task.startedAt(), time.now()).compareTo(NOT_YET_VISIBLE) < 0;
        if (!state.isAlive() && !notYetVisible) {
            stopped(task, state);
        } else if (Duration.between(task.watchedSince(), time.now()).compareTo(pace.taskTimeout()) > 0) {
            giveUp(task, state);
        } else if (!state.isMissing() && !task.seen()) {
            running.put(task.taskId(), task.asSeen());
        }
    }

    private void giveUp(Running task, TaskState state) {
        if (pace.stopHanging()) {
            tasks.stop(task.taskId(), "hanging for " + Text.span(pace.taskTimeout()));
        }
        running.remove(task.taskId());
        if (pace.waitForEnd()) {
            tell(task.turn().bot(), new Outcome.Unproved("the task has not ended after " + Text.span(pace.taskTimeout()) + " (it is " + state.lastStatus() + "); it was "
                    + (pace.stopHanging() ? "stopped" : "left running"), task.taskId()));
        }
    }

    private void stopped(Running task, TaskState state) {
        Verdict verdict = Verdict.of(state, task.execIdBefore(), table.read(task.turn().bot().key()));
        running.remove(task.taskId());
        if (pausedBy instanceof Refusal.NoCapacity) {
            pausedUntil = time.now(); // a place is free: no need to wait any longer
        }
        if (!pace.waitForEnd()) {
            return;
        }
        if (verdict instanceof Verdict.Superseded superseded) {
            follow(task.turn(), superseded.byTaskId(), task.taskId(), time.now(), true, "another task has taken over this bot's status; it is followed");
        } else if (verdict instanceof Verdict.Over over) {
            judged(task.turn(), over.outcome());
        }
    }

    private void judged(Turn turn, Outcome outcome) {
        if (outcome instanceof Outcome.Failed throttled && Verdict.THROTTLED.matcher(throttled.reason()).find()) {
            width.narrow(running.size() + 1, time.now());
        }
        if (outcome instanceof Outcome.Failed again && again.passing() && turn.tasksLeft() > 0) {
            record(turn, outcome);
            listener.retrying(turn.bot(), again);
            waiting.addLast(turn.next());
        } else {
            end(turn, outcome);
        }
    }

    private void end(Turn turn, Outcome outcome) {
        record(turn, outcome);
        tell(turn.bot(), outcome);
    }

    private void record(Turn turn, Outcome outcome) {
        try {
            journal.ended(turn.bot().key(), turn.attempt(), outcome);
        } catch (UncheckedIOException e) {
            stopped = new Problem(Problem.INCOMPLETE, "Stopped: " + e.getMessage() + ".\nMake room, or name another place with --journal FILE, and run the same command again.", e);
        }
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
            running.values().forEach(task -> tell(task.turn().bot(), new Outcome.Unproved("its task was still running when " + why, task.taskId())));
        }
        waiting.forEach(turn -> tell(turn.bot(), new Outcome.NotStarted(why)));
    }
}
