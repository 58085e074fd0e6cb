package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tests.support.AccountClock;

/** Simulated time moves only when nothing can happen. */
class AccountClockTest {
    private final List<Duration> steps = Collections.synchronizedList(new ArrayList<>());
    private final AccountClock account = new AccountClock(Instant.EPOCH, steps::add);
    private final AccountClock.OfCommand clock = account.forCommand();

    private <T> Future<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        clock.newThread(task).start();
        return task;
    }

    private Future<Duration> sleep(int seconds) {
        return start(() -> {
            clock.sleep(Duration.ofSeconds(seconds));
            return clock.now().sinceStart();
        });
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get(1, TimeUnit.MINUTES);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Duration> seconds(int... seconds) {
        return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    /** The test holds the clock, so that all threads exist before the first one waits alone. */
    private void whileHeld(Runnable action) {
        account.hold();
        action.run();
        account.release(Thread.currentThread());
    }

    @Test
    void theEarliestEndComesFirstAndTheEmbeddedAwsMovesAlong() {
        List<Future<Duration>> sleeps = new ArrayList<>();
        whileHeld(() -> {
            sleeps.add(sleep(7));
            sleeps.add(sleep(3));
            sleeps.add(sleep(7));
        });
        assertEquals(seconds(7, 3, 7), sleeps.stream().map(AccountClockTest::result).toList());
        assertEquals(seconds(3, 4), steps);
    }

    @Test
    void aThreadThatWorksKeepsTheTimeFromMoving() {
        List<Future<Duration>> results = new ArrayList<>();
        whileHeld(() -> {
            results.add(sleep(5));
            results.add(start(() -> {
                BlockingQueue<String> answers = clock.newQueue();
                for (int i = 0; i < 10; i++) {
                    assertNull(clock.poll(answers, Duration.ofMillis(100)));
                    Thread.yield(); // the other one must not be first, however long this takes
                }
                return clock.now().sinceStart();
            }));
        });
        assertEquals(seconds(5, 1), results.stream().map(AccountClockTest::result).toList());
    }

    @Test
    void theTestKeepsTheTimeFromMovingUntilItWaits() {
        account.hold();
        Future<Duration> sleeps = sleep(5);
        account.advance(Duration.ofSeconds(4));
        assertEquals(Duration.ofSeconds(4), clock.now().sinceStart());
        assertEquals(List.of(), steps);
        account.release(Thread.currentThread());
        assertTrue(result(sleeps).compareTo(Duration.ofSeconds(5)) >= 0);
    }

    @Test
    void anElementArrivesAtTheTimeAtWhichItWasAdded() {
        BlockingQueue<String> queue = clock.newQueue();
        List<Future<?>> results = new ArrayList<>();
        whileHeld(() -> {
            results.add(start(() -> clock.poll(queue, Duration.ofHours(1)) + clock.now().sinceStart()));
            results.add(start(() -> queue.take() + clock.now().sinceStart()));
            results.add(start(() -> {
                clock.sleep(Duration.ofSeconds(2));
                queue.add("at ");
                queue.add("at ");
                return clock.now().sinceStart();
            }));
        });
        assertEquals(
                List.of("at PT2S", "at PT2S", Duration.ofSeconds(2)),
                results.stream().map(AccountClockTest::result).toList());
        assertEquals(seconds(2), steps);
    }

    @Test
    void anInterruptedThreadGoesOnBeforeTheTimeMoves() {
        List<Future<?>> results = new ArrayList<>();
        whileHeld(() -> {
            FutureTask<Duration> sleeper = new FutureTask<>(() -> {
                try {
                    clock.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    return clock.now().sinceStart();
                }
                throw new AssertionError("not interrupted");
            });
            Thread thread = clock.newThread(sleeper);
            thread.start();
            results.add(sleeper);
            results.add(start(() -> {
                clock.sleep(Duration.ofSeconds(3));
                thread.interrupt();
                clock.sleep(Duration.ofSeconds(3));
                return clock.now().sinceStart();
            }));
        });
        assertEquals(seconds(3, 6), results.stream().map(AccountClockTest::result).toList());
    }

    @Test
    void whileTheEmbeddedAwsIsPausedTheToolsTimeGoesOn() {
        account.pauseAws(true);
        assertEquals(Duration.ofSeconds(5), result(sleep(5)));
        assertEquals(List.of(), steps);
        account.pauseAws(false);
        assertEquals(Duration.ofSeconds(7), result(sleep(2)));
        assertEquals(seconds(2), steps);
    }

    @Test
    void theThreadsOfACommandThatHasEndedCountNoLonger() throws InterruptedException {
        AccountClock.OfCommand ended = account.forCommand();
        ended.newThread(() -> {}); // is never started, so it never waits
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Void> task = new FutureTask<>(() -> {
            begun.countDown();
            ended.sleep(Duration.ofHours(1));
            return null;
        });
        ended.newThread(task).start();
        begun.await();
        ended.end();
        assertThrows(ExecutionException.class, () -> task.get(1, TimeUnit.MINUTES));
        assertEquals(Duration.ofSeconds(5), result(sleep(5)));
    }

    @ParameterizedTest
    @EnumSource(AccountClock.Seam.class)
    void fromTheMomentOfAKillOnEverySeamRefuses(AccountClock.Seam seam) {
        AccountClock.OfCommand killed = account.forCommand();
        killed.killAt(new AccountClock.Moment(seam, 1));
        List<String> effects = Collections.synchronizedList(new ArrayList<>());
        FutureTask<Void> main = new FutureTask<>(() -> {
            try {
                switch (seam) {
                    case REQUEST -> send();
                    case TIME_OF_DAY -> killed.wallTime();
                    case DURATION -> killed.now();
                    case WAIT -> killed.sleep(Duration.ofSeconds(1));
                }
                effects.add("before the end");
            } finally {
                assertThrows(AccountClock.Killed.class, AccountClockTest::send);
                assertThrows(AccountClock.Killed.class, killed::wallTime);
                assertThrows(AccountClock.Killed.class, killed::now);
                assertThrows(AccountClock.Killed.class, () -> killed.sleep(Duration.ofSeconds(1)));
                assertThrows(AccountClock.Killed.class, () -> killed.newQueue().take());
                effects.add("all refused");
            }
            return null;
        });
        killed.newThread(main).start();
        assertThrows(ExecutionException.class, () -> main.get(1, TimeUnit.MINUTES));
        assertEquals(List.of("all refused"), effects);
        assertTrue(killed.isKilled());
        assertEquals(Duration.ofSeconds(5), result(sleep(5)));
    }

    /** Sends a request to a port on which nothing listens. */
    private static void send() throws IOException {
        try {
            new URL("http://127.0.0.1:1/").openConnection().getInputStream().close();
        } catch (ConnectException e) {
            throw new AssertionError("the request was sent", e);
        }
    }
}
