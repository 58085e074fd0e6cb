package lib.report;

import java.time.Duration;
import lib.model.Bot;
import lib.model.Outcome;
import lib.retry.ServiceError;

/** Is told what happens in a run, on the run's thread. */
public interface RunListener {
    /** Where all bots stand. {@code moreMayCome} while the sweep may find further bots. */
    record Progress(int done, int running, int waiting, int failed, boolean moreMayCome) {}

    void started(Bot bot, String taskId);

    /** A task that exists already is watched; {@code why} says where it came from. */
    void following(Bot bot, String taskId, String why);

    void pausing(ServiceError error, Duration pause);

    void retrying(Bot bot, Outcome.Failed failed);

    void ended(Bot bot, Outcome outcome);

    void progress(Progress progress);
}
