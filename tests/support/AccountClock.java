package tests.support;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.Mark;
import lib.common.WaitingClock;
import lib.common.WaitingClock.PendingWait;

/**
 * The time of an account for the threads of this JVM that work with it: those of its commands, and those of the test
 * while a command of theirs runs. It moves only when all of them wait, to the end of the earliest wait, together with
 * the clock of the embedded AWS. A thread that asks a question, sends a request or checks a condition does not wait, so
 * nothing depends on how fast the machine is. Only while a test waits for the end of another command, an open question
 * does not hold the clock.
 */
public final class AccountClock {
    /** What a command that is killed meets wherever it meets the world. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Where a command meets the world; the journal asks for the time of day before each line. */
    public enum Seam {
        REQUEST,
        TIME_OF_DAY,
        DURATION,
        WAIT
    }

    /**
     * The moment from which on every seam refuses.
     *
     * @param seam null: any
     * @param call the call of that seam that is refused first, from 1
     */
    public record Moment(Seam seam, int call) {}

    /** How long a test waits in real time before it looks again at what no clock moves. */
    private static final long GLANCE_MILLIS = 5;

    private static final Duration STEP = Duration.ofSeconds(1);
    /** The clocks that the current thread holds, the last one first. */
    private static final ThreadLocal<List<AccountClock>> HELD = ThreadLocal.withInitial(ArrayList::new);
    /** The clock of the command to which the current thread belongs. */
    private static final ThreadLocal<OfCommand> COMMAND = new ThreadLocal<>();

    static {
        ProxySelector.setDefault(new RequestSeam(ProxySelector.getDefault()));
    }

    /** Java asks it before each HTTP request, on the thread that sends it. */
    private static final class RequestSeam extends ProxySelector {
        private final ProxySelector standard;

        private RequestSeam(ProxySelector standard) {
            this.standard = standard;
        }

