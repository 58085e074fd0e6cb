package lib.common;

/** A wait was cut short because the run is ending. */
public final class RunInterruptedException extends RuntimeException {
    public RunInterruptedException(Exception cause) {
        super(cause);
        Thread.currentThread().interrupt();
    }
}
