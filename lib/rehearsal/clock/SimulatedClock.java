package lib.rehearsal.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The clock of a simulated account, with the events that are due on it. At speed 60 a minute passes in a second; at
 * speed 0 the clock is stopped, and moves only when {@link #sleep} moves it. Events run in order, one at a time, on a
 * separate thread; a caller of {@link #perform} first waits for everything due, so a response never shows a state that
 * lags behind the clock. The clock's monitor is the only lock of the account's state.
 */
public final class SimulatedClock implements AutoCloseable {
    /** An event; {@code at} is the time for which it was scheduled, even if a busy machine runs it later. */
    @FunctionalInterface
    public interface Event {
        void run(Instant at);
    }

    private record Scheduled(Instant at, long order, Event event) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final OpenWork openWork = new OpenWork();
    private final PriorityQueue<Scheduled> events = new PriorityQueue<>();
    private long order;
    private double speed;
    /** Begins at a whole millisecond: the APIs show no less, and a rest would decide which of two times is later. */
    private Instant anchor = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private long anchorNanos = System.nanoTime();
    private boolean closed;
    private boolean isInEvent;

    /** @param speed simulated seconds per second */
    public SimulatedClock(String name, double speed) {
        this.speed = speed;
        Thread thread = new Thread(this::runEvents, "simulated clock of " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the simulated time. */
    public synchronized Instant now() {
        return anchor.plusNanos(Math.round((System.nanoTime() - anchorNanos) * speed));
    }

    /** @param newSpeed simulated seconds per second */
    public synchronized void setSpeed(double newSpeed) {
        if (!(newSpeed >= 0)) {
            throw new IllegalArgumentException("the speed must be 0 or more, not " + newSpeed);
        }
        catchUp();
        setAnchor(now());
        speed = newSpeed;
        notifyAll();
    }

    /** Moves the clock forward at once, and runs the events that become due. */
    public synchronized void advance(Duration step) {
        setAnchor(now().plus(step));
        catchUp();
    }

    /** Returns the work without whose end a stopped clock does not move on. */
    public OpenWork openWork() {
        return openWork;
    }

    /**
     * Moves a stopped clock forward by this duration, from one event to the next, each only when no work is open: what
     * an event or a request has begun ends at the time at which it began, however slow the machine is.
     */
    public void sleep(Duration duration) throws InterruptedException {
        openWork.giveTime();
        Instant end = now().plus(duration);
        while (now().isBefore(end)) {
            openWork.awaitEnd();
            moveOn(end);
        }
    }

    /** Moves on to the next event, at most to the end, unless work has been opened meanwhile. */
    private synchronized void moveOn(Instant end) {
        if (openWork.isAny()) {
            return;
        }
        Instant next = closed || events.isEmpty() || events.peek().at.isAfter(end) ? end : events.peek().at;
        if (next.isAfter(now())) {
            setAnchor(next);
        }
        catchUp();
    }

    /** Schedules an event; events at the same time run in the order of their scheduling. */
    public synchronized void schedule(Instant time, Event event) {
        events.add(new Scheduled(time, order++, event));
        notifyAll();
    }

    /** Runs everything due, then the work, which receives the time; no event runs in the meantime. */
    public synchronized <T> T perform(Function<Instant, T> work) {
        return work.apply(catchUp());
    }

    /** Runs everything due, and returns the time. What an event calls runs no other event. */
    public synchronized Instant catchUp() {
        Instant now = now();
        while (!isInEvent && !closed && !events.isEmpty() && !events.peek().at.isAfter(now)) {
            Scheduled due = events.remove();
            isInEvent = true;
            try {
                due.event.run(due.at);
            } finally {
                isInEvent = false;
            }
        }
        return now;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void setAnchor(Instant now) {
        anchor = now;
        anchorNanos = System.nanoTime();
    }

    private synchronized void runEvents() {
        while (!closed) {
            try {
                catchUp();
                awaitNext();
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException e) { // a bug in the embedded AWS itself: show it, and run the other events
                e.printStackTrace();
            }
        }
    }

    private void awaitNext() throws InterruptedException {
        if (closed) {
            return;
        }
        if (events.isEmpty() || speed == 0) {
            wait();
            return;
        }
        double nanos = Duration.between(now(), events.peek().at).toNanos() / speed;
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, (long) Math.ceil(nanos));
        }
    }
}
