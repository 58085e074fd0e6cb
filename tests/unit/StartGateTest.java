package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lib.retry.CircuitBreaker;
import lib.retry.ExponentialBackoff;
import lib.retry.ServiceError;
import lib.retry.StartGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.FakeClock;

/** The pauses between starts, without jitter, and the growing delays that they and every repetition have. */
class StartGateTest {
    private static final ServiceError NO_CAPACITY = new ServiceError.NoCapacity("no capacity");
    private static final ServiceError THROTTLED = new ServiceError.Throttled("slow down");
    private static final ServiceError.NotPropagated NOT_PROPAGATED = new ServiceError.NotPropagated("no such role");
    private static final double LARGEST_JITTER = Math.nextDown(1.0);

    private final FakeClock clock = new FakeClock();
    private final List<String> pauses = new ArrayList<>();
    private final StartGate gate = new StartGate(1, clock);

    private void sleepMillis(long millis) {
        clock.sleep(Duration.ofMillis(millis));
    }

    private boolean isOpen() {
        CircuitBreaker.Starts allowed = gate.allowed(0);
        assertTrue(allowed == CircuitBreaker.Starts.ALL || allowed == CircuitBreaker.Starts.NONE, () -> "" + allowed);
        return allowed == CircuitBreaker.Starts.ALL;
    }

    /** The number of running tasks at which an adaptive gate has no more room. */
    private static int limit(StartGate gate) {
        return IntStream.iterate(0, running -> running + 1)
                .filter(running -> gate.allowed(running) == CircuitBreaker.Starts.NONE)
                .findFirst()
                .orElseThrow();
    }

    private void onError(ServiceError error) {
        gate.onRejected(error, 0).ifPresent(pause -> pauses.add(error.text() + ": " + pause));
    }

    @Test
    void withoutAnErrorAStartMayBeSentAtOnce() {
        assertTrue(isOpen());
        assertEquals(List.of(), pauses);
    }

    @Test
    void anErrorPausesTheStartsForItsDelay() {
        onError(THROTTLED);
        assertEquals(List.of("slow down: PT0.5S"), pauses);
        sleepMillis(499);
        assertFalse(isOpen());
        sleepMillis(1);
        assertTrue(isOpen());
    }

    @Test
    void errorsDuringAPauseShareIt() {
        onError(THROTTLED);
        sleepMillis(499);
        onError(THROTTLED);
        onError(NO_CAPACITY);
        sleepMillis(1);
        assertTrue(isOpen());
        onError(THROTTLED);
        assertEquals(List.of("slow down: PT0.5S", "slow down: PT1S"), pauses);
    }

    @Test
    void capacityHasLongerDelaysThatGrowByThemselves() {
        onError(THROTTLED);
        sleepMillis(500);
        onError(NO_CAPACITY);
        sleepMillis(10_000);
        onError(NO_CAPACITY);
        sleepMillis(20_000);
        onError(THROTTLED);
        assertEquals(
                List.of("slow down: PT0.5S", "no capacity: PT10S", "no capacity: PT20S", "slow down: PT1S"), pauses);
    }

    @Test
    void anAcceptedStartBeginsBothDelaysAnew() {
        for (ServiceError error : List.of(THROTTLED, NO_CAPACITY, THROTTLED, NO_CAPACITY)) {
            onError(error);
            sleepMillis(60_000);
        }
        pauses.clear();
        gate.onAccepted(0);
        onError(THROTTLED);
        sleepMillis(500);
        onError(NO_CAPACITY);
        assertEquals(List.of("slow down: PT0.5S", "no capacity: PT10S"), pauses);
    }

    @Test
    void freedCapacityEndsAPauseForCapacityAndNoOther() {
        onError(NO_CAPACITY);
        assertFalse(isOpen());
        gate.onTaskEnded();
        assertTrue(isOpen());
        onError(THROTTLED);
        gate.onTaskEnded();
        assertFalse(isOpen());
    }

