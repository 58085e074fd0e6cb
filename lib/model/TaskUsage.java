package lib.model;

import java.time.Duration;
import java.time.Instant;

/**
 * A task of a bot that this run has seen.
 *
 * @param taskArn or the bare id where ECS no longer knew the task
 * @param billedFrom when its image was begun to be pulled, by ECS's clock; null where ECS did not tell
 * @param stoppedAt null where it was not seen to stop
 */
public record TaskUsage(String taskArn, Instant billedFrom, Instant stoppedAt) {
    /** Fargate bills a minute at least (AWS, Fargate pricing). */
    private static final Duration LEAST = Duration.ofMinutes(1);

    public static TaskUsage of(TaskState task) {
        return new TaskUsage(task.arn(), task.billedFrom(), task.stoppedAt());
    }

    /** How long it used Fargate; nothing where that is not known. */
    public Duration billed() {
        if (billedFrom == null || stoppedAt == null) {
            return Duration.ZERO;
        }
        Duration ran = Duration.between(billedFrom, stoppedAt);
        return ran.compareTo(LEAST) < 0 ? LEAST : ran;
    }
}
