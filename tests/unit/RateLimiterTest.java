package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lib.common.Mark;
import lib.retry.RateLimiter;
import org.junit.jupiter.api.Test;
import tests.support.FakeClock;

/** The limit on the rate of RunTask requests, repeated ones included. */
class RateLimiterTest {
    @Test
    void noMoreThanTwentyPassInAnySecondHoweverManyWait() throws InterruptedException {
        FakeClock clock = new FakeClock();
        RateLimiter rateLimiter = new RateLimiter(clock, Duration.ofMillis(50));
        List<Mark> passed = Collections.synchronizedList(new ArrayList<>());
        ExecutorService starters = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 200; i++) {
            starters.execute(() -> {
                try {
                    synchronized (passed) {
                        rateLimiter.acquire();
                        passed.add(clock.now());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        starters.shutdown();
        assertTrue(starters.awaitTermination(1, TimeUnit.MINUTES));
        assertEquals(200, passed.size());
        assertTrue(
                IntStream.range(0, 180)
                        .allMatch(i -> passed.get(i)
                                        .until(passed.get(i + 20))
                                        .compareTo(Duration.ofSeconds(1))
                                >= 0),
                passed::toString);
    }

    @Test
    void anIdleHourSavesUpNoBurst() throws InterruptedException {
        FakeClock clock = new FakeClock();
        RateLimiter rateLimiter = new RateLimiter(clock, Duration.ofMillis(50));
        rateLimiter.acquire();
        clock.sleep(Duration.ofHours(1));
        Mark before = clock.now();
        for (int i = 0; i < 21; i++) {
            rateLimiter.acquire();
        }
        assertEquals(Duration.ofSeconds(1), clock.since(before));
    }
}
