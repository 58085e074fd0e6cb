package lib.retry;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import lib.common.Clock;
import lib.common.Mark;
import lib.common.RunInterruptedException;

/**
 * Repeats a call to a service as long as its error is retryable.
 *
 * @param jitter of the pauses, see {@link ExponentialBackoff}
 * @param pausing receives each error, with the pause that follows
 */
public record Retrier(Clock clock, DoubleSupplier jitter, BiConsumer<ServiceError, Duration> pausing) {
    private static final int MIN_ATTEMPTS = 3;

    /**
     * Returns the result of the call.
     *
     * @param limit how long to repeat; at least three attempts are made
     * @throws ServiceException the last error, if it is not retryable or the limit is reached
     */
    public <T> T call(Duration limit, Supplier<T> request) {
        ExponentialBackoff backoff = ExponentialBackoff.ofSeconds(jitter);
        Mark deadline = clock.now().plus(limit);
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (ServiceException e) {
                Duration pause = backoff.nextDelay();
                boolean limitReached =
                        attempt >= MIN_ATTEMPTS && clock.now().plus(pause).isAfter(deadline);
                if (!e.error().isRetryable() || limitReached) {
                    throw e;
                }
                if (!Thread.currentThread().isInterrupted()) { // an interrupt ends the request, and then the pause
                    pausing.accept(e.error(), pause);
                }
                sleep(pause);
            }
        }
    }

    /** Sleeps on this retrier's clock. */
    public void sleep(Duration duration) {
        try {
            clock.sleep(duration);
        } catch (InterruptedException e) {
            throw new RunInterruptedException(e);
        }
    }
}
