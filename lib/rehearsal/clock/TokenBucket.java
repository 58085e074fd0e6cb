package lib.rehearsal.clock;

import java.time.Duration;
import java.time.Instant;

/** A token bucket, as AWS meters calls. Guarded by the install's timeline. */
public final class TokenBucket {
    private final double perSecond;
    private final double burst;
    private double tokens;
    private Instant filledAt;

    /** @param perSecond calls per second of the install's clock; 0 or less: not metered */
    public TokenBucket(double perSecond, double burst) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
    }

    public boolean allows(Instant now) {
        if (perSecond <= 0) {
            return true;
        }
        if (filledAt != null) {
            tokens = Math.min(burst, tokens + perSecond * Duration.between(filledAt, now).toNanos() / 1e9);
        }
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
