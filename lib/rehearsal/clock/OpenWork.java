package lib.rehearsal.clock;

import java.util.function.Supplier;

/**
 * Counts what is under way in an account and takes real time: requests, and statements that continue. It has a lock of
 * its own, under which nothing else happens, so it can be used with and without the clock's.
 */
public final class OpenWork {
    /** The real time that a sleep leaves to what is watched. */
    private static final long WATCHED_MILLIS = 100;

    private int open;
    private int watched;

    /** Something begins, or continues after it has waited for the clock. */
    public synchronized void begin() {
        open++;
    }

    /** Something ends, or waits for the clock. */
    public synchronized void end() {
        open--;
        notifyAll();
    }

    /** Something continues that the tool watches on its clock, such as a statement after its timeout. */
    public synchronized void beginWatched() {
        watched++;
    }

    public synchronized void endWatched() {
        watched--;
        notifyAll();
    }

    /** Does this work, which counts as open meanwhile. */
    public <T> T during(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    /** Leaves some real time to what is watched, so that its end is not missed for hours of the clock. */
    synchronized void giveTime() throws InterruptedException {
        if (watched > 0) {
            wait(WATCHED_MILLIS);
        }
    }

    synchronized boolean isAny() {
        return open > 0;
    }

    synchronized void awaitEnd() throws InterruptedException {
        while (open > 0) {
            wait();
        }
    }
}
