package lib.retry;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Exponential backoff with jitter and a maximum. */
public final class ExponentialBackoff {
    /** 2^10 times the first delay is beyond every maximum in use, and far from an overflow. */
    private static final int MAX_DOUBLINGS = 10;

    private final Duration first;
    private final Duration maximum;
    private final DoubleSupplier jitter;
    private int failures;

    /** @param jitter random numbers from 0 up to, but not including, 1 */
    public ExponentialBackoff(Duration first, Duration maximum, DoubleSupplier jitter) {
        this.first = first;
        this.maximum = maximum;
        this.jitter = jitter;
    }

    /** For throttling, and for missing responses. */
    public static ExponentialBackoff ofSeconds(DoubleSupplier jitter) {
        return new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), jitter);
    }

    /** For an exhausted quota: it takes minutes until a task ends. */
    public static ExponentialBackoff ofMinutes(DoubleSupplier jitter) {
        return new ExponentialBackoff(Duration.ofSeconds(20), Duration.ofMinutes(2), jitter);
    }

    /**
     * The delay after another failure: twice the previous one, at most the maximum, minus a jitter of up to half of it.
     */
    public Duration nextDelay() {
        long millis = Math.min(maximum.toMillis(), first.toMillis() << Math.min(failures++, MAX_DOUBLINGS));
        return Duration.ofMillis(millis / 2 + (long) (jitter.getAsDouble() * (millis / 2 + 1)));
    }

    /** Starts again with the first delay. */
    public void reset() {
        failures = 0;
    }
}
