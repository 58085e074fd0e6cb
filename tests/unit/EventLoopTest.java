package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lib.common.Clock;
import lib.embed.EventLoop;
import org.junit.jupiter.api.Test;

/** What other threads hand to the thread of the loop. */
class EventLoopTest {
    private final EventLoop loop = new EventLoop(Clock.atSpeed(1, Instant.EPOCH));

    private Throwable thrownAfter(Callable<Runnable> work) throws InterruptedException {
        Thread thread = new Thread(loop.work(work));
        thread.start();
        thread.join();
        return assertThrows(RuntimeException.class, () -> loop.run(Duration.ZERO));
    }

    @Test
    void actionsAreDoneInTheirOrderByTheThreadOfTheLoop() throws InterruptedException {
        List<String> done = new ArrayList<>();
        Thread here = Thread.currentThread();
        Thread other = new Thread(() -> {
            loop.post(() -> done.add("first"));
            loop.work(() -> {
                        String result = Thread.currentThread() == here ? "here" : "there";
                        return () -> done.add(result + " " + (Thread.currentThread() == here));
                    })
                    .run();
        });
        other.start();
        other.join();
        loop.run(Duration.ZERO);
        assertEquals(List.of("first", "there true"), done);
    }

    @Test
    void whateverAnotherThreadThrowsIsThrownByTheLoop() throws InterruptedException {
        RuntimeException bug = new IllegalArgumentException("a bug");
        assertSame(bug, thrownAfter(() -> {
            throw bug;
        }));
        for (Throwable thrown : List.of(new OutOfMemoryError("Java heap space"), new IOException("no"))) {
            assertSame(thrown, thrownAfter(() -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (IOException) thrown;
            }).getCause());
        }
    }
}
