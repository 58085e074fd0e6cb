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
 * The memory that makes RunTask idempotent. A token belongs to a cluster and lives for 24 hours or until one hour after its
 * task has ended, whichever is less. A call that started nothing leaves no token behind. Guarded by the install's timeline.
 */
public final class IdempotencyTokens {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration AFTER_THE_TASK = Duration.ofHours(1);

    private record Scope(String cluster, String token) {}

    private record Use(JsonObject request, List<Task> tasks, Instant at) {
        boolean isForgotten(Instant now) {
            return !now.isBefore(at.plus(LONGEST))
                    || tasks.stream().allMatch(task -> task.isStopped() && !now.isBefore(task.stoppedAt.plus(AFTER_THE_TASK)));
        }
    }

    private final Map<Scope, Use> uses = new HashMap<>();

    /** The tasks that this token has started; throws a ConflictException if that was with other parameters. */
    Optional<List<Task>> replay(String cluster, String token, JsonObject request, Instant now) {
        Use use = uses.get(new Scope(cluster, token));
        if (use == null || use.isForgotten(now)) {
            return Optional.empty();
        }
        if (!use.request.equals(request)) {
            throw new AwsError(400, "ConflictException", "The clientToken was used before with other parameters.",
                    Json.object("resourceIds", use.tasks.stream().map(Task::arn).toList()));
        }
        return Optional.of(use.tasks);
    }

    void remember(String cluster, String token, JsonObject request, List<Task> tasks, Instant now) {
        if (!tasks.isEmpty()) {
            uses.put(new Scope(cluster, token), new Use(request, List.copyOf(tasks), now));
        }
    }
}
