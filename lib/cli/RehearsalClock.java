package lib.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lib.common.DaemonThreads;
import lib.common.Mark;
import lib.common.WaitingClock;

/**
 * The clock of a rehearsal and of the embedded AWS behind it, which are one. Of the command's threads one works at a
 * time, until it waits; then it is the turn of the next whose wait is over. Only when all wait does time pass, from one
 * wait to the next, each step as long as the pace demands. So a slow machine makes a rehearsal longer, and changes
 * nothing that happens in it.
 */
public final class RehearsalClock extends WaitingClock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** In the order in which they began. */
    private final Set<PendingWait> waits = new LinkedHashSet<>();

    private final Instant start;
    private final double speed;
    private final Consumer<Duration> aws;
    /** The thread that works; null: all wait. */
    private Thread turn = Thread.currentThread();

    private Duration time = Duration.ZERO;
    private long reachedNanos = System.nanoTime();
    private boolean isMoving;
    private boolean hasEnded;

    /**
     * Creates a clock for a command that begins with the calling thread.
     *
     * @param start the time of day of the embedded AWS
     * @param speed how many times faster than real time it passes, at most
     * @param aws moves the embedded AWS on by a duration, and returns when it has done everything that is due by then
     */
    public RehearsalClock(Instant start, double speed, Consumer<Duration> aws) {
        this.start = start;
        this.speed = speed;
        this.aws = aws;
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Changes something because of which a wait may be over, or time may pass. */
    private void change(Runnable action) {
        locked(() -> {
            action.run();
            changed.signalAll();
            return null;
        });
    }

    /** Ends all waits, because the embedded AWS ends. */
    public void end() {
        change(() -> hasEnded = true);
    }

    @Override
    protected Duration time() {
        return locked(() -> time);
    }

    @Override
    public Mark now() {
        return new Mark(time());
    }

    @Override
    public Instant wallTime() {
        return start.plus(time());
    }

    @Override
    public <T> T idle(Supplier<T> work) {
        boolean hadTurn = locked(this::leave);
        try {
            return work.get();
        } finally {
            if (hadTurn) {
                locked(() -> {
                    takeNextTurn();
                    return null;
                });
            }
        }
    }

    @Override
    protected void elementAdded() {
        change(() -> {});
    }

    @Override
    protected void await(Duration until, BlockingQueue<?> queue) throws InterruptedException {
        lock.lock();
        try {
            boolean hadTurn = leave(); // a thread of the JVM, such as a shutdown hook, never has one
            try {
                awaitTurn(new PendingWait(Thread.currentThread(), until, queue));
            } catch (InterruptedException e) {
                if (hadTurn) {
                    takeNextTurn();
                }
                throw e;
            }
            if (!hadTurn) {
                leave();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn of this thread; returns whether it had one. */
    private boolean leave() {
        if (turn != Thread.currentThread()) {
            return false;
        }
        turn = null;
        changed.signalAll();
        return true;
    }

    private void takeNextTurn() {
        while ((turn != null || isMoving) && !hasEnded) {
            changed.awaitUninterruptibly();
        }
        turn = Thread.currentThread();
    }

    /** Waits until the wait is over and its thread has its turn; lets time pass while all wait. */
    private void awaitTurn(PendingWait wait) throws InterruptedException {
        waits.add(wait);
        try {
            while (turn != wait.thread()) {
                if (hasEnded) {
                    throw new InterruptedException("the rehearsal has ended");
                }
                if (turn != null || isMoving) {
                    changed.await();
                    continue;
                }
                turn = waits.stream()
                        .filter(each -> each.isOver(time))
                        .map(PendingWait::thread)
                        .findFirst()
                        .orElse(null);
                if (turn == null) {
                    letTimePass();
                } else {
                    changed.signalAll();
                }
            }
        } finally {
            waits.remove(wait);
        }
    }

    /** Moves on to the end of the earliest wait, or waits until the pace demands it. */
    private void letTimePass() throws InterruptedException {
        Optional<Duration> next =
                waits.stream().map(PendingWait::until).filter(Objects::nonNull).min(Comparator.naturalOrder());
        long left = next.map(until ->
                        reachedNanos + (long) (until.minus(time).toNanos() / speed) - System.nanoTime())
                .orElse(Long.MAX_VALUE);
        if (left > 0) {
            changed.awaitNanos(left);
            return;
        }
        reachedNanos = System.nanoTime();
        isMoving = true;
        lock.unlock();
        try {
            aws.accept(next.get().minus(time));
        } finally {
            lock.lock();
            isMoving = false;
        }
        time = next.get();
        changed.signalAll();
    }

    /** Returns a thread that has its first turn after those whose waits are over now. */
    @Override
    public Thread newThread(Runnable work) {
        Duration beginning = time();
        Thread thread = DaemonThreads.newThread(() -> run(work, beginning));
        change(() -> waits.add(new PendingWait(thread, beginning, null)));
        return thread;
    }

    private void run(Runnable work, Duration beginning) {
        lock.lock();
        try {
            awaitTurn(new PendingWait(Thread.currentThread(), beginning, null));
        } catch (InterruptedException e) { // the command has no more use for it
            return;
        } finally {
            lock.unlock();
        }
        try {
            work.run();
        } finally {
            locked(this::leave);
        }
    }
}
