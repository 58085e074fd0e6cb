package lib.rehearsal.clock;

import java.time.Duration;
import java.time.Instant;

/** A token bucket, with which AWS limits request rates. Guarded by the account's clock. */
public final class TokenBucket {
    private final double perSecond;
    private final double burst;
    private double tokens;
    private Instant filledAt;

    /** @param perSecond requests per second of the simulated clock; 0 or less: no limit */
    public TokenBucket(double perSecond, double burst) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
    }

    /** Takes a token if there is one, and returns whether there was one. */
    public boolean tryAcquire(Instant now) {
        if (perSecond <= 0) {
            return true;
        }
        if (filledAt != null) {
            tokens = Math.min(
                    burst, tokens + perSecond * Duration.between(filledAt, now).toNanos() / 1e9);
        }
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
