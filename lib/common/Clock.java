package lib.common;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A clock that can also sleep. Everything that waits uses it, so that a rehearsal can run faster than real time, and a
 * test can let time pass only when nothing can happen. It has two kinds of time, and two types for them: the two drift
 * apart when the machine sleeps or its time of day is set.
 */
public interface Clock {
    /** The time to measure durations with: it never goes back, whatever happens to the time of day. */
    Mark now();

    /** The time of day, for records that outlast this process, and to compare with times of AWS. */
    Instant wallTime();

    /** Returns how much time has passed since a mark. */
    default Duration since(Mark mark) {
        return mark.until(now());
    }

    /** Whether more than this time has passed since a mark. */
    default boolean isOlder(Mark mark, Duration age) {
        return since(mark).compareTo(age) > 0;
    }

    /**
     * Whether a time of day is longer ago than this age. One that lies in the future, because the clock was set back
     * since, counts as longer ago: its real age is unknown.
     */
    default boolean isOlder(Instant time, Duration age) {
        Duration passed = Duration.between(time, wallTime());
        return passed.isNegative() || passed.compareTo(age) > 0;
    }

    void sleep(Duration duration) throws InterruptedException;

    /** Returns the head of the queue, or null if nothing arrived within that time. */
    <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException;

    /** Returns a random number from 0 up to, but not including, 1, for the length of a pause. */
    default double jitter() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** Returns an empty queue whose takers wait on this clock. */
    default <T> BlockingQueue<T> newQueue() {
        return new LinkedBlockingQueue<>();
    }

    /** Returns a thread that may wait on this clock, does not keep the program alive, and is yet to be started. */
    default Thread newThread(Runnable work) {
        return DaemonThreads.newThread(work);
    }

    /** Does something that waits for the user; it counts as a wait, so that time passes meanwhile. */
    default <T> T idle(Supplier<T> work) {
        return work.get();
    }

    /**
     * A clock that runs {@code speed} times as fast as the wall clock since {@code origin}, when both showed the same
     * time. With speed 1 it is the wall clock. Processes with the same speed and origin have the same time of day.
     */
    static Clock atSpeed(double speed, Instant origin) {
        return atSpeed(speed, origin, InstantSource.system(), System::nanoTime);
    }

    /**
     * The same with these sources of time.
     *
     * @param nanoTime nanoseconds since any moment, which never go back
     */
    static Clock atSpeed(double speed, Instant origin, InstantSource wall, LongSupplier nanoTime) {
        long startNanos = nanoTime.getAsLong();
        return new Clock() {
            @Override
            public Mark now() {
                return new Mark(scaled(Duration.ofNanos(nanoTime.getAsLong() - startNanos)));
            }

            @Override
            public Instant wallTime() {
                return origin.plus(scaled(Duration.between(origin, wall.instant())));
            }

            private Duration scaled(Duration real) {
                return Duration.ofNanos((long) (real.toNanos() * speed));
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(realNanos(duration));
            }

            @Override
            public <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException {
                return queue.poll(realNanos(duration), TimeUnit.NANOSECONDS);
            }

            private long realNanos(Duration duration) {
                return (long) (Math.max(0, duration.toNanos()) / speed);
            }
        };
    }
}
