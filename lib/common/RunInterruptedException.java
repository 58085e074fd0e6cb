package lib.common;

/** A wait was cut short because the run is ending. */
public final class RunInterruptedException extends RuntimeException {
    public RunInterruptedException(InterruptedException cause) {
        super(cause);
        Thread.currentThread().interrupt();
    }
}
