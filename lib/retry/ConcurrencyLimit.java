package lib.retry;

import java.time.Duration;
import java.time.Instant;

/**
 * How many tasks may run at once: fixed, or adaptive. An adaptive limit grows with every accepted start, falls back to
 * what runs when quota or capacity is exhausted, and is probed with one more start after a while (compare adaptive
 * concurrency limits, <a href="https://github.com/Netflix/concurrency-limits">Netflix/concurrency-limits</a>). Belongs
 * to one thread.
 */
public final class ConcurrencyLimit {
    /** More would exceed Bedrock's rate and crowd a database of 0.5 ACU; {@code --parallel N} goes further. */
    public static final int MAX_AUTO = 50;
    /** What the default Fargate quota holds: 6 vCPU, with the app's task size of 2 (AWS, Fargate quotas). */
    private static final int INITIAL = 3;

    private static final Duration FIRST_PROBE = Duration.ofMinutes(5);
    private static final Duration MAX_PROBE = Duration.ofMinutes(40);

    private final int maximum;
    private int limit;
    private boolean growing = true;
    private boolean overloaded;
    private Duration probeInterval = FIRST_PROBE;
    private Instant probeAt = Instant.MAX;

    /** @param fixed the number that was asked for, or 0 for an adaptive limit */
    public ConcurrencyLimit(int fixed) {
        maximum = fixed == 0 ? MAX_AUTO : fixed;
        limit = fixed == 0 ? INITIAL : fixed;
    }

    /** Tasks of an earlier run are alive: the limit is at least their number. */
    public void onResumed(int alive) {
        limit = Math.min(maximum, Math.max(limit, alive));
    }

    /** Whether one more task may be started. */
    public boolean hasRoom(int alive) {
        return alive < limit;
    }

    /** Raises the limit by one if a probe is due; to be called before {@link #hasRoom}. */
    public void probeIfDue(int alive, Instant now) {
        if (alive >= limit && !growing && !now.isBefore(probeAt)) {
            growing = true;
            limit = Math.min(maximum, alive + 1);
        }
    }

    /** A start was accepted. */
    public void onAccepted(int alive, Instant now) {
        limit = Math.max(limit, Math.min(maximum, alive));
        if (!growing) {
            return;
        }
        probeInterval = FIRST_PROBE;
        if (overloaded) {
            growing = false;
            probeAt = now.plus(probeInterval);
        } else {
            limit = Math.min(maximum, limit + 1);
        }
    }

    /** Quota or capacity is exhausted: what is alive is the limit until a probe succeeds. */
    public void onRejected(int alive, Instant now) {
        fallTo(alive, now);
    }

    /** The embedding model is throttled: half as many, and from now on one more at a time. */
    public void onOverload(int alive, Instant now) {
        overloaded = true;
        fallTo(alive / 2, now);
    }

    private void fallTo(int alive, Instant now) {
        limit = Math.max(1, Math.min(limit, alive));
        if (growing) { // a burst of rejections counts once
            growing = false;
            probeAt = now.plus(probeInterval);
            Duration doubled = probeInterval.multipliedBy(2);
            probeInterval = doubled.compareTo(MAX_PROBE) > 0 ? MAX_PROBE : doubled;
        }
    }
}
