package lib.embed;

import java.time.Duration;

/**
 * The limits of a run.
 *
 * @param parallel maximum number of tasks at once; 0 for an adaptive limit
 * @param pollInterval time between two polls of the running tasks
 * @param taskTimeout how long to wait for one task
 * @param stopHanging whether a task that exceeds this time is stopped
 * @param attempts maximum number of tasks for one bot
 * @param waitForEnd false to end when the last start is accepted
 * @param keepGoing true to start further bots although one task after the other ends without a success
 */
public record RunLimits(
        int parallel,
        Duration pollInterval,
        Duration taskTimeout,
        boolean stopHanging,
        int attempts,
        boolean waitForEnd,
        boolean keepGoing) {}
