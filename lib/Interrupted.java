package lib;

/** A wait that was cut short because the run is ending. */
public final class Interrupted extends RuntimeException {
    Interrupted(InterruptedException cause) {
        super(cause);
        Thread.currentThread().interrupt();
    }
}
