package tests.unit;

import static lib.retry.CircuitBreaker.Starts.ALL;
import static lib.retry.CircuitBreaker.Starts.ASK;
import static lib.retry.CircuitBreaker.Starts.NONE;
import static lib.retry.CircuitBreaker.Starts.NO_MORE;
import static lib.retry.CircuitBreaker.Starts.ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import lib.retry.CircuitBreaker;
import lib.retry.CircuitBreaker.Starts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.FakeClock;

/** When starts are held, when single bots are tried, and when nothing more is started. */
class CircuitBreakerTest {
    private final FakeClock clock = new FakeClock();
    /** With the shortest pauses: half a minute, one, two, … */
    private final CircuitBreaker breaker = new CircuitBreaker(clock, () -> 0);

    /** What may be started if the user agrees whenever there is a question. */
    private Starts allowed(int running) {
        if (breaker.allowed(running) == ASK) {
            breaker.onConsent();
        }
        return breaker.allowed(running);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.onFailure();
        }
    }

    private void tryAlone() {
        clock.sleep(Duration.ofMinutes(10));
        assertEquals(ONE, allowed(0));
        breaker.onStart();
        assertEquals(NONE, allowed(1));
    }

    @ParameterizedTest
    @CsvSource({"0, 100, ALL", "1, 4, ALL", "1, 5, NONE", "2, 3, ALL", "2, 4, NONE", "2, 100, NONE"})
    void twoFailuresHoldNothingButLetNoMoreRunThanSixEndsNeed(int ends, int running, Starts allowed) {
        fail(ends);
        assertEquals(allowed, allowed(running));
    }

    @Test
    void theThirdInARowHoldsUntilNoTaskIsRunning() {
        breaker.onFailure();
        breaker.onSuccess();
        fail(3);
        clock.sleep(Duration.ofMinutes(1));
        assertEquals(NONE, allowed(1));
        assertEquals(ONE, allowed(0));
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 2", "2, 1", "3, 1", "47, 1"})
    void theRunningTasksCountAmongTheThreeMoreButOneBotIsAlwaysTriedAlone(int running, int tried) {
        fail(3);
        fail(running);
        for (int i = 0; i < tried; i++) {
            tryAlone();
            breaker.onFailure();
        }
        clock.sleep(Duration.ofHours(1));
        assertEquals(NO_MORE, allowed(0));
        assertEquals(3 + running + tried, breaker.ends());
    }

    @Test
    void thePausesGrowWithEachBotThatIsTried() {
        fail(3);
        for (int seconds : new int[] {30, 60, 120}) {
            clock.sleep(Duration.ofSeconds(seconds).minusMillis(1));
            assertEquals(NONE, allowed(0));
            clock.sleep(Duration.ofMillis(1));
            assertEquals(ONE, allowed(0));
            breaker.onStart();
            breaker.onFailure();
        }
    }

    @Test
    void anEndThatIsNotReportedLetsTheNextBotBeTriedAtOnce() {
        fail(5);
        tryAlone();
        assertEquals(ONE, allowed(0));
        tryAlone();
        breaker.onFailure();
        assertEquals(NO_MORE, allowed(0));
    }

    @Test
    void aSuccessLiftsTheHoldAndStartsTheCountAndThePausesAgain() {
        fail(3);
        tryAlone();
        breaker.onSuccess();
        assertEquals(ALL, allowed(100));
        fail(2);
        assertEquals(ALL, allowed(3));
        fail(4);
        clock.sleep(Duration.ofSeconds(30));
        assertEquals(ONE, allowed(0), "none was tried alone since");
        breaker.onSuccess();
        assertEquals(ALL, allowed(100), "also that of a task that was running before");
    }

    @Test
    void theUserIsAskedOnceUntilThereIsAnAnswerAlsoIfASuccessHasLiftedTheHoldMeanwhile() {
        fail(3);
        assertEquals(NONE, breaker.allowed(0), "the pause is not over");
        clock.sleep(Duration.ofMinutes(1));
        assertEquals(ASK, breaker.allowed(0));
        assertEquals(ASK, breaker.allowed(0));
        breaker.onAsked();
        assertEquals(NONE, breaker.allowed(0));
        breaker.onSuccess();
        assertEquals(ALL, breaker.allowed(0));
        fail(3);
        clock.sleep(Duration.ofMinutes(1));
        assertEquals(NONE, breaker.allowed(0), "the question is still open");
        breaker.onConsent();
        assertEquals(ONE, breaker.allowed(0));
        breaker.onSuccess();
        fail(3);
        clock.sleep(Duration.ofMinutes(1));
        assertEquals(ASK, breaker.allowed(0));
    }
}
