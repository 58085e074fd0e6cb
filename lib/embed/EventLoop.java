package lib.embed;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import lib.common.Clock;

/** Lets one thread own all state: other threads work for it, and hand it what follows, which it does in their order. */
public final class EventLoop {
    private final Clock clock;
    private final BlockingQueue<Runnable> actions;

    public EventLoop(Clock clock) {
        this.clock = clock;
        this.actions = clock.newQueue();
    }

    /** Adds an action. Any thread may call this. */
    public void post(Runnable action) {
        actions.add(action);
    }

    /**
     * Returns work for another thread, after which the loop does what it returns. If it throws anything, an error of
     * Java too, the loop throws it: nobody waits for a result that never comes.
     */
    public Runnable work(Callable<Runnable> work) {
        return () -> post(result(work));
    }

    private static Runnable result(Callable<Runnable> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        } catch (Throwable e) {
            return () -> {
                throw new IllegalStateException(e);
            };
        }
    }

    /** Does all actions that were added; waits at most this long for the first one. */
    public void run(Duration wait) throws InterruptedException {
        for (Runnable action = clock.poll(actions, wait); action != null; action = actions.poll()) {
            action.run();
        }
    }
}