    @Test
    void whatHasNotPropagatedIsOverdueAfterMoreThanFiveMinutes() {
        assertTrue(gate.mayRetry(NOT_PROPAGATED));
        sleepMillis(300_000);
        assertTrue(gate.mayRetry(NOT_PROPAGATED));
        sleepMillis(1);
        assertFalse(gate.mayRetry(NOT_PROPAGATED));
    }

    @Test
    void anAcceptedStartShowsThatItHasPropagated() {
        assertTrue(gate.mayRetry(NOT_PROPAGATED));
        sleepMillis(300_001);
        gate.onAccepted(0);
        assertTrue(gate.mayRetry(NOT_PROPAGATED));
    }

    @Test
    void theLimitFollowsWhatIsResumedAcceptedRejectedAndProbed() {
        StartGate adaptive = new StartGate(0, clock);
        assertEquals(3, limit(adaptive));
        adaptive.onResumed(5);
        assertEquals(6, limit(adaptive));
        adaptive.onAccepted(6);
        assertEquals(7, limit(adaptive));
        adaptive.onRejected(THROTTLED, 4);
        sleepMillis(500);
        assertEquals(7, limit(adaptive), "only capacity lowers it");
        adaptive.onRejected(NO_CAPACITY, 4);
        sleepMillis(10_000);
        assertEquals(4, limit(adaptive));
        sleepMillis(300_000);
        assertEquals(5, limit(adaptive), "a probe");
        adaptive.onOverload(5);
        assertEquals(2, limit(adaptive));
    }

    @Test
    void endsWithoutASuccessHoldTheStartsUntilOneSucceeds() {
        assertEquals(Duration.ZERO, gate.onFailure());
        assertEquals(Duration.ZERO, gate.onFailure());
        assertEquals(2, gate.failuresInARow());
        assertTrue(isOpen());
        assertEquals(Duration.ofSeconds(30), gate.onFailure());
        assertFalse(isOpen());
        sleepMillis(30_000);
        assertEquals(CircuitBreaker.Starts.ASK, gate.allowed(0));
        gate.onAsked();
        assertEquals(CircuitBreaker.Starts.NONE, gate.allowed(0));
        gate.onConsent();
        assertEquals(CircuitBreaker.Starts.ONE, gate.allowed(0));
        gate.onStart();
        assertEquals(Duration.ofMinutes(1), gate.onFailure(), "of a bot that was tried alone");
        gate.onSuccess();
        assertEquals(0, gate.failuresInARow());
        sleepMillis(50);
        assertTrue(isOpen());
    }

    @Test
    void startsFollowEachOtherAfterFiftyMilliseconds() {
        assertEquals(Duration.ZERO, gate.untilNextStart());
        gate.onStart();
        assertEquals(Duration.ofMillis(50), gate.untilNextStart());
        sleepMillis(49);
        assertFalse(isOpen());
        assertEquals(Duration.ofMillis(1), gate.untilNextStart());
        sleepMillis(1);
        assertTrue(isOpen());
        assertEquals(Duration.ZERO, gate.untilNextStart());
    }

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
                delays(ExponentialBackoff.ofSeconds(() -> LARGEST_JITTER), 7));
        assertEquals(
                List.of(20_000L, 40_000L, 80_000L, 120_000L, 120_000L),
                delays(ExponentialBackoff.ofMinutes(() -> LARGEST_JITTER), 5));
    }

    @ParameterizedTest
    @CsvSource({"0.0, 500", "0.25, 625", "0.5, 750", "0.75, 875", "0.999, 1000"})
    void jitterSpreadsTheUpperHalfOfADelayEvenly(double jitter, long millis) {
        assertEquals(Duration.ofMillis(millis), ExponentialBackoff.ofSeconds(() -> jitter).nextDelay());
    }

    @Test
    void eachDelayHasAJitterOfItsOwn() {
        double[] jitter = {0.5, 0, LARGEST_JITTER};
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
