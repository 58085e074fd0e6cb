package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lib.common.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.FakeClock;

class WaitTest {
    private final FakeClock clock = new FakeClock();
    private final List<Integer> looks = new ArrayList<>();

    /** What is seen is the number of seconds that have passed. */
    private int second() {
        int second = (int) clock.now().sinceStart().toSeconds();
        looks.add(second);
        return second;
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "0,  60, 15, 0,  0",
        "30, 60, 15, 30, 0 15 30",
        "31, 60, 15, 45, 0 15 30 45",
        "60, 60, 15, 60, 0 15 30 45 60",
        "99, 60, 15, 60, 0 15 30 45 60",
        "99, 40, 15, 40, 0 15 30 40",
        "99, 0,  15, 0,  0"
    })
    void itLooksAtOnceAndAfterEachIntervalAndWhenTheLimitHasPassed(
            int end, int limit, int interval, int seen, String expected) throws InterruptedException {
        assertEquals(seen, Wait.until(clock, seconds(limit), seconds(interval), this::second, second -> second >= end));
        assertEquals(List.of(expected.split(" ")), looks.stream().map(String::valueOf).toList());
    }

    /** A look that takes long must not be followed by a wait that goes beyond the limit. */
    @Test
    void theTimeOfTheLooksCounts() throws InterruptedException {
        Wait.until(
                clock,
                seconds(60),
                seconds(15),
                () -> {
                    clock.sleep(seconds(25));
                    return second();
                },
                second -> false);
        assertEquals(List.of(25, 65), looks);
    }

    @Test
    void anErrorOfALookEndsTheWait() {
        IllegalStateException error = new IllegalStateException();
        Wait.Look<Integer> failing = () -> {
            if (second() == 30) {
                throw error;
            }
            return 0;
        };
        assertSame(
                error,
                assertThrows(
                        IllegalStateException.class,
                        () -> Wait.until(clock, seconds(60), seconds(15), failing, second -> false)));
        assertEquals(List.of(0, 15, 30), looks);
    }
}
