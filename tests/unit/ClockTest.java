package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lib.common.Clock;
import org.junit.jupiter.api.Test;

/** The clock: durations do not depend on the wall clock. */
final class ClockTest {
    private static final Instant ORIGIN = Instant.parse("2026-11-26T10:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(ORIGIN.plusSeconds(60));
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

    private void pass(Duration time) {
        wall.updateAndGet(now -> now.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aWallClockThatIsSetBackDoesNotStopIt() {
        Clock clock = Clock.atSpeed(1, ORIGIN, wall::get, nanos::get);
        Instant before = clock.now();
        wall.updateAndGet(now -> now.minus(Duration.ofMinutes(10)));
        pass(Duration.ofSeconds(30));
        assertEquals(before.plusSeconds(30), clock.now());
        assertEquals(ORIGIN.plusSeconds(60 + 30).minus(Duration.ofMinutes(10)), clock.wallTime());
    }

    @Test
    void processesWithTheSameSpeedAndOriginHaveTheSameClock() {
        Clock first = Clock.atSpeed(60, ORIGIN, wall::get, nanos::get);
        assertEquals(ORIGIN.plus(Duration.ofMinutes(60)), first.now());
        pass(Duration.ofSeconds(2));
        Clock second = Clock.atSpeed(60, ORIGIN, wall::get, nanos::get);
        assertEquals(ORIGIN.plus(Duration.ofMinutes(62)), second.now());
        assertEquals(second.now(), first.now());
        assertEquals(second.wallTime(), first.wallTime());
    }
}
