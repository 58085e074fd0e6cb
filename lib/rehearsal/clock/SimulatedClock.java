package lib.rehearsal.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An install's clock, and the events that are due on it. Speed 60 lets a minute pass in a second, 0 holds the clock.
 * Events happen by themselves, in order and one at a time; whoever asks first waits until everything due has happened,
 * so that an answer never shows a world that lags behind the clock. Its monitor is the one lock of an install's state.
 */
public final class SimulatedClock implements AutoCloseable {
    /** Something that happens; {@code at} is its own time, not the later one at which a busy machine gets to it. */
    @FunctionalInterface
    public interface Event {
        void happen(Instant at);
    }

    private record Due(Instant at, long order, Event event) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> agenda = new PriorityQueue<>();
    private final Thread thread;
    private long order;
    private double speed;
    private Instant anchor = Instant.now();
    private long anchorNanos = System.nanoTime();
    private boolean closed;

    public SimulatedClock(String name, double speed) {
        this.speed = speed;
        thread = new Thread(this::live, "timeline of " + name);
        thread.setDaemon(true);
        thread.start();
    }

    public synchronized Instant now() {
        return anchor.plusNanos(Math.round((System.nanoTime() - anchorNanos) * speed));
    }

    public synchronized double speed() {
        return speed;
    }

    /** @param newSpeed rehearsed seconds per second */
    public synchronized void setSpeed(double newSpeed) {
        if (!(newSpeed >= 0)) {
            throw new IllegalArgumentException("the speed is 0 or more, not " + newSpeed);
        }
        catchUp();
        settle(now());
        speed = newSpeed;
        notifyAll();
    }

    public synchronized void advance(Duration step) {
        settle(now().plus(step));
        catchUp();
    }

    public synchronized void at(Instant time, Event event) {
        agenda.add(new Due(time, order++, event));
        notifyAll();
    }

    /** Does the work once everything due has happened, with the world standing still meanwhile. */
    public synchronized <T> T perform(Function<Instant, T> work) {
        return work.apply(catchUp());
    }

    /** Lets everything happen that is due, and returns the time. */
    public synchronized Instant catchUp() {
        Instant now = now();
        while (!closed && !agenda.isEmpty() && !agenda.peek().at.isAfter(now)) {
            Due due = agenda.remove();
            due.event.happen(due.at);
        }
        return now;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void settle(Instant now) {
        anchor = now;
        anchorNanos = System.nanoTime();
    }

    private synchronized void live() {
        while (!closed) {
            try {
                catchUp();
                awaitNext();
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException e) { // a defect of the rehearsal itself: show it, and let the other events happen
                e.printStackTrace();
            }
        }
    }

    private void awaitNext() throws InterruptedException {
        if (closed) {
            return;
        }
        if (agenda.isEmpty() || speed == 0) {
            wait();
        } else {
            double nanos = Duration.between(now(), agenda.peek().at).toNanos() / speed;
            if (nanos > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, (long) Math.ceil(nanos));
            }
        }
    }
}
