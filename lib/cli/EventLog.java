package lib.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import lib.common.Clock;
import lib.common.Console;
import lib.common.Mark;
import lib.common.Tone;
import lib.retry.ServiceError;

/** Writes events to the console, each with its time of day in UTC, as CloudWatch has it. */
public final class EventLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Console console;
    private final Clock clock;
    private final Instant start;
    private final Mark begin;
    private boolean zoneIsNamed;

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

    /** Writes an event; before the first one, a line names the zone of the times. */
    public void say(String event) {
        synchronized (this) {
            if (!zoneIsNamed) {
                zoneIsNamed = true;
                console.say(console.paint(Tone.DIM, "Times are UTC."));
            }
        }
        console.say(TIME.format(clock.wallTime()) + " ", event);
    }

    /** A request is repeated after a pause. */
    public void pausing(ServiceError error, Duration pause) {
        long seconds = Math.max(1, Math.round(pause.toMillis() / 1000.0));
        say(error.waitingFor() + ", retrying in " + seconds + " s (" + error.text() + ")");
    }
}
