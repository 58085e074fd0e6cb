package lib.common;

import java.io.InterruptedIOException;

/** A wait was cut short because the run is ending. */
public final class RunInterruptedException extends RuntimeException {
    public RunInterruptedException(InterruptedException cause) {
        this((Exception) cause);
    }

    public RunInterruptedException(InterruptedIOException cause) {
        this((Exception) cause);
    }

    private RunInterruptedException(Exception cause) {
        super(cause);
        Thread.currentThread().interrupt();
    }
}
