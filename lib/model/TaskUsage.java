package lib.model;

import java.time.Duration;
import java.time.Instant;

/**
 * The Fargate time of a task.
 *
 * @param taskArn only the task id if ECS was not asked
 * @param billedFrom when the pull of its image began, by ECS's clock; null if unknown
 * @param stoppedAt null if it was not seen to stop
 */
public record TaskUsage(String taskArn, Instant billedFrom, Instant stoppedAt) {
    /** Fargate bills at least one minute (AWS, Fargate pricing). */
    private static final Duration MINIMUM = Duration.ofMinutes(1);

    public static TaskUsage of(TaskState task) {
        return new TaskUsage(task.arn(), task.billedFrom(), task.stoppedAt());
    }

    /** The billed time; zero if unknown. */
    public Duration billed() {
        if (billedFrom == null || stoppedAt == null) {
            return Duration.ZERO;
        }
        Duration ran = Duration.between(billedFrom, stoppedAt);
        return ran.compareTo(MINIMUM) < 0 ? MINIMUM : ran;
    }
}
