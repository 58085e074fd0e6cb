package lib.retry;

import java.time.Duration;
import lib.common.Clock;
import lib.common.Mark;

/** Lets threads through one by one, with a minimum interval between them. */
public final class RateLimiter {
    private final Clock clock;
    private final Duration interval;
    private Mark next;

    public RateLimiter(Clock clock, Duration interval) {
        this.clock = clock;
        this.interval = interval;
        this.next = clock.now();
    }

    /**
     * Waits for the next free slot. The interval begins when the previous thread actually proceeds, so a late thread
     * never causes a burst.
     */
    public synchronized void acquire() throws InterruptedException {
        for (Duration wait = untilNext(); wait.compareTo(Duration.ZERO) > 0; wait = untilNext()) {
            clock.sleep(wait);
        }
        next = clock.now().plus(interval);
    }

    private Duration untilNext() {
        return clock.now().until(next);
    }
}
