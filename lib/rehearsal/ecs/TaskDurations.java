package lib.rehearsal.ecs;

import java.time.Duration;

/**
 * The durations of the stages of a task, in seconds of the account's clock. Embedding takes the shortest time plus some
 * seconds for each source of the knowledge, up to the longest.
 */
public record TaskDurations(
        Duration provisioning,
        Duration pending,
        Duration shortestEmbedding,
        Duration longestEmbedding,
        Duration deprovisioning) {
    static final TaskDurations DEFAULT =
            new TaskDurations(seconds(20), seconds(25), seconds(90), seconds(200), seconds(15));
    private static final Duration PER_SOURCE = seconds(12);

    Duration embedding(int sources) {
        Duration time = shortestEmbedding.plus(PER_SOURCE.multipliedBy(sources));
        return time.compareTo(longestEmbedding) < 0 ? time : longestEmbedding;
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
