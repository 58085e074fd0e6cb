package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lib.retry.ExponentialBackoff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The delays between repetitions, with fixed jitter. */
class ExponentialBackoffTest {
    private static final double LARGEST = Math.nextDown(1.0);

    @Test
    void withoutJitterHalfOfTheDelayIsLeftAndItDoublesUpToHalfOfTheMaximum() {
        assertEquals(
                List.of(500L, 1_000L, 2_000L, 4_000L, 8_000L, 15_000L, 15_000L),
                delays(ExponentialBackoff.ofSeconds(() -> 0), 7));
        assertEquals(
                List.of(10_000L, 20_000L, 40_000L, 60_000L, 60_000L), delays(ExponentialBackoff.ofMinutes(() -> 0), 5));
    }

    @Test
    void withTheLargestJitterTheWholeDelayIsLeftAndNeverMoreThanTheMaximum() {
        assertEquals(
                List.of(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L),
                delays(ExponentialBackoff.ofSeconds(() -> LARGEST), 7));
        assertEquals(
                List.of(20_000L, 40_000L, 80_000L, 120_000L, 120_000L),
                delays(ExponentialBackoff.ofMinutes(() -> LARGEST), 5));
    }

    @ParameterizedTest
    @CsvSource({"0.0, 500", "0.25, 625", "0.5, 750", "0.75, 875", "0.999, 1000"})
    void jitterSpreadsTheUpperHalfOfADelayEvenly(double jitter, long millis) {
        assertEquals(Duration.ofMillis(millis), ExponentialBackoff.ofSeconds(() -> jitter).nextDelay());
    }

    @Test
    void eachDelayHasAJitterOfItsOwn() {
        double[] jitter = {0.5, 0, LARGEST};
        int[] next = {0};
        assertEquals(List.of(750L, 1_000L, 4_000L), delays(ExponentialBackoff.ofSeconds(() -> jitter[next[0]++]), 3));
    }

    @Test
    void afterAResetTheFirstDelayComesAgain() {
        ExponentialBackoff backoff = ExponentialBackoff.ofSeconds(() -> 0);
        assertEquals(List.of(500L, 1_000L, 2_000L), delays(backoff, 3));
        backoff.reset();
        assertEquals(List.of(500L, 1_000L), delays(backoff, 2));
    }

    @Test
    void afterTenDoublingsTheDelayStaysAsItIsHoweverHighTheMaximum() {
        ExponentialBackoff backoff = new ExponentialBackoff(Duration.ofMillis(2), Duration.ofDays(1), () -> 0);
        assertEquals(LongStream.rangeClosed(0, 10).mapToObj(n -> 1L << n).toList(), delays(backoff, 11));
        assertTrue(delays(backoff, 100).stream().allMatch(delay -> delay == 1024));
    }

    private static List<Long> delays(ExponentialBackoff backoff, int count) {
        return IntStream.range(0, count).mapToObj(i -> backoff.nextDelay().toMillis()).toList();
    }
}
