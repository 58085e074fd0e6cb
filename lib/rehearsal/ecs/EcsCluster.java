package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.util.List;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * An ECS cluster.
 *
 * @param name without the ARN
 * @param status ACTIVE or INACTIVE
 */
public record EcsCluster(String name, String status) {
    static final EcsCluster EMBEDDING = new EcsCluster(BedrockChatStack.CLUSTER, "ACTIVE");

    String arn(String region) {
        return BedrockChatStack.arn("ecs", region, "cluster/" + name);
    }

    boolean isActive() {
        return status.equals("ACTIVE");
    }

    boolean isNamed(String nameOrArn, String region) {
        return nameOrArn.equals(name) || nameOrArn.equals(arn(region));
    }

    JsonObject describe(String region, List<Task> tasks) {
        return Json.object(
                "clusterArn",
                arn(region),
                "clusterName",
                name,
                "status",
                status,
                "registeredContainerInstancesCount",
                0,
                "activeServicesCount",
                0,
                "runningTasksCount",
                count(tasks, Task.Status.RUNNING),
                "pendingTasksCount",
                count(tasks, Task.Status.PROVISIONING) + count(tasks, Task.Status.PENDING),
                "capacityProviders",
                List.of("FARGATE"),
                "defaultCapacityProviderStrategy",
                List.of(),
                "settings",
                List.of(),
                "statistics",
                List.of(),
                "tags",
                List.of());
    }

    private static long count(List<Task> tasks, Task.Status status) {
        return tasks.stream().filter(task -> task.status == status).count();
    }
}
