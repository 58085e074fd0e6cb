package lib.common;

/** Threads that never keep the program alive. An interrupt is how they are asked to end. */
public final class DaemonThreads {
    /** Work that may be interrupted. */
    public interface Work {
        void run() throws InterruptedException;
    }

    private DaemonThreads() {
    }

    public static Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    public static Thread start(ThreadGroup group, String name, Work work) {
        Thread thread = new Thread(group, () -> {
            try {
                work.run();
            } catch (InterruptedException | RunInterruptedException asked) {
                Thread.currentThread().interrupt();
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
