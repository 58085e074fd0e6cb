package lib.retry;

import java.time.Duration;
import java.time.Instant;
import lib.common.Clock;

/** Lets threads pass one by one, never closer together than a given time. */
public final class RateLimiter {
    private final Clock time;
    private final Duration between;
    private Instant next;

    public RateLimiter(Clock time, Duration between) {
        this.time = time;
        this.between = between;
        this.next = time.now();
    }

    /** Counts from when the previous one really passed, so that a late one never makes two come close together. */
    public synchronized void acquire() throws InterruptedException {
        for (Duration rest = Duration.between(time.now(), next); rest.compareTo(Duration.ZERO) > 0; rest = Duration.between(time.now(), next)) {
            time.sleep(rest);
        }
        next = time.now().plus(between);
    }
}
