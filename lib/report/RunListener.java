package lib.report;

import java.time.Duration;
import lib.model.Bot;
import lib.model.Outcome;
import lib.retry.ServiceError;

/** Receives the events of a run, on the run's thread. */
public interface RunListener {
    /** How many bots are in which state. {@code moreMayCome} is true while the sweep may find further bots. */
    record Progress(int done, int running, int waiting, int failed, boolean moreMayCome) {}

    void started(Bot bot, String taskId);

    /** An existing task is watched; {@code why} explains where it comes from. */
    void watching(Bot bot, String taskId, String why);

    void pausing(ServiceError error, Duration pause);

    /** No task is started until the running ones have ended; then one bot is tried. */
    void holdingStarts(String why);

    void retrying(Bot bot, Outcome outcome);

    void ended(Bot bot, Outcome outcome);

    void progress(Progress progress);
}