        @Override
        public List<Proxy> select(URI uri) {
            OfCommand command = COMMAND.get();
            if (command != null) {
                command.pass(Seam.REQUEST);
            }
            return standard.select(uri);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            standard.connectFailed(uri, address, e);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    /** Where each thread that waits is woken, because to wake all of them for what concerns one costs most of a run. */
    private final Map<Thread, Condition> parked = new HashMap<>();
    private final Set<Thread> awake = new LinkedHashSet<>();
    private final Set<PendingWait> waits = new LinkedHashSet<>();
    /** The threads of commands that wait for an answer; all of them are awake as well. */
    private final Set<Thread> asking = new LinkedHashSet<>();
    /** The threads of tests that count, each with the number of its commands. */
    private final Map<Thread, Integer> holds = new HashMap<>();
    private final Consumer<Duration> aws;
    /** Decides which thread of a command works next, one at a time; null: all that do not wait work side by side. */
    private final Random order;
    /** The threads of commands in the order in which they were made. */
    private final Set<Thread> made = new LinkedHashSet<>();
    /** Those that were interrupted and have not noticed it yet. */
    private final Set<Thread> interrupted = new LinkedHashSet<>();
    /** The thread that works now, if it is one at a time. */
    private Thread turn;

    private Instant start;
    private Duration time = Duration.ZERO;
    /** How long the machine has slept: the time of day has passed, and nothing else. */
    private Duration slept = Duration.ZERO;

    private boolean moving;
    private boolean awsIsPaused;

    /**
     * @param start the time of day at its beginning
     * @param aws moves the clock of the embedded AWS by a duration, as soon as no work is open there
     */
    public AccountClock(Instant start, Consumer<Duration> aws) {
        this(start, aws, null);
    }

    /**
     * @param order decides which thread of a command works until it waits, and gives the jitter; so what a command does
     *     depends on the seed alone
     */
    public AccountClock(Instant start, Consumer<Duration> aws, Random order) {
        this.start = start;
        this.aws = aws;
        this.order = order;
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Changes something because of which a wait may be over, or the clock may move. */
    private void change(Runnable action) {
        locked(() -> {
            action.run();
            wakeWhoCanGoOn();
            return null;
        });
    }

    /** Wakes the threads that have their turn or need wait no longer; if all must wait, one that moves the clock. */
    private void wakeWhoCanGoOn() {
        passTurn();
        for (PendingWait wait : waits) {
            if (wait.isOver(time) && !(order != null && made.contains(wait.thread()))) {
                wake(wait.thread());
            }
        }
        if (canMove()) {
            wake(waits.iterator().next().thread());
        }
    }

    private void wake(Thread thread) {
        Condition condition = parked.get(thread);
        if (condition != null) {
            condition.signal();
        }
    }

    /** Returns where the current thread waits to be woken. */
    private Condition parking() {
        return parked.computeIfAbsent(Thread.currentThread(), thread -> lock.newCondition());
    }

    /** If no thread has its turn, gives it to one of those that do not wait, or need not wait any longer. */
    private void passTurn() {
        if (order == null || turn != null) {
            return;
        }
        Set<Thread> ready = waits.stream()
                .filter(wait -> wait.isOver(time) || interrupted.contains(wait.thread()))
                .map(PendingWait::thread)
                .collect(Collectors.toSet());
        List<Thread> next = made.stream()
                .filter(thread -> awake.contains(thread) && !asking.contains(thread) || ready.contains(thread))
                .toList();
        turn = next.isEmpty() ? null : next.get(order.nextInt(next.size()));
        wake(turn);
    }

    private void endTurn(Thread thread) {
        if (turn == thread) {
            turn = null;
        }
    }

    /** Waits until the thread has its turn; returns at once if threads work side by side or its command has ended. */
    private void awaitTurn(Thread thread) {
        while (order != null && made.contains(thread) && turn != thread) {
            passTurn();
            if (turn != thread) {
                parking().awaitUninterruptibly();
            }
        }
    }

    /** Sets whether the clock of the embedded AWS stands still while this one goes on. */
    public void pauseAws(boolean paused) {
        change(() -> awsIsPaused = paused);
    }

    /** Moves this clock, but not that of the embedded AWS; whoever waits until then wakes up. */
    public void advance(Duration step) {
        change(() -> time = time.plus(step));
    }

    /** Sets the time of day forward, as if the machine had slept. */
    void sleepMachine(Duration duration) {
        change(() -> slept = slept.plus(duration));
    }

    Instant timeOfDay() {
        return locked(() -> start.plus(time).plus(slept));
    }

    /** Sets the time of day. */
    void setTimeOfDay(Instant now) {
        change(() -> start = now.minus(time).minus(slept));
    }

    /** Keeps the clock from moving while the current thread does not wait; each call needs a {@link #release}. */
    public void hold() {
        Thread thread = Thread.currentThread();
        change(() -> {
            holds.merge(thread, 1, Integer::sum);
            awake.add(thread);
        });
        HELD.get().add(0, this);
    }

    /** Ends a hold of a thread. */
    public void release(Thread holder) {
        change(() -> {
            if (holds.merge(holder, -1, Integer::sum) <= 0) {
                holds.remove(holder);
                awake.remove(holder);
            }
        });
        HELD.get().remove(this);
    }

    /** Does something that waits in real time, and does not hold the clock meanwhile. */
    <T> T withoutHold(Supplier<T> waiting) {
        Thread thread = Thread.currentThread();
        boolean held = locked(() -> awake.contains(thread));
        change(() -> awake.remove(thread));
        try {
            return waiting.get();
        } finally {
            if (held) {
                change(() -> awake.add(thread));
            }
        }
    }

    /** Lets a second pass on every clock that the current thread holds, or a moment of real time if none moves. */
    static void glance() {
        List<AccountClock> held = HELD.get();
        if (held.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(GLANCE_MILLIS));
        }
        List.copyOf(held).forEach(AccountClock::step);
    }

    /** Lets a second pass; gives up after a moment of real time in which others do not wait. */
    void step() {
        boolean held = locked(() -> awake.contains(Thread.currentThread()));
        if (!held) {
            hold();
        }
        try {
            PendingWait wait = new PendingWait(Thread.currentThread(), locked(() -> time.plus(STEP)), null);
            await(wait, TimeUnit.MILLISECONDS.toNanos(GLANCE_MILLIS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            if (!held) {
                release(Thread.currentThread());
            }
        }
    }

    /** Waits, for that time of other threads' work at most. */
    private void await(PendingWait wait, long nanos) throws InterruptedException {
        try {
            lock.lockInterruptibly();
            try {
                if (!awake.remove(wait.thread())) {
                    throw new IllegalStateException("a thread waits that is unknown to the clock;"
                            + " start it with Clock.newThread: " + wait.thread());
                }
                waits.add(wait);
                interrupted.remove(wait.thread()); // of an interrupt that it has cleared itself
                endTurn(wait.thread());
                long left = nanos;
                while (!wait.isOver(time) && left > 0) {
                    passTurn();
                    if (!moveIfAllWait()) {
                        left = parking().awaitNanos(left);
                    }
                }
            } finally {
                awaitTurn(wait.thread());
                parked.remove(wait.thread());
                if (waits.remove(wait)) {
                    awake.add(wait.thread());
                }
                lock.unlock();
            }
        } finally {
            locked(() -> interrupted.remove(wait.thread()));
        }
    }

    /** Whether every thread waits for the clock. */
    private boolean canMove() {
        boolean testLooks = waits.stream().anyMatch(wait -> holds.containsKey(wait.thread()));
        return (awake.isEmpty() || !testLooks && !isHeld() && asking.containsAll(awake))
                && !moving
                && turn == null
                && waits.stream().anyMatch(wait -> wait.until() != null)
                && waits.stream().noneMatch(wait -> wait.isOver(time) || isInterrupted(wait.thread()));
    }

    /** A wait on a condition clears the thread's own mark before it has the lock again. */
    private boolean isInterrupted(Thread thread) {
        return thread.isInterrupted() || interrupted.contains(thread);
    }

    /** Moves on to the end of the earliest wait, if every thread waits for the clock; returns whether it did. */
    private boolean moveIfAllWait() {
        if (!canMove()) {
            return false;
        }
        Duration next = waits.stream()
                .map(PendingWait::until)
                .filter(until -> until != null)
                .min(Duration::compareTo)
                .orElseThrow();
        Duration step = next.minus(time);
        if (!awsIsPaused) {
            moving = true;
            lock.unlock();
            try {
                aws.accept(step);
            } finally {
                lock.lock();
                moving = false;
            }
        }
        time = time.compareTo(next) > 0 ? time : next;
        wakeWhoCanGoOn();
        return true;
    }

    /** Whether a test acts now. */
    private boolean isHeld() {
        return awake.stream().anyMatch(holds::containsKey);
    }

    /** Returns what each thread does, for the message of a test that hangs. */
    String threads() {
        return locked(() -> Stream.concat(awake.stream(), waits.stream().map(PendingWait::thread))
                .map(thread -> thread + (awake.contains(thread) ? " is awake" : " waits for the clock")
                        + Stream.of(thread.getStackTrace())
                                .map(frame -> "\n    " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n")));
    }

    /** A blocking read of what a test types. */
    @FunctionalInterface
    interface Reading {
        int read() throws IOException;
    }

    /** Returns the clock as it is handed to one command. */
    public OfCommand forCommand() {
        return new OfCommand();
    }

    /** A thread whose interrupt counts from the moment of its call. */
    private final class CommandThread extends Thread {
        CommandThread(Runnable work) {
            super(work);
            setDaemon(true);
        }

        @Override
        public void interrupt() {
            change(() -> {
                interrupted.add(this);
                super.interrupt();
            });
        }
    }

    /** The clock of one command, whose threads it knows. */
    public final class OfCommand extends WaitingClock {
        private final Set<Thread> threads = new LinkedHashSet<>();
        private Moment end;
        private int calls;
        private boolean ended;
        private boolean killed;

        private OfCommand() {}

        AccountClock account() {
            return AccountClock.this;
        }

        /** Kills the command at this moment. */
        public void killAt(Moment moment) {
            end = moment;
        }

        /** Kills the command: every seam refuses from now on, so that no finally block has an effect. */
        public void kill() {
            change(() -> {
                killed = true;
                end();
            });
        }

        public boolean isKilled() {
            return locked(() -> killed);
        }

        /** Waits for an answer, which only a test can give. */
        int ask(Reading reading) throws IOException {
            Thread thread = Thread.currentThread();
            change(() -> {
                asking.add(thread);
                endTurn(thread);
            });
            try {
                return reading.read();
            } finally {
                change(() -> asking.remove(thread));
                locked(() -> {
                    awaitTurn(thread);
                    return null;
                });
            }
        }

        /** A test gives an answer: whoever asks is no longer idle, even before its thread goes on. */
        void answer() {
            change(() -> asking.removeAll(threads));
        }

        private void pass(Seam seam) {
            boolean refuses = locked(() -> {
                if (end != null && (end.seam == null || end.seam == seam) && ++calls == end.call) {
                    kill();
                }
                return killed;
            });
            if (refuses) {
                throw new Killed();
            }
        }

        @Override
        protected Duration time() {
            return locked(() -> time);
        }

        @Override
        public Mark now() {
            pass(Seam.DURATION);
            return new Mark(time());
        }

        @Override
        public Instant wallTime() {
            pass(Seam.TIME_OF_DAY);
            return timeOfDay();
        }

        @Override
        public double jitter() {
            return order == null ? super.jitter() : locked(order::nextDouble);
        }

        @Override
        protected void elementAdded() {
            change(() -> {});
        }

        @Override
        protected void await(Duration until, BlockingQueue<?> queue) throws InterruptedException {
            pass(Seam.WAIT);
            if (locked(() -> ended)) {
                throw new InterruptedException("the command has ended");
            }
            AccountClock.this.await(new PendingWait(Thread.currentThread(), until, queue), Long.MAX_VALUE);
            pass(Seam.WAIT);
        }

        /** Returns a thread that counts as awake from now on. */
        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new CommandThread(() -> {
                if (locked(() -> ended)) {
                    return;
                }
                COMMAND.set(this);
                locked(() -> {
                    awaitTurn(Thread.currentThread());
                    return null;
                });
                try {
                    work.run();
                } catch (Killed end) {
                    // as the process ends
                } finally {
                    change(() -> {
                        awake.remove(Thread.currentThread());
                        threads.remove(Thread.currentThread());
                        made.remove(Thread.currentThread());
                        interrupted.remove(Thread.currentThread());
                        parked.remove(Thread.currentThread());
                        endTurn(Thread.currentThread());
                    });
                }
            });
            change(() -> {
                if (!ended) {
                    threads.add(thread);
                    made.add(thread);
                    awake.add(thread);
                }
            });
            return thread;
        }

        /** Ends all threads of the command, as the end of its process does. */
        public void end() {
            change(() -> {
                ended = true;
                awake.removeAll(threads);
                asking.removeAll(threads);
                waits.removeIf(wait -> threads.contains(wait.thread()));
                threads.forEach(Thread::interrupt);
                threads.forEach(AccountClock.this::endTurn);
                made.removeAll(threads);
                threads.forEach(AccountClock.this::wake);
                threads.clear();
            });
        }
    }
}
