package lib.common;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A clock that can also sleep. Everything that waits uses it, so that a rehearsal can run faster than real time. */
public interface Clock {
    Instant now();

    void sleep(Duration duration) throws InterruptedException;

    /** Returns the head of the queue, or null if nothing arrived within that time. */
    <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException;

    /**
     * A clock that runs {@code speed} times as fast as the wall clock since {@code origin}, when both showed the same
     * time. With speed 1 it is the wall clock. Processes with the same speed and origin have the same clock.
     */
    static Clock atSpeed(double speed, Instant origin) {
        return new Clock() {
            @Override
            public Instant now() {
                return origin.plusNanos(
                        (long) (Duration.between(origin, Instant.now()).toNanos() * speed));
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(wallNanos(duration));
            }

            @Override
            public <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException {
                return queue.poll(wallNanos(duration), TimeUnit.NANOSECONDS);
            }

            private long wallNanos(Duration duration) {
                return (long) (Math.max(0, duration.toNanos()) / speed);
            }
        };
    }
}
