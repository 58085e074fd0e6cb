package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lib.common.Clock;
import lib.common.DaemonThreads;
import lib.common.RunInterruptedException;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.Outcome;
import lib.proof.RowVerifier;

/**
 * Verifies the rows of bots whose tasks have ended, on a thread of its own: bots that arrive during a statement share
 * the next one.
 */
final class RowVerificationQueue implements AutoCloseable {
    /** Polls find ended tasks in groups: the first bot waits this long for others. */
    private static final Duration BATCHING_DELAY = Duration.ofSeconds(2);

    private record Request(BotAttempt attempt, Outcome byStatus) {
        Bot bot() {
            return attempt.bot();
        }
    }

    private final RowVerifier rows;
    private final Clock clock;
    private final Journal journal;
    private final Consumer<Runnable> inbox;
    private final BiConsumer<BotAttempt, Outcome> judged;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Thread thread;

    /**
     * @param inbox receives the actions to run on the run's thread
     * @param judged receives each outcome there
     */
    RowVerificationQueue(
            RowVerifier rows,
            Journal journal,
            Clock clock,
            Consumer<Runnable> inbox,
            BiConsumer<BotAttempt, Outcome> judged) {
        this.rows = rows;
        this.journal = journal;
        this.clock = clock;
        this.inbox = inbox;
        this.judged = judged;
        this.thread = DaemonThreads.start("row verification", this::work);
    }

    /** Whether rows can confirm or change this outcome. */
    boolean canVerify(BotAttempt attempt, Outcome outcome) {
        return rows.isAvailable()
                && !attempt.bot().sources().isEmpty()
                && (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Unproved);
    }

    void add(BotAttempt attempt, Outcome byStatus) {
        requests.add(new Request(attempt, byStatus));
    }

    private void work() throws InterruptedException {
        for (; ; ) {
            List<Request> batch = new ArrayList<>(List.of(requests.take()));
            clock.sleep(BATCHING_DELAY);
            requests.drainTo(batch);
            try {
                verify(batch);
            } catch (RunInterruptedException e) {
                throw e;
            } catch (RuntimeException bug) {
                inbox.accept(() -> {
                    throw bug; // ends the run visibly
                });
            }
        }
    }

    private void verify(List<Request> batch) {
        rows.count(batch.stream().map(Request::bot).toList());
        for (Request request : batch) {
            List<String> accepted = journal.entry(request.bot().key()).acceptedGaps();
            Outcome outcome = rows.judge(request.bot(), request.byStatus(), accepted, journal.isFreshStart());
            inbox.accept(() -> judged.accept(request.attempt(), outcome));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
