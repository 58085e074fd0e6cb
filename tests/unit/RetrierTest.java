package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import lib.common.Clock;
import lib.common.RunInterruptedException;
import lib.retry.Retrier;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import org.junit.jupiter.api.Test;
import tests.support.FakeClock;

/** Repeated calls, without jitter. */
class RetrierTest {
    private final FakeClock clock = new FakeClock();
    private final List<String> pauses = new ArrayList<>();
    private final Retrier retrier =
            new Retrier(clock, () -> 0, (error, pause) -> pauses.add(error.text() + ": " + pause));
    private int calls;

    /** Fails this many times, with errors that are numbered from 1, and then returns the number of the call. */
    private Supplier<Integer> failing(int times, Function<String, ServiceError> error) {
        return () -> {
            calls++;
            if (calls <= times) {
                throw new ServiceException(error.apply("error " + calls), null);
            }
            return calls;
        };
    }

    @Test
    void aResultIsReturnedWithoutAPause() {
        assertEquals(1, retrier.call(Duration.ZERO, failing(0, ServiceError.Throttled::new)));
        assertEquals(Duration.ZERO, clock.now().sinceStart());
        assertEquals(List.of(), pauses);
    }

    @Test
    void aRetryableErrorIsToldWithThePauseThatFollows() {
        assertEquals(4, retrier.call(Duration.ofMinutes(1), failing(3, ServiceError.Throttled::new)));
        assertEquals(List.of("error 1: PT0.5S", "error 2: PT1S", "error 3: PT2S"), pauses);
        assertEquals(Duration.ofMillis(3_500), clock.now().sinceStart());
    }

    @Test
    void everyCallBeginsWithTheFirstDelay() {
        retrier.call(Duration.ofMinutes(1), failing(2, ServiceError.Throttled::new));
        calls = 0;
        pauses.clear();
        retrier.call(Duration.ofMinutes(1), failing(1, ServiceError.Throttled::new));
        assertEquals(List.of("error 1: PT0.5S"), pauses);
    }

    /** ServiceErrorTest has the classes that are. */
    @Test
    void anErrorThatIsNotRetryableIsThrownAtOnce() {
        ServiceError error = new ServiceError.BotRejected("t");
        ServiceException thrown = assertThrows(
                ServiceException.class, () -> retrier.call(Duration.ofMinutes(1), failing(1, text -> error)));
        assertSame(error, thrown.error());
        assertEquals(1, calls);
        assertEquals(List.of(), pauses);
    }

    @Test
    void anErrorThatIsNoServiceErrorIsThrownAtOnce() {
        assertThrows(
                IllegalStateException.class,
                () -> retrier.call(Duration.ofMinutes(1), () -> {
                    calls++;
                    throw new IllegalStateException();
                }));
        assertEquals(1, calls);
    }

    @Test
    void threeAttemptsAreMadeHoweverShortTheLimit() {
        ServiceException thrown = assertThrows(
                ServiceException.class, () -> retrier.call(Duration.ZERO, failing(9, ServiceError.Throttled::new)));
        assertEquals("error 3", thrown.error().text());
        assertEquals(List.of("error 1: PT0.5S", "error 2: PT1S"), pauses);
    }

    @Test
    void noPauseEndsAfterTheLimit() {
        Duration threePauses = Duration.ofMillis(3_500);
        assertThrows(ServiceException.class, () -> retrier.call(threePauses, failing(9, ServiceError.Throttled::new)));
        assertEquals(4, calls, "the third pause ends exactly at the limit");
        assertEquals(threePauses, clock.now().sinceStart());

        calls = 0;
        assertThrows(
                ServiceException.class,
                () -> retrier.call(threePauses.minusMillis(1), failing(9, ServiceError.Throttled::new)));
        assertEquals(3, calls);
    }

    @Test
    void theTimeThatTheRequestsTakeCountsTowardsTheLimit() {
        Supplier<Integer> failing = failing(9, ServiceError.OutcomeUnknown::new);
        assertThrows(
                ServiceException.class,
                () -> retrier.call(Duration.ofSeconds(60), () -> {
                    clock.sleep(Duration.ofSeconds(18));
                    return failing.get();
                }));
        assertEquals(4, calls, "the third pause ends after 18 + 0.5 + 18 + 1 + 18 + 2 = 57.5 s");
    }

    @Test
    void anInterruptedPauseEndsTheRunAndIsNotReported() {
        Retrier onWallClock =
                new Retrier(Clock.atSpeed(1, Instant.now()), () -> 0, (error, pause) -> pauses.add(error.text()));
        Thread.currentThread().interrupt();
        assertThrows(
                RunInterruptedException.class,
                () -> onWallClock.call(Duration.ofMinutes(1), failing(9, ServiceError.Throttled::new)));
        assertTrue(Thread.interrupted(), "the thread stays interrupted");
        assertEquals(1, calls);
        assertEquals(List.of(), pauses);
    }
}
