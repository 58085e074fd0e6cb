package lib.embed;

import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import lib.common.Clock;
import lib.common.DaemonThreads;

/** Starts several bots at once, on threads of its own. Belongs to the run's thread, where it delivers the results. */
final class TaskStarterPool implements AutoCloseable {
    /** Enough for 20 starts per second if each takes up to 0.4 s. */
    private static final int MAX_THREADS = 8;

    private final TaskStarter starter;
    private final TaskStarter.Handler handler;
    private final BiConsumer<BotAttempt, UncheckedIOException> journalFailed;
    private final Consumer<Runnable> inbox;
    private final ExecutorService threads;
    private int underWay;
    private volatile int recalls;

    /**
     * @param parallel maximum number of tasks at once, or 0
     * @param handler receives each result on the run's thread
     * @param journalFailed receives, there, each start that could not be journaled and was therefore not sent
     * @param clock of the starter
     * @param inbox receives, from any thread, the actions to run on the run's thread
     */
    TaskStarterPool(
            TaskStarter starter,
            int parallel,
            TaskStarter.Handler handler,
            BiConsumer<BotAttempt, UncheckedIOException> journalFailed,
            Clock clock,
            Consumer<Runnable> inbox) {
        this.starter = starter;
        this.handler = handler;
        this.journalFailed = journalFailed;
        this.inbox = inbox;
        this.threads = DaemonThreads.pool(clock, parallel == 0 ? MAX_THREADS : Math.min(parallel, MAX_THREADS));
    }

    /** The number of starts without a result. */
    int underWay() {
        return underWay;
    }

    /** Makes all further starts send nothing. Any thread may call this. */
    void interrupt() {
        starter.interrupt();
    }

    /** Makes the starts that are under way send nothing, unless their requests are out already. */
    void recall() {
        recalls++;
    }

    /** Starts the bot in the background. */
    void start(BotAttempt attempt) {
        underWay++;
        int before = recalls;
        threads.execute(() -> {
            Runnable delivery = delivery(attempt, () -> recalls != before);
            inbox.accept(() -> {
                underWay--;
                delivery.run();
            });
        });
    }

    private Runnable delivery(BotAttempt attempt, BooleanSupplier isRecalled) {
        try {
            TaskStarter.StartResult result = starter.start(attempt, isRecalled);
            return () -> result.deliverTo(handler);
        } catch (InterruptedException e) {
            return () -> handler.notSent(attempt);
        } catch (UncheckedIOException e) {
            return () -> journalFailed.accept(attempt, e);
        } catch (RuntimeException bug) {
            return () -> {
                throw bug; // ends the run visibly
            };
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
