package lib.common;

import java.time.Duration;

/**
 * A moment on a {@link Clock} that never goes back, to measure durations within this process. It is no time of day, so
 * it cannot be written down, nor compared with a time of AWS.
 *
 * @param sinceStart the time on that clock since the clock was made
 */
public record Mark(Duration sinceStart) {
    public Mark plus(Duration duration) {
        return new Mark(sinceStart.plus(duration));
    }

    /** Returns the duration from this mark to another one; negative if the other one is earlier. */
    public Duration until(Mark other) {
        return other.sinceStart.minus(sinceStart);
    }

    public boolean isBefore(Mark other) {
        return sinceStart.compareTo(other.sinceStart) < 0;
    }

    public boolean isAfter(Mark other) {
        return other.isBefore(this);
    }
}
