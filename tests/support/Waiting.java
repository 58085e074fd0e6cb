package tests.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that another process or thread does. */
public final class Waiting {
    private Waiting() {}

    /** Waits at most a minute; fails if it does not happen. */
    public static void await(String what, BooleanSupplier happened) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after a minute, still not: " + what);
            }
            briefly();
        }
    }

    /** Gives others a moment between two looks. */
    static void briefly() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
}
