package lib.rehearsal.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lib.rehearsal.wire.AwsRequest;

/** The faults of an account, in order: the first that matches a request is applied to it. */
public final class FaultInjector {
    private static final class Pending {
        final Fault fault;
        int toSkip;
        int left;

        Pending(Fault fault) {
            this.fault = fault;
            toSkip = fault.skip();
            left = fault.times();
        }
    }

    private final List<Pending> pending = new ArrayList<>();

    /** Adds a fault after the others. */
    public synchronized void add(Fault fault) {
        pending.add(new Pending(fault));
    }

    /** Removes all faults, and ends every delay. */
    public synchronized void clear() {
        pending.clear();
        notifyAll();
    }

    /** Waits for the fault's delay, unless the faults have been cleared since it was chosen. */
    public synchronized void delay(Fault fault) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(fault.delayMillis());
        try {
            for (long left = end - System.nanoTime(); left > 0 && isPending(fault); left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is shutting down: respond at once
        }
    }

    private boolean isPending(Fault fault) {
        return pending.stream().anyMatch(each -> each.fault == fault);
    }

    /** Returns the fault for this request, and counts it. */
    public synchronized Optional<Fault> next(AwsRequest request) {
        for (Pending each : pending) {
            if (each.left == 0 || !each.fault.matches(request)) {
                continue;
            }
            if (each.toSkip > 0) {
                each.toSkip--;
                continue;
            }
            if (each.left > 0) {
                each.left--;
            }
            return Optional.of(each.fault);
        }
        return Optional.empty();
    }
}
