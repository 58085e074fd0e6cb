package lib.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing pauses with jitter and a bound, for what time can heal. */
public final class ExponentialBackoff {
    private final Duration first;
    private final Duration longest;
    private int refusals;

    ExponentialBackoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** For a pace that is too quick, and for answers that did not come. */
    public static ExponentialBackoff ofSeconds() {
        return new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    /** For a quota that is used up: minutes pass until a task ends. */
    static ExponentialBackoff ofMinutes() {
        return new ExponentialBackoff(Duration.ofSeconds(20), Duration.ofMinutes(2));
    }

    /** How long to wait after one more refusal: twice as long each time, up to the longest, less up to half of it by chance. */
    public Duration nextDelay() {
        long millis = Math.min(longest.toMillis(), first.toMillis() << Math.min(refusals++, 10));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    public void reset() {
        refusals = 0;
    }
}
