package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lib.retry.ServiceError;
import lib.retry.StartBackoff;
import org.junit.jupiter.api.Test;
import tests.support.FakeClock;

/** The pauses between starts, without jitter. */
class StartBackoffTest {
    private static final ServiceError NO_CAPACITY = new ServiceError.NoCapacity("no capacity");
    private static final ServiceError THROTTLED = new ServiceError.Throttled("slow down");
    private static final ServiceError.NotPropagated NOT_PROPAGATED = new ServiceError.NotPropagated("no such role");

    private final FakeClock clock = new FakeClock();
    private final List<String> pauses = new ArrayList<>();
    private final StartBackoff backoff = new StartBackoff(clock, () -> 0);

    private void sleepMillis(long millis) {
        clock.sleep(Duration.ofMillis(millis));
    }

    private void onError(ServiceError error) {
        backoff.onError(error).ifPresent(pause -> pauses.add(error.text() + ": " + pause));
    }

    @Test
    void withoutAnErrorAStartMayBeSentAtOnce() {
        assertTrue(backoff.isOver());
        assertEquals(List.of(), pauses);
    }

    @Test
    void anErrorPausesTheStartsForItsDelay() {
        onError(THROTTLED);
        assertEquals(List.of("slow down: PT0.5S"), pauses);
        sleepMillis(499);
        assertFalse(backoff.isOver());
        sleepMillis(1);
        assertTrue(backoff.isOver());
    }

    @Test
    void errorsDuringAPauseShareIt() {
        onError(THROTTLED);
        sleepMillis(499);
        onError(THROTTLED);
        onError(NO_CAPACITY);
        sleepMillis(1);
        assertTrue(backoff.isOver());
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
        backoff.onAccepted();
        onError(THROTTLED);
        sleepMillis(500);
        onError(NO_CAPACITY);
        assertEquals(List.of("slow down: PT0.5S", "no capacity: PT10S"), pauses);
    }

    @Test
    void freedCapacityEndsAPauseForCapacityAndNoOther() {
        onError(NO_CAPACITY);
        assertFalse(backoff.isOver());
        backoff.onCapacityFreed();
        assertTrue(backoff.isOver());
        onError(THROTTLED);
        backoff.onCapacityFreed();
        assertFalse(backoff.isOver());
    }

    @Test
    void whatHasNotPropagatedIsOverdueAfterMoreThanFiveMinutes() {
        assertFalse(backoff.isOverdue(NOT_PROPAGATED));
        sleepMillis(300_000);
        assertFalse(backoff.isOverdue(NOT_PROPAGATED));
        sleepMillis(1);
        assertTrue(backoff.isOverdue(NOT_PROPAGATED));
    }

    @Test
    void anAcceptedStartShowsThatItHasPropagated() {
        assertFalse(backoff.isOverdue(NOT_PROPAGATED));
        sleepMillis(300_001);
        backoff.onAccepted();
        assertFalse(backoff.isOverdue(NOT_PROPAGATED));
    }
}
