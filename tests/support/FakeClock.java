package tests.support;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import lib.common.Clock;

/** A clock that begins at {@link Instant#EPOCH} and moves only when a caller sleeps, without waiting. */
public final class FakeClock implements Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public <T> T poll(BlockingQueue<T> queue, Duration duration) {
        throw new UnsupportedOperationException();
    }
}
