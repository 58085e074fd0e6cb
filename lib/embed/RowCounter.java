package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import lib.common.Clock;
import lib.common.DaemonThreads;
import lib.common.RunInterruptedException;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotKey;
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
final class RowCounter implements AutoCloseable {
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
    private final BlockingQueue<Message> results;
    private final BlockingQueue<Request> requests;
    private final ExponentialBackoff backoff;
    /** Belongs to the run's thread. */
    private final Map<BotKey, BotAttempt> underWay = new LinkedHashMap<>();

    private final Thread thread;
    private volatile boolean last;

    /** @param results to which each count adds what it has shown */
    RowCounter(RowVerifier rows, Journal journal, Clock clock, BlockingQueue<Message> results) {
        this.rows = rows;
        this.journal = journal;
        this.clock = clock;
        this.backoff = ExponentialBackoff.ofMinutes(clock::jitter);
        this.requests = clock.newQueue();
        this.results = results;
        this.thread = DaemonThreads.start(clock, "row verification", this::work);
    }

    /** Adds a bot; {@code byStatus} is its outcome if its rows say nothing else. */
    void add(BotAttempt attempt, Outcome byStatus) {
        underWay.put(attempt.bot().key(), attempt);
        requests.add(new Request(attempt, byStatus));
    }

    /** The run has the result of this bot. */
    void remove(BotAttempt attempt) {
        underWay.remove(attempt.bot().key());
    }

    /** The bots whose results the run does not have yet. */
    List<BotAttempt> all() {
        return List.copyOf(underWay.values());
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
                    batch.forEach(given -> results.add(new Message.CountGivenUp(given.attempt(), e.error())));
                    batch.clear();
                } else {
                    pause(batch, e.error());
                }
            } catch (RunInterruptedException e) {
                throw e;
            } catch (RuntimeException bug) {
                batch.clear();
                results.add(new Message.Broken(bug));
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
            results.add(new Message.RowsCounted(request.attempt(), request.byStatus(), outcome));
        }
    }

    /** Another bot that arrives meanwhile ends the pause. */
    private void pause(List<Request> batch, ServiceError error) throws InterruptedException {
        Duration pause = backoff.nextDelay();
        results.add(new Message.CountDelayed(error, pause));
        Request next = clock.poll(requests, pause);
        if (next != null) {
            batch.add(next);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
