package lib.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import lib.common.Clock;
import lib.common.Console;
import lib.common.Mark;
import lib.retry.ServiceError;

/** Writes events to the console, each with the time since the start. */
public final class EventLog {
    private final Console console;
    private final Clock clock;
    private final Instant start;
    private final Mark begin;

    public EventLog(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.start = clock.wallTime();
        this.begin = clock.now();
    }

    /** When the command began, by the time of day of its own clock. */
    public Instant start() {
        return start;
    }

    /** How long the command has run, on its own clock. */
    public Duration elapsed() {
        return clock.since(begin);
    }

    public void say(String event) {
        long seconds = elapsed().toSeconds();
        console.say(
                String.format(Locale.ROOT, "[%02d:%02d:%02d] ", seconds / 3600, seconds / 60 % 60, seconds % 60),
                event);
    }

    /** A request is repeated after a pause. */
    public void pausing(ServiceError error, Duration pause) {
        long seconds = Math.max(1, Math.round(pause.toMillis() / 1000.0));
        say(error.waitingFor() + ", retrying in " + seconds + " s (" + error.text() + ")");
    }
}
