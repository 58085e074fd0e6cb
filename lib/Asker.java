package lib;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Asks a question of a service again while its refusal is one that passes, and says so.
 *
 * @param pausing is told each refusal with the pause that follows
 */
public record Asker(Time time, BiConsumer<Refusal, Duration> pausing) {

    /** The answer, or after {@code limit} the refusal. */
    public <T> T ask(Duration limit, Supplier<T> question) {
        Patience patience = Patience.ofSeconds();
        Instant deadline = time.now().plus(limit);
        while (true) {
            try {
                return Refusals.asked(question);
            } catch (RefusedException e) {
                Duration pause = patience.afterRefusal();
                if (!e.refusal().passes() || time.now().plus(pause).isAfter(deadline)) {
                    throw e;
                }
                rest(e.refusal(), pause);
            }
        }
    }

    private void rest(Refusal refusal, Duration pause) {
        pausing.accept(refusal, pause);
        try {
            time.sleep(pause);
        } catch (InterruptedException e) {
            throw new Interrupted(e);
        }
    }
}
