package lib.retry;

import java.time.Duration;
import java.time.Instant;

/**
 * How many tasks may run at once. Without a fixed number it finds out: it grows while starts are accepted, falls back to what runs when
 * the quota or the capacity says no, and after a while tries one more.
 */
public final class ConcurrencyLimit {
    /** More would only crowd Bedrock's rate and a database of 0.5 ACU; {@code --parallel N} goes further. */
    public static final int MOST = 50;
    /** What the default Fargate quota holds: 6 vCPU, with the app's task size of 2 (AWS, Fargate quotas). */
    private static final int FIRST = 3;
    private static final Duration FIRST_PROBE = Duration.ofMinutes(5);
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(40);

    private final int most;
    private int width;
    private boolean growing;
    private boolean careful;
    private Duration untilProbe = FIRST_PROBE;
    private Instant probeAt = Instant.MAX;

    /** @param fixed the number that was asked for, or 0 to find it */
    public ConcurrencyLimit(int fixed) {
        most = fixed == 0 ? MOST : fixed;
        width = fixed == 0 ? FIRST : fixed;
        growing = true;
    }

    /** So many are alive from an earlier run: there is room for them at least. */
    public void onResumed(int alive) {
        width = Math.min(most, Math.max(width, alive));
    }

    public boolean hasRoom(int inUse, Instant now) {
        if (inUse >= width && !growing && !now.isBefore(probeAt)) {
            growing = true;
            width = Math.min(most, inUse + 1);
        }
        return inUse < width;
    }

    /** A start was accepted, with so many alive now: there may be room for one more. */
    public void onAccepted(int alive, Instant now) {
        width = Math.max(width, Math.min(most, alive));
        if (!growing) {
            return;
        }
        untilProbe = FIRST_PROBE;
        if (careful) {
            growing = false;
            probeAt = now.plus(untilProbe);
        } else {
            width = Math.min(most, width + 1);
        }
    }

    /** No place: what is alive is what fits, until a probe says otherwise. */
    public void onRejected(int alive, Instant now) {
        fallTo(alive, now);
    }

    /** The embedding model cannot follow: half as many, and from now on one more at a time. */
    public void onOverload(int alive, Instant now) {
        careful = true;
        fallTo(alive / 2, now);
    }

    private void fallTo(int alive, Instant now) {
        width = Math.max(1, Math.min(width, alive));
        if (growing) { // one burst of refusals is one answer
            growing = false;
            probeAt = now.plus(untilProbe);
            untilProbe = untilProbe.multipliedBy(2).compareTo(LONGEST_PROBE) > 0 ? LONGEST_PROBE : untilProbe.multipliedBy(2);
        }
    }
}
