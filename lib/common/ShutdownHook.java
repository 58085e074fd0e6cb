package lib.common;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl-C and SIGTERM: asks the run to end, and gives it time to report. Java then exits with 128 + the signal's
 * number.
 */
public final class ShutdownHook implements AutoCloseable {
    private static final int GRACE_SECONDS = 20;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final PrintStream err;
    private final Console console;
    private final String again;
    private final Thread hook = new Thread(this::onSignal);
    private volatile Runnable ending;
    private volatile String message = "Nothing was started.";
    private volatile String unfinished = "Tasks that were started continue on their own.";

    /**
     * @param console is ended before a message to {@code err}
     * @param again the command as the user types it
     */
    public ShutdownHook(PrintStream err, Console console, String again) {
        this.err = err;
        this.console = console;
        this.again = again;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void onSignal() {
        Runnable end = ending;
        if (end == null) {
            end("Interrupted. " + message);
            return;
        }
        end.run();
        try {
            if (!closed.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                end("Interrupted while AWS did not respond. " + unfinished + "\n  to continue  " + again);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(String text) {
        console.end();
        err.println("\n" + text);
    }

    /** Sets the message for an interrupt that has no action yet; see {@link #onInterrupt}. */
    public void message(String message) {
        this.message = message;
    }

    /** Sets what the message says about work that goes on, if the run cannot end in time. */
    public void unfinished(String unfinished) {
        this.unfinished = unfinished;
    }

    /** Makes an interrupt call {@code end}, and wait for {@link #close}. */
    public void onInterrupt(Runnable end) {
        ending = end;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException interrupted) {
            return; // the hook is running, and may end now
        }
    }
}
