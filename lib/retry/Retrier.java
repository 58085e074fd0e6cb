package lib.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import lib.aws.ErrorClassifier;
import lib.common.Clock;
import lib.common.RunInterruptedException;

/**
 * Asks a question of a service again while its refusal is one that passes, and says so.
 *
 * @param pausing is told each refusal with the pause that follows
 */
public record Retrier(Clock time, BiConsumer<ServiceError, Duration> pausing) {

    private static final int ATTEMPTS = 3;

    /** The answer, or after {@code limit} and three attempts the refusal. */
    public <T> T call(Duration limit, Supplier<T> question) {
        ExponentialBackoff patience = ExponentialBackoff.ofSeconds();
        Instant deadline = time.now().plus(limit);
        for (int attempt = 1;; attempt++) {
            try {
                return ErrorClassifier.asked(question);
            } catch (ServiceException e) {
                Duration pause = patience.nextDelay();
                if (!e.error().isRetryable() || attempt >= ATTEMPTS && time.now().plus(pause).isAfter(deadline)) {
                    throw e;
                }
                pausing.accept(e.error(), pause);
              rest(pause);
            }
        }
    }

    /** Waits, and ends with the run. */
    public void rest(Duration duration) {
        try {
            time.sleep(duration);
        } catch (InterruptedException e) {
            throw new RunInterruptedException(e);
        }
    }
}
