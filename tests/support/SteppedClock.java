package tests.support;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import lib.common.Clock;
import lib.model.Bot;
import lib.model.Outcome;
import lib.report.RunListener;
import lib.retry.ServiceError;

/**
 * A clock that moves only when somebody waits, and takes the embedded AWS along: hours pass in seconds, and nothing is
 * late.
 */
public final class SteppedClock implements Clock {
    private final TestAccount install;
    private Instant now = Instant.now();

    /** @param install whose own clock must stand still (speed 0) */
    public SteppedClock(TestAccount install) {
        this.install = install;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
        install.control("clock", Map.of("advanceSeconds", duration.toMillis() / 1000.0));
    }

    /** Gives threads that are at work a moment of real time; when none of them has anything to say, time passes. */
    @Override
    public <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException {
        T head = queue.poll(3, TimeUnit.MILLISECONDS);
        if (head == null) {
            sleep(duration);
        }
        return head;
    }

    /** A listener that nobody listens to. */
    public static final class Silence implements RunListener {
        @Override
        public void started(Bot bot, String taskId) {}

        @Override
        public void watching(Bot bot, String taskId, String why) {}

        @Override
        public void pausing(ServiceError error, Duration pause) {}

        @Override
        public void retrying(Bot bot, Outcome.Failed failed) {}

        @Override
        public void ended(Bot bot, Outcome outcome) {}

        @Override
        public void progress(RunListener.Progress progress) {}
    }
}
