package lib.retry;

import java.time.Duration;
import lib.common.Mark;

/**
 * How many tasks may run at once: fixed, or adaptive. An adaptive limit grows with every accepted start, falls back to
 * the number of running tasks when quota or capacity is exhausted, and is probed with one more start every 5 minutes
 * (compare adaptive concurrency limits, <a
 * href="https://github.com/Netflix/concurrency-limits">Netflix/concurrency-limits</a>). Belongs to one thread.
 */
public final class ConcurrencyLimit {
    /**
     * More tasks would exceed Bedrock's rate limit and overload a database of 0.5 ACU; {@code --parallel N} can set a
     * higher limit.
     */
    public static final int MAX_AUTO = 50;
    /**
     * The number of tasks within the default Fargate quota: 6 vCPU, with the app's task size of 2 (AWS, Fargate
     * quotas).
     */
    private static final int INITIAL = 3;

    private static final Duration PROBE_INTERVAL = Duration.ofMinutes(5);

    private final int maximum;
    private int limit;
    private boolean growing = true;
    private boolean overloaded;
    private Mark probeAt;

    /** @param fixed the requested number, or 0 for an adaptive limit */
    public ConcurrencyLimit(int fixed) {
        maximum = fixed == 0 ? MAX_AUTO : fixed;
        limit = fixed == 0 ? INITIAL : fixed;
    }

    /**
     * Tasks of an earlier run are running: the limit is at least their number, and one more start shows whether there
     * is room beside them, unless a start was rejected already.
     */
    public void onResumed(int running) {
        limit = Math.min(maximum, Math.max(limit, growing ? running + 1 : running));
    }

    /** Whether one more task may be started. */
    public boolean hasRoom(int running) {
        return running < limit;
    }

    /** Raises the limit by one if a probe is due; to be called before {@link #hasRoom}. */
    public void probeIfDue(int running, Mark now) {
        if (running >= limit && !growing && !now.isBefore(probeAt)) {
            growing = true;
            limit = Math.min(maximum, running + 1);
        }
    }

    /** A start was accepted. */
    public void onAccepted(int running, Mark now) {
        limit = Math.max(limit, Math.min(maximum, running));
        if (!growing) {
            return;
        }
        if (overloaded) {
            growing = false;
            probeAt = now.plus(PROBE_INTERVAL);
        } else {
            limit = Math.min(maximum, limit + 1);
        }
    }

    /** Quota or capacity is exhausted: the number of running tasks is the limit until a probe succeeds. */
    public void onRejected(int running, Mark now) {
        fallTo(running, now);
    }

    /** The embedding model is throttled: halves the limit, and raises it by only one at a time from then on. */
    public void onOverload(int running, Mark now) {
        overloaded = true;
        fallTo(running / 2, now);
    }

    private void fallTo(int running, Mark now) {
        limit = Math.max(1, Math.min(limit, running));
        if (growing) { // a burst of rejections counts once
            growing = false;
            probeAt = now.plus(PROBE_INTERVAL);
        }
    }
}
