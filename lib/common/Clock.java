package lib.common;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The clock and the sleeper. Everything that waits waits here, so that a rehearsal can run faster than a real day. */
public interface Clock {
    Instant now();

    void sleep(Duration duration) throws InterruptedException;

    /** The head of the queue, or null when nothing came within that time. */
    <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException;

    /**
     * A clock that runs {@code speed} times as fast as the wall's since {@code origin}, when both showed the same. With speed 1 it is the
     * wall's own. Processes with the same speed and origin have the same clock.
     */
    static Clock atSpeed(double speed, Instant origin) {
        return new Clock() {
            @Override
            public Instant now() {
                return origin.plusNanos((long) (Duration.between(origin, Instant.now()).toNanos() * speed));
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(real(duration));
            }

            @Override
            public <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException {
                return queue.poll(real(duration), TimeUnit.NANOSECONDS);
            }

            private long real(Duration duration) {
                return (long) (Math.max(0, duration.toNanos()) / speed);
            }
        };
    }
}
