package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/**
 * The client tokens that make RunTask idempotent. A token belongs to a cluster, and is kept for 24 hours or until one
 * hour after its task has stopped, whichever is less. Whether ECS repeats {@code failures[]} for a token is not
 * documented; here it does, which is the harder case. Guarded by the account's clock.
 */
final class IdempotencyTokens {
    private static final Duration MAX_RETENTION = Duration.ofHours(24);
    private static final Duration RETENTION_AFTER_STOP = Duration.ofHours(1);

    private record Key(String cluster, String token) {}

    /** What a request with a token was answered. */
    record Answer(List<Task> tasks, List<JsonObject> failures) {}

    private record Entry(JsonObject request, Answer answer, Instant at) {
        boolean isExpired(Instant now) {
            return !now.isBefore(at.plus(MAX_RETENTION)) || hasStarted() && isOver(now);
        }

        boolean hasStarted() {
            return !answer.tasks.isEmpty();
        }

        private boolean isOver(Instant now) {
            return answer.tasks.stream()
                    .allMatch(task -> task.isStopped() && !now.isBefore(task.stoppedAt.plus(RETENTION_AFTER_STOP)));
        }
    }

    private final Map<Key, Entry> entries = new HashMap<>();

    /**
     * Returns what this token was answered.
     *
     * @throws AwsError a ConflictException if the token has started a task with other parameters
     */
    Optional<Answer> find(String cluster, String token, JsonObject request, Instant now) {
        Entry entry = entries.get(new Key(cluster, token));
        if (entry == null || entry.isExpired(now)) {
            return Optional.empty();
        }
        if (!entry.request.equals(request) && entry.hasStarted()) {
            throw new AwsError(
                    400,
                    "ConflictException",
                    "The clientToken was used before with other parameters.",
                    Json.object(
                            "resourceIds", entry.answer.tasks.stream().map(Task::arn).toList()));
        }
        return Optional.of(entry.answer);
    }

    void remember(String cluster, String token, JsonObject request, Answer answer, Instant now) {
        entries.put(new Key(cluster, token), new Entry(request, answer, now));
    }
}
