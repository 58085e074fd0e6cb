package tests.support;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import lib.common.Clock;
import lib.common.Mark;
import lib.model.Bot;
import lib.model.Outcome;
import lib.report.RunListener;
import lib.retry.ServiceError;

/**
 * A clock that advances only when a thread waits, together with the clock of the embedded AWS: simulated hours take
 * seconds, whatever the speed of the machine.
 */
public final class SteppedClock implements Clock {
    private final TestAccount account;
    private final Instant start = Instant.now();
    private Mark now = new Mark(Duration.ZERO);

    /** @param account an account whose clock is paused */
    public SteppedClock(TestAccount account) {
        this.account = account;
    }

    @Override
    public synchronized Mark now() {
        return now;
    }

    @Override
    public synchronized Instant wallTime() {
        return start.plus(now.sinceStart());
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
        account.control("clock", Map.of("advanceSeconds", duration.toMillis() / 1000.0));
    }

    /** Gives working threads a moment of real time, and advances only if none of them adds an element. */
    @Override
    public <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException {
        T head = queue.poll(3, TimeUnit.MILLISECONDS);
        if (head == null) {
            sleep(duration);
        }
        return head;
    }

    /** A listener that ignores every event. */
    public static final class IgnoringListener implements RunListener {
        @Override
        public void started(Bot bot, String taskId) {}

        @Override
        public void watching(Bot bot, String taskId, String why) {}

        @Override
        public void pausing(ServiceError error, Duration pause) {}

        @Override
        public void retrying(Bot bot, Outcome outcome) {}

        @Override
        public void ended(Bot bot, Outcome outcome) {}

        @Override
        public void holdingStarts(String why, Duration pause) {}

        @Override
        public void progress(RunListener.Progress progress) {}
    }
}
