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
 * hour after its task has stopped, whichever is less. A request that started nothing leaves no token. Guarded by the
 * account's clock.
 */
final class IdempotencyTokens {
    private static final Duration MAX_RETENTION = Duration.ofHours(24);
    private static final Duration RETENTION_AFTER_STOP = Duration.ofHours(1);

    private record Key(String cluster, String token) {}

    private record Entry(JsonObject request, List<Task> tasks, Instant at) {
        boolean isExpired(Instant now) {
            return !now.isBefore(at.plus(MAX_RETENTION))
                    || tasks.stream()
                            .allMatch(task ->
                                    task.isStopped() && !now.isBefore(task.stoppedAt.plus(RETENTION_AFTER_STOP)));
        }
    }

    private final Map<Key, Entry> entries = new HashMap<>();

    /**
     * Returns the tasks that this token has started.
     *
     * @throws AwsError a ConflictException if the token was used with other parameters
     */
    Optional<List<Task>> find(String cluster, String token, JsonObject request, Instant now) {
        Entry entry = entries.get(new Key(cluster, token));
        if (entry == null || entry.isExpired(now)) {
            return Optional.empty();
        }
        if (!entry.request.equals(request)) {
            throw new AwsError(
                    400,
                    "ConflictException",
                    "The clientToken was used before with other parameters.",
                    Json.object(
                            "resourceIds", entry.tasks.stream().map(Task::arn).toList()));
        }
        return Optional.of(entry.tasks);
    }

    void remember(String cluster, String token, JsonObject request, List<Task> tasks, Instant now) {
        if (!tasks.isEmpty()) {
            entries.put(new Key(cluster, token), new Entry(request, List.copyOf(tasks), now));
        }
    }
}
