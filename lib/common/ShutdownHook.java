package lib.common;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM: the run is asked to end, and gets a moment to say where it stands. Java then exits with 128 + the signal's number. */
public final class ShutdownHook implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;
    private volatile Runnable ending;
    private volatile String lastWords = "Nothing was started.";

    public ShutdownHook(PrintStream err) {
        hook = new Thread(() -> {
            Runnable end = ending;
            if (end == null) {
                err.println("\nInterrupted. " + lastWords);
                return;
            }
            end.run();
            try {
                if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    err.println("\nInterrupted while AWS did not answer. Tasks that were started go on by themselves; run the same command again to go on.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What an interrupt says while there is nothing to end in order. */
    public void lastWords(String words) {
        lastWords = words;
    }

    /** From here on there is something to end in order. */
    public void onInterrupt(Runnable end) {
        ending = end;
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException interrupted) {
            return; // the hook is running, and may end now
        }
    }
}
