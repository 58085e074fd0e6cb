package lib.common;

import java.util.Collection;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts threads that do not keep the program alive. An interrupt asks them to end. */
public final class DaemonThreads {
    /** Work that may be interrupted. */
    public interface Work {
        void run() throws InterruptedException;
    }

    /** Work on an item that may be interrupted. */
    public interface WorkOn<T, R> {
        R result(T item) throws InterruptedException;
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

    /**
     * Works on items with this number of threads, and waits until all are done.
     *
     * @param work that may wait on this clock; its first exception ends all of it
     * @param done receives the results, in the order in which they came
     */
    public static <T, R> void each(
            Clock clock, int threads, Collection<T> items, WorkOn<T, R> work, Consumer<R> done)
            throws InterruptedException {
        ExecutorService pool = pool(clock, threads);
        try {
            CompletionService<R> running = new ExecutorCompletionService<>(pool, clock.newQueue());
            items.forEach(item -> running.submit(() -> work.result(item)));
            for (int i = 0; i < items.size(); i++) {
                done.accept(running.take().get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
