package lib;

/** Threads that never keep the program alive. An interrupt is how they are asked to end. */
final class Daemon {
    /** Work that may be interrupted. */
    interface Work {
        void run() throws InterruptedException;
    }

    private Daemon() {
    }

    static Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    static Thread start(ThreadGroup group, String name, Work work) {
        Thread thread = new Thread(group, () -> {
            try {
                work.run();
            } catch (InterruptedException | Interrupted asked) {
                Thread.currentThread().interrupt();
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
