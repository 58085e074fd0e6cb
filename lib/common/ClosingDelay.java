package lib.common;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.ShutdownHooks;

/**
 * Keeps JLine from closing the terminal at a signal before the run has reported. JLine's shutdown hook runs its tasks
 * one after the other, in the order in which they were added, and each terminal adds its own when it is opened.
 */
final class ClosingDelay implements ShutdownHooks.Task {
    /** Longer than the time in which an interrupted run reports; see {@link ShutdownHook}. */
    private static final int MAX_SECONDS = 30;

    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean isShuttingDown;

    /** Must be called before the terminal is opened. */
    static ClosingDelay add() {
        return ShutdownHooks.add(new ClosingDelay());
    }

    @Override
    public void run() throws InterruptedException {
        isShuttingDown = true;
        if (!released.await(MAX_SECONDS, TimeUnit.SECONDS)) {
            release(); // a run that hangs must not keep the process alive
        }
    }

    /** Whether JLine is about to close the terminal. */
    boolean isShuttingDown() {
        return isShuttingDown;
    }

    /** Lets JLine close the terminal. */
    void release() {
        released.countDown();
        if (!isShuttingDown) {
            ShutdownHooks.remove(this);
        }
    }
}
