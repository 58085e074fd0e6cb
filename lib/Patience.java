package lib;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Growing pauses with jitter and a bound, for what time can heal. */
public final class Patience {
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
    public Duration afterRefusal() {
        long millis = Math.min(longest.toMillis(), first.toMillis() << Math.min(refusals++, 10));
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    public void reset() {
        refusals = 0;
    }

    /** Asks again for up to {@code limit} while the refusal is one that passes; then the refusal is the answer. */
    public static <T> T ask(Time time, Duration limit, Supplier<T> question) throws InterruptedException {
        Patience patience = ofSeconds();
        for (var deadline = time.now().plus(limit);;) {
            try {
                return question.get();
            } catch (RefusedException e) {
                Duration pause = patience.afterRefusal();
                if (!e.refusal().passes() || time.now().plus(pause).isAfter(deadline)) {
                    throw e;
                }
                time.sleep(pause);
            }
        }
    }
}
