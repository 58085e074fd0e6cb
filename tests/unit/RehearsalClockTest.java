package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import lib.cli.RehearsalClock;
import lib.common.DaemonThreads;
import org.junit.jupiter.api.Test;
import tests.support.Waiting;

/** The clock of a rehearsal: time passes only while every thread of the command waits. */
class RehearsalClockTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final double UNPACED = 1e12;

    private final List<Long> steps = new CopyOnWriteArrayList<>();
    private final RehearsalClock clock =
            new RehearsalClock(START, UNPACED, step -> steps.add(step.toSeconds()));

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static void awaitState(Thread thread, Thread.State state) {
        Waiting.await(state.name(), () -> thread.getState() == state);
    }

    @Test
    void timeMovesFromOneWaitToTheNextTogetherWithTheEmbeddedAws() throws InterruptedException {
        Thread other = DaemonThreads.start(clock, "other", () -> clock.sleep(seconds(8)));
        awaitState(other, Thread.State.WAITING);
        assertEquals(List.of(), steps, "this thread works");
        clock.sleep(seconds(5));
        assertEquals(START.plusSeconds(5), clock.wallTime());
        clock.sleep(seconds(5));
        other.join();
        assertEquals(List.of(5L, 3L, 2L), steps);
    }

    @Test
    void aThreadCountsBeforeItStartsAndUntilItEnds() throws InterruptedException {
        CountDownLatch work = new CountDownLatch(1);
        Thread worker = clock.newThread(() -> {
            try {
                work.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Thread waiting = DaemonThreads.start(clock, "waiting", () -> clock.sleep(seconds(5)));
        clock.idle(() -> {
            awaitState(waiting, Thread.State.WAITING);
            assertEquals(List.of(), steps, "the worker has not even started");
            worker.start();
            awaitState(worker, Thread.State.WAITING);
            assertEquals(List.of(), steps, "the worker works");
            work.countDown();
            Waiting.await("the step", () -> !waiting.isAlive());
            return null;
        });
        assertEquals(List.of(5L), steps, "a question does not hold the clock");
    }

    @Test
    void anElementOfAQueueWakesItsTakerAtTheSameTime() throws InterruptedException {
        BlockingQueue<String> queue = clock.newQueue();
        DaemonThreads.start(clock, "giver", () -> {
            clock.sleep(seconds(3));
            queue.add("element");
        });
        assertNull(clock.poll(queue, seconds(2)));
        assertEquals("element", queue.take());
        assertEquals(START.plusSeconds(3), clock.wallTime());
    }

    @Test
    void itsEndEndsEveryWait() {
        Thread waiting = DaemonThreads.start(clock, "waiting", () -> clock.sleep(seconds(5)));
        clock.end();
        Waiting.await("its end", () -> !waiting.isAlive());
        assertThrows(InterruptedException.class, () -> clock.sleep(seconds(1)));
        assertEquals(List.of(), steps);
    }
}
