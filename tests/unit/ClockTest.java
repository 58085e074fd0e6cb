package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lib.common.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"1, 60000, 60000", "60, 60000, 1000", "60, 0, 0", "60, -60000, 0"})
    void aQueueIsPolledForTheRealTime(double speed, long millis, long realMillis) throws InterruptedException {
        List<Long> nanosWaited = new ArrayList<>();
        BlockingQueue<String> queue = new LinkedBlockingQueue<>() {
            @Override
            public String poll(long timeout, TimeUnit unit) {
                nanosWaited.add(unit.toNanos(timeout));
                return "head";
            }
        };
        Clock clock = Clock.atSpeed(speed, ORIGIN, wall::get, nanos::get);
        assertEquals("head", clock.poll(queue, Duration.ofMillis(millis)));
        assertEquals(List.of(TimeUnit.MILLISECONDS.toNanos(realMillis)), nanosWaited);
    }
}
