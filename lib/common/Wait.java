package lib.common;

import java.time.Duration;
import java.util.function.Predicate;

/** Waits for what changes by itself: looks, pauses, and looks again. */
public final class Wait {
    /** Looks at what is waited for. An exception ends the wait. */
    @FunctionalInterface
    public interface Look<T> {
        T now() throws InterruptedException;
    }

    private Wait() {}

    /**
     * Looks until what is seen satisfies the condition, or the limit has passed.
     *
     * @param clock on which it waits
     * @param limit of the whole wait, after which it looks once more
     * @param interval between the end of a look and the next one
     * @return what was seen last; only the caller knows what it means if it does not satisfy the condition
     */
    public static <T> T until(Clock clock, Duration limit, Duration interval, Look<T> look, Predicate<T> condition)
            throws InterruptedException {
        Mark deadline = clock.now().plus(limit);
        while (true) {
            T seen = look.now();
            Duration left = clock.now().until(deadline);
            if (condition.test(seen) || left.isNegative() || left.isZero()) {
                return seen;
            }
            clock.sleep(left.compareTo(interval) < 0 ? left : interval);
        }
    }
}
