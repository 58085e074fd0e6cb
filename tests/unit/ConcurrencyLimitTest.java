package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.IntStream;
import lib.common.Mark;
import lib.retry.ConcurrencyLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many tasks may run at once, after each event that changes the number. */
class ConcurrencyLimitTest {
    private static final Mark START = new Mark(Duration.ZERO);

    private final ConcurrencyLimit adaptive = new ConcurrencyLimit(0);

    /** The number of living tasks at which there is no more room. */
    private static int limit(ConcurrencyLimit concurrency) {
        return IntStream.iterate(0, alive -> alive + 1)
                .filter(alive -> !concurrency.hasRoom(alive))
                .findFirst()
                .orElseThrow();
    }

    private static Mark after(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    /** The limit after a probe, if one is due, with as many tasks alive as the limit allows. */
    private static int probed(ConcurrencyLimit concurrency, Mark now) {
        concurrency.probeIfDue(limit(concurrency), now);
        return limit(concurrency);
    }

    @Test
    void anAdaptiveLimitBeginsWithTheDefaultQuotaAndGrowsByOneWithEachAcceptedStart() {
        assertEquals(3, limit(adaptive));
        adaptive.onAccepted(1, START);
        assertEquals(4, limit(adaptive));
        adaptive.onAccepted(2, START);
        adaptive.onAccepted(3, START);
        assertEquals(6, limit(adaptive));
    }

    @Test
    void anAdaptiveLimitNeverExceedsFifty() {
        IntStream.rangeClosed(1, 200).forEach(alive -> adaptive.onAccepted(alive, START));
        assertEquals(50, ConcurrencyLimit.MAX_AUTO);
        assertEquals(50, limit(adaptive));
    }

    @Test
    void aFixedLimitNeitherGrowsNorStopsAtFifty() {
        ConcurrencyLimit fixed = new ConcurrencyLimit(80);
        assertEquals(80, limit(fixed));
        IntStream.rangeClosed(1, 80).forEach(alive -> fixed.onAccepted(alive, START));
        assertEquals(80, limit(fixed));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 3", "0, 2, 3", "0, 3, 4", "0, 10, 11", "0, 60, 50", "8, 2, 8", "8, 20, 8"})
    void theTasksOfAnEarlierRunAndOneMoreFitIntoTheLimitUpToTheMaximum(int parallel, int alive, int expected) {
        ConcurrencyLimit concurrency = new ConcurrencyLimit(parallel);
        concurrency.onResumed(alive);
        assertEquals(expected, limit(concurrency));
    }

    @Test
    void afterARejectionResumedTasksMakeNoRoomForOneMore() {
        adaptive.onResumed(7);
        adaptive.onRejected(7, START);
        adaptive.onResumed(9);
        assertEquals(9, limit(adaptive));
        assertEquals(9, probed(adaptive, after(5).plus(Duration.ofMillis(-1))));
        assertEquals(10, probed(adaptive, after(5)));
    }

    @Test
    void aRejectionMakesTheLivingTasksTheLimitAndAProbeRaisesItByOneAfterFiveMinutes() {
        adaptive.onResumed(10);
        adaptive.onRejected(7, START);
        assertEquals(7, limit(adaptive));
        assertEquals(7, probed(adaptive, after(5).plus(Duration.ofMillis(-1))));
        assertEquals(8, probed(adaptive, after(5)));
        assertEquals(8, probed(adaptive, after(6)), "one probe at a time");
    }

    @Test
    void aProbeNeedsALimitThatIsUsedUp() {
        adaptive.onRejected(3, START);
        adaptive.probeIfDue(1, after(60));
        assertEquals(3, limit(adaptive));
    }

    @Test
    void rejectedProbesComeEveryFiveMinutes() {
        adaptive.onResumed(7);
        adaptive.onRejected(7, START);
        for (int minutes = 5; minutes <= 60; minutes += 5) {
            assertEquals(7, probed(adaptive, after(minutes).plus(Duration.ofMillis(-1))));
            assertEquals(8, probed(adaptive, after(minutes)));
            adaptive.onRejected(7, after(minutes));
            assertEquals(7, limit(adaptive));
        }
    }

    @Test
    void aBurstOfRejectionsCountsOnce() {
        adaptive.onResumed(7);
        adaptive.onRejected(7, START);
        adaptive.onRejected(6, after(1));
        adaptive.onRejected(7, after(2));
        assertEquals(6, limit(adaptive), "it never rises by a rejection");
        assertEquals(7, probed(adaptive, after(5)), "5 minutes after the first rejection");
        adaptive.onRejected(6, after(5));
        assertEquals(6, probed(adaptive, after(10).plus(Duration.ofMillis(-1))));
        assertEquals(7, probed(adaptive, after(10)));
    }

    @Test
    void anAcceptedProbeLetsTheLimitGrowAgainAndTheNextProbeComesAfterFiveMinutes() {
        adaptive.onResumed(7);
        adaptive.onRejected(7, START);
        assertEquals(8, probed(adaptive, after(5)));
        adaptive.onAccepted(8, after(5));
        assertEquals(9, limit(adaptive));
        adaptive.onRejected(8, after(6));
        assertEquals(8, probed(adaptive, after(11).plus(Duration.ofMillis(-1))));
        assertEquals(9, probed(adaptive, after(11)));
    }

    @Test
    void aStartThatIsAcceptedWithoutAProbeRaisesTheLimitOnlyToTheLivingTasks() {
        adaptive.onResumed(7);
        adaptive.onRejected(5, START);
        adaptive.onAccepted(6, after(1));
        assertEquals(6, limit(adaptive));
    }

    @Test
    void anOverloadHalvesTheLivingTasksAndFromThenOnTheLimitGrowsByOneEveryFiveMinutes() {
        adaptive.onResumed(20);
        adaptive.onOverload(20, START);
        assertEquals(10, limit(adaptive));
        for (int minutes = 5; minutes <= 20; minutes += 5) {
            int before = limit(adaptive);
            assertEquals(before, probed(adaptive, after(minutes).plus(Duration.ofMillis(-1))));
            assertEquals(before + 1, probed(adaptive, after(minutes)));
            adaptive.onAccepted(before + 1, after(minutes));
            assertEquals(before + 1, limit(adaptive), "an accepted start raises it no further");
        }
    }

    @Test
    void theLimitIsNeverBelowOne() {
        adaptive.onRejected(0, START);
        assertEquals(1, limit(adaptive));
        ConcurrencyLimit overloaded = new ConcurrencyLimit(4);
        overloaded.onOverload(1, START);
        assertEquals(1, limit(overloaded));
    }

    @Test
    void aFixedLimitFallsTooAndIsProbedUpToItsNumber() {
        ConcurrencyLimit fixed = new ConcurrencyLimit(4);
        fixed.onRejected(3, START);
        assertEquals(3, limit(fixed));
        assertEquals(4, probed(fixed, after(5)));
        fixed.onRejected(4, after(5));
        assertEquals(4, probed(fixed, after(10)));
    }
}
