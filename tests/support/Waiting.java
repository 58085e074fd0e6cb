package tests.support;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for what another process or thread does. While it waits for a command in this JVM, simulated time passes; while
 * the condition is checked, none does.
 */
public final class Waiting {
    private Waiting() {}

    /** Waits until the condition is true, and fails after three minutes, which a start needs beside other work. */
    public static void await(String what, BooleanSupplier condition) {
        await(what, 3, condition);
    }

    static void await(String what, int minutes, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("timed out after " + minutes + " min waiting for: " + what);
            }
            AccountClock.glance();
        }
    }
}
