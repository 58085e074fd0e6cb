package lib.embed;

import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import lib.common.DaemonThreads;

/** Makes several starts at once, on threads of its own. Belongs to the run's thread, which is told there what came of each. */
public final class TaskStarterThreads implements AutoCloseable {
    private static final int MOST = 8;

    private final TaskStarter starter;
    private final Consumer<Runnable> inbox;
    private final Consumer<TaskStarter.StartResult> answered;
    private final ExecutorService threads = Executors.newFixedThreadPool(MOST, DaemonThreads::newThread);
    private int underWay;

    /**
     * @param inbox takes what is to be done on the run's own thread, from any other
     * @param answered is told each answer there
     */
    TaskStarterThreads(TaskStarter starter, Consumer<Runnable> inbox, Consumer<TaskStarter.StartResult> answered) {
        this.starter = starter;
        this.inbox = inbox;
        this.answered = answered;
    }

    int underWay() {
        return underWay;
    }

    /** Nothing more is sent from here on; from any thread. */
    void interrupt() {
        starter.interrupt();
    }

    void start(BotAttempt turn) {
        underWay++;
        threads.execute(() -> {
            Runnable news = news(turn);
            inbox.accept(() -> {
                underWay--;
                news.run();
            });
        });
    }

    private Runnable news(BotAttempt turn) {
        try {
            TaskStarter.StartResult answer = starter.start(turn);
            return () -> answered.accept(answer);
        } catch (InterruptedException e) {
            return () -> answered.accept(new TaskStarter.NotSent(turn));
        } catch (UncheckedIOException e) {
            return () -> answered.accept(new TaskStarter.Unrecorded(turn, e));
        } catch (RuntimeException e) {
            return () -> {
                throw e; // a mistake of this program ends the run in the open
            };
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
