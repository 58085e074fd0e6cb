package lib.retry;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import lib.common.Clock;
import lib.common.Mark;

/** Lets threads through one by one, with a minimum interval between them. */
public final class RateLimiter {
    private final Clock clock;
    private final Duration interval;
    /** Contains the time of the next slot, except while a thread waits for that slot. */
    private final BlockingQueue<Mark> next;

    public RateLimiter(Clock clock, Duration interval) {
        this.clock = clock;
        this.interval = interval;
        this.next = clock.newQueue();
        next.add(clock.now());
    }

    /**
     * Waits for the next free slot. The interval begins when the previous thread actually proceeds, so a late thread
     * never causes a burst.
     */
    public void acquire() throws InterruptedException {
        Mark slot = next.take();
        try {
            while (clock.now().isBefore(slot)) {
                clock.sleep(clock.now().until(slot));
            }
            slot = clock.now().plus(interval);
        } finally {
            next.add(slot);
        }
    }
}
