package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/**
 * The client tokens that make RunTask idempotent in the one cluster. A token is kept for 24 hours or until one
 * hour after its task has stopped, whichever is less. Whether ECS repeats {@code failures[]} for a token is not
 * documented; here it does, which is the harder case. Guarded by the account's clock.
 */
final class IdempotencyTokens {
    private static final Duration MAX_RETENTION = Duration.ofHours(24);
    private static final Duration RETENTION_AFTER_STOP = Duration.ofHours(1);

    /**
     * What a request with a token was answered.
     *
     * @param task empty: the quota was reached
     */
    record Answer(Optional<Task> task) {}

    private record Entry(JsonObject request, Answer answer, Instant at) {
        boolean isExpired(Instant now) {
            return !now.isBefore(at.plus(MAX_RETENTION))
                    || answer.task.filter(task -> task.isStopped()
                                    && !now.isBefore(task.stoppedAt.plus(RETENTION_AFTER_STOP)))
                            .isPresent();
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * Returns what this token was answered.
     *
     * @throws AwsError a ConflictException if the token has started a task with other parameters
     */
    Optional<Answer> find(String token, JsonObject request, Instant now) {
        Entry entry = entries.get(token);
        if (entry == null || entry.isExpired(now)) {
            return Optional.empty();
        }
        if (!entry.request.equals(request) && entry.answer.task.isPresent()) {
            throw new AwsError(
                    400,
                    "ConflictException",
                    "The clientToken was used before with other parameters.",
                    Json.object("resourceIds", entry.answer.task.stream().map(Task::arn).toList()));
        }
        return Optional.of(entry.answer);
    }

    void remember(String token, JsonObject request, Answer answer, Instant now) {
        entries.put(token, new Entry(request, answer, now));
    }
}
