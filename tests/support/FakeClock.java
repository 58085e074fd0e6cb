package tests.support;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import lib.common.Clock;
import lib.common.Mark;

/** A clock that begins at zero and {@link Instant#EPOCH}, and moves only when a caller sleeps, without waiting. */
public final class FakeClock implements Clock {
    private Mark now = new Mark(Duration.ZERO);

    @Override
    public synchronized Mark now() {
        return now;
    }

    @Override
    public synchronized Instant wallTime() {
        return Instant.EPOCH.plus(now.sinceStart());
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public double jitter() {
        return 0;
    }

    @Override
    public <T> T poll(BlockingQueue<T> queue, Duration duration) {
        throw new UnsupportedOperationException();
    }
}
