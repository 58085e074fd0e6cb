package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lib.common.Clock;
import lib.common.Mark;
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
        Mark before = clock.now();
        wall.updateAndGet(now -> now.minus(Duration.ofMinutes(10)));
        pass(Duration.ofSeconds(30));
        assertEquals(Duration.ofSeconds(30), clock.since(before));
        assertEquals(ORIGIN.plusSeconds(60 + 30).minus(Duration.ofMinutes(10)), clock.wallTime());
    }

    @Test
    void processesWithTheSameSpeedAndOriginHaveTheSameClock() {
        Clock first = Clock.atSpeed(60, ORIGIN, wall::get, nanos::get);
        assertEquals(ORIGIN.plus(Duration.ofMinutes(60)), first.wallTime());
        pass(Duration.ofSeconds(2));
        Clock second = Clock.atSpeed(60, ORIGIN, wall::get, nanos::get);
        assertEquals(ORIGIN.plus(Duration.ofMinutes(62)), second.wallTime());
        assertEquals(second.wallTime(), first.wallTime());
    }

    @Test
    void whatIsMeasuredInThisProcessDoesNotAgeWhileTheMachineSleeps() {
        Clock clock = Clock.atSpeed(1, ORIGIN, wall::get, nanos::get);
        Mark mark = clock.now();
        Instant time = clock.wallTime();
        wall.updateAndGet(now -> now.plus(Duration.ofMinutes(10)));
        pass(Duration.ofSeconds(2));
        assertFalse(clock.isOlder(mark, Duration.ofSeconds(2)));
        assertTrue(clock.isOlder(mark, Duration.ofMillis(1_999)));
        assertTrue(clock.isOlder(time, Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @CsvSource({"60, false", "61, true", "0, false", "-1, true"})
    void aTimeThatLiesInTheFutureCountsAsLongAgo(long seconds, boolean older) {
        Clock clock = Clock.atSpeed(1, ORIGIN, wall::get, nanos::get);
        Instant time = wall.get().minusSeconds(seconds);
        assertEquals(older, clock.isOlder(time, Duration.ofMinutes(1)));
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

    @Test
    void theJitterIsFromZeroUpToButNotIncludingOneAndVaries() {
        Clock clock = Clock.atSpeed(1, ORIGIN);
        List<Double> jitters = Stream.generate(clock::jitter).limit(10_000).toList();
        assertTrue(jitters.stream().allMatch(jitter -> jitter >= 0 && jitter < 1));
        assertTrue(jitters.stream().distinct().count() > 9_000);
    }
}
