package lib;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing pauses with jitter and a bound, for what time can heal. */
final class Patience {
    private final Duration first;
    private final Duration longest;
    private int refusals;

    Patience(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** For a pace that is too quick, and for answers that did not come. */
    static Patience ofSeconds() {
        return new Patience(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    /** For a quota that is used up: minutes pass until a task ends. */
    static Patience ofMinutes() {
        return new Patience(Duration.ofSeconds(20), Duration.ofMinutes(2));
    }

    /** How long to wait after one more refusal: twice as long each time, up to the longest, less up to half of it by chance. */
    Duration afterRefusal() {
        long millis = Math.min(longest.toMillis(), first.toMillis() << Math.min(refusals++, 10));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    void reset() {
        refusals = 0;
    }
}
