package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
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

    JsonObject describe(String region) {
        return Json.object("clusterArn", arn(region), "clusterName", name, "status", status);
    }
}
