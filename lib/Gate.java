package lib;

import java.time.Duration;
import java.time.Instant;

/** Lets threads pass one by one, never closer together than a given time. */
final class Gate {
    private final Time time;
    private final Duration between;
    private Instant next;

    Gate(Time time, Duration between) {
        this.time = time;
        this.between = between;
        this.next = time.now();
    }

    /** Counts from when the previous one really passed, so that a late one never makes two come close together. */
    synchronized void pass() throws InterruptedException {
        for (Duration rest = Duration.between(time.now(), next); rest.compareTo(Duration.ZERO) > 0; rest = Duration.between(time.now(), next)) {
            time.sleep(rest);
        }
        next = time.now().plus(between);
    }
}
