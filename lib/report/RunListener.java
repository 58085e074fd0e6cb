package lib.report;

import java.time.Duration;
import java.util.Map;
import lib.model.Bot;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import lib.retry.ServiceError;

/** Receives the events of a run, on the run's thread. */
public interface RunListener {
    /**
     * How far the run is.
     *
     * @param settled how many bots have which outcome
     * @param running the number of bots that are neither settled nor waiting
     * @param tasks those of them that have a task, each with its state
     * @param moreMayCome true while the sweep may find further bots
     */
    record Progress(
            Map<OutcomeKind, Integer> settled, int running, Map<Bot, String> tasks, int waiting, boolean moreMayCome) {}

    void started(Bot bot, String taskId);

    /** An existing task is watched; {@code why} explains where it comes from. */
    void watching(Bot bot, String taskId, String why);

    /** A task has run for this long, and is watched on. */
    void takesLong(Bot bot, String taskId, Duration time);

    void pausing(ServiceError error, Duration pause);

    /** No task is started until this pause and the running tasks have ended; then one bot is tried. */
    void holdingStarts(String why, Duration pause);

    void retrying(Bot bot, Outcome outcome);

    void ended(Bot bot, Outcome outcome);

    void progress(Progress progress);
}
