package lib.common;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Starts threads that do not keep the program alive. An interrupt asks them to end. */
public final class DaemonThreads {
    /** Work that may be interrupted. */
    public interface Work {
        void run() throws InterruptedException;
    }

    private DaemonThreads() {}

    /** Returns a thread that waits on no clock. */
    public static Thread newThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts a thread that may wait on this clock, and ends silently when it is interrupted. */
    public static Thread start(Clock clock, String name, Work work) {
        Thread thread = clock.newThread(() -> {
            try {
                work.run();
            } catch (InterruptedException | RunInterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setName(name);
        thread.start();
        return thread;
    }

    /** Returns an executor with this number of threads, whose work may wait on this clock. */
    public static ExecutorService pool(Clock clock, int threads) {
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, clock.newQueue(), clock::newThread);
    }
}
