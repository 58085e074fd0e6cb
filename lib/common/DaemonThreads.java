package lib.common;

/** Starts threads that do not keep the program alive. An interrupt asks them to end. */
public final class DaemonThreads {
    /** Work that may be interrupted. */
    public interface Work {
        void run() throws InterruptedException;
    }

    private DaemonThreads() {}

    /** A thread factory for executors. */
    public static Thread newThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts a thread that ends silently when it is interrupted. */
    public static Thread start(String name, Work work) {
        Thread thread = newThread(() -> {
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
}
