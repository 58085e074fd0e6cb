package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import lib.report.RemainingTime;
import org.junit.jupiter.api.Test;

/** The estimate of a run's remaining time, from the tasks that have ended in it. */
class RemainingTimeTest {
    private final RemainingTime remaining = new RemainingTime();

    @Test
    void twoTasksSayTooLittle() {
        ended(4, 4);
        assertEquals(Optional.empty(), estimate(10, 1));
    }

    @Test
    void withoutARunningTaskNothingCanBeSaid() {
        ended(4, 4, 4);
        assertEquals(Optional.empty(), estimate(10));
    }

    @Test
    void theWorkIsSharedByTheTasksThatRunNow() {
        ended(3, 4, 5);
        assertEquals(minutes(18), estimate(12, 2, 0, 4).orElseThrow(), "12 × 4 + 2 + 4 + 0, by 3");
        assertEquals(minutes(44), estimate(10, 0).orElseThrow());
    }

    @Test
    void theLastTasksTakeAsLongAsTheYoungestOfThem() {
        ended(4, 4, 4);
        assertEquals(minutes(3), estimate(0, 1, 3, 9).orElseThrow());
        assertEquals(Duration.ZERO, estimate(0, 9).orElseThrow());
    }

    private void ended(int... after) {
        for (int minutes : after) {
            remaining.ended(minutes(minutes));
        }
    }

    private Optional<Duration> estimate(int waiting, Integer... ages) {
        return remaining.estimate(Stream.of(ages).map(RemainingTimeTest::minutes).toList(), waiting);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
