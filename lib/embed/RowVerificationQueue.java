package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import lib.common.Clock;
import lib.common.DaemonThreads;
import lib.common.RunInterruptedException;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.Outcome;
import lib.proof.RowVerifier;
import lib.retry.ExponentialBackoff;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/**
 * Verifies the rows of bots whose tasks have ended, on a thread of its own: bots that arrive during a statement share
 * the next one. Bots whose rows cannot be counted stay in the queue and are counted again with growing pauses while the
 * run has anything else to do, and once more when it has not.
 */
final class RowVerificationQueue implements AutoCloseable {
    /** Polls find ended tasks in groups: the first bot waits this long for others. */
    private static final Duration BATCHING_DELAY = Duration.ofSeconds(2);

    /** Is told the results on the run's thread. */
    interface Listener {
        void verified(BotAttempt attempt, Outcome byStatus, Outcome outcome);

        /** The rows cannot be counted now, and are counted again after this pause. */
        void pausing(ServiceError error, Duration pause);

        /** The rows could not be counted until the end of the run. */
        void notCounted(BotAttempt attempt, ServiceError error);
    }

    private record Request(BotAttempt attempt, Outcome byStatus) {
        Bot bot() {
            return attempt.bot();
        }
    }

    private final RowVerifier rows;
    private final Clock clock;
    private final Journal journal;
    private final Consumer<Runnable> inbox;
    private final Listener listener;
    private final BlockingQueue<Request> requests;
    private final ExponentialBackoff backoff = ExponentialBackoff.ofMinutes(ExponentialBackoff.RANDOM_JITTER);
    private final Thread thread;
    private volatile boolean last;

    /** @param inbox receives the actions to run on the run's thread */
    RowVerificationQueue(RowVerifier rows, Journal journal, Clock clock, Consumer<Runnable> inbox, Listener listener) {
        this.rows = rows;
        this.journal = journal;
        this.clock = clock;
        this.requests = clock.newQueue();
        this.inbox = inbox;
        this.listener = listener;
        this.thread = DaemonThreads.start(clock, "row verification", this::work);
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

    /** Sets whether the run waits for this queue alone: then rows that cannot be counted are given up. */
    void setLast(boolean last) {
        this.last = last;
    }

    private void work() throws InterruptedException {
        for (List<Request> batch = new ArrayList<>(); ; ) {
            if (batch.isEmpty()) {
                batch.add(requests.take());
            }
            clock.sleep(BATCHING_DELAY);
            requests.drainTo(batch);
            boolean lastAttempt = last;
            try {
                verify(batch);
                batch.clear();
                backoff.reset();
            } catch (ServiceException e) {
                if (lastAttempt) {
                    giveUp(List.copyOf(batch), e.error());
                    batch.clear();
                } else {
                    pause(batch, e.error());
                }
            } catch (RunInterruptedException e) {
                throw e;
            } catch (RuntimeException bug) {
                batch.clear();
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
            Outcome outcome = rows.judge(
                    request.bot(),
                    request.byStatus(),
                    accepted,
                    journal.mark(request.bot().key()));
            inbox.accept(() -> listener.verified(request.attempt(), request.byStatus(), outcome));
        }
    }

    /** Another bot that arrives meanwhile ends the pause. */
    private void pause(List<Request> batch, ServiceError error) throws InterruptedException {
        Duration pause = backoff.nextDelay();
        inbox.accept(() -> listener.pausing(error, pause));
        Request next = clock.poll(requests, pause);
        if (next != null) {
            batch.add(next);
        }
    }

    private void giveUp(List<Request> batch, ServiceError error) {
        batch.forEach(request -> inbox.accept(() -> listener.notCounted(request.attempt(), error)));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
