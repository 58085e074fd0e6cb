package lib.common;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A clock that can also sleep. Everything that waits uses it, so that a rehearsal can run faster than real time. */
public interface Clock {
    /** A time to measure durations with: it never goes back, whatever happens to the wall clock. */
    Instant now();

    /** The time of day, for records that outlast this process, and to compare with times of AWS. */
    default Instant wallTime() {
        return now();
    }

    void sleep(Duration duration) throws InterruptedException;

    /** Returns the head of the queue, or null if nothing arrived within that time. */
    <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException;

    /**
     * A clock that runs {@code speed} times as fast as the wall clock since {@code origin}, when both showed the same
     * time. With speed 1 it is the wall clock. Processes with the same speed and origin have the same clock.
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
        Instant start = wall.instant();
        long startNanos = nanoTime.getAsLong();
        return new Clock() {
            @Override
            public Instant now() {
                return scaled(start.plusNanos(nanoTime.getAsLong() - startNanos));
            }

            @Override
            public Instant wallTime() {
                return scaled(wall.instant());
            }

            private Instant scaled(Instant time) {
                return origin.plusNanos((long) (Duration.between(origin, time).toNanos() * speed));
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
