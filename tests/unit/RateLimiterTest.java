package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lib.common.Clock;
import lib.retry.RateLimiter;
import org.junit.jupiter.api.Test;

/**
 * The gate before every RunTask, repeats included, on a clock that only moves when somebody waits. In package lib
 * because nobody else sees the gate.
 */
public class RateLimiterTest {
    @Test
    void noMoreThanTwentyPassInAnySecondHoweverManyWait() throws InterruptedException {
        BotState time = new BotState();
        RateLimiter rateLimiter = new RateLimiter(time, Duration.ofMillis(50));
        List<Instant> passed = Collections.synchronizedList(new ArrayList<>());
        ExecutorService starters = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 200; i++) {
            starters.execute(() -> {
                try {
                    synchronized (passed) {
                        rateLimiter.acquire();
                        passed.add(time.now());
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
                        .allMatch(i -> Duration.between(passed.get(i), passed.get(i + 20))
                                        .compareTo(Duration.ofSeconds(1))
                                >= 0),
                passed::toString);
    }

    @Test
    void anIdleHourSavesUpNoBurst() throws InterruptedException {
        BotState time = new BotState();
        RateLimiter rateLimiter = new RateLimiter(time, Duration.ofMillis(50));
        rateLimiter.acquire();
        time.sleep(Duration.ofHours(1));
        Instant before = time.now();
        for (int i = 0; i < 21; i++) {
            rateLimiter.acquire();
        }
        assertEquals(Duration.ofSeconds(1), Duration.between(before, time.now()));
    }

    private static final class BotState implements Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public synchronized Instant now() {
            return now;
        }

        @Override
        public synchronized void sleep(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public <T> T poll(BlockingQueue<T> queue, Duration duration) {
            throw new UnsupportedOperationException();
        }
    }
}
