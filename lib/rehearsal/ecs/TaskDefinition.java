package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import lib.rehearsal.stack.AppVersion;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * A task definition.
 *
 * @param cpu in CPU units: 1,024 are one vCPU
 * @param memory in MiB
 * @param documentBucket the variable DOCUMENT_BUCKET of the container; without it, upstream takes "documents"
 */
public record TaskDefinition(
        String family,
        int revision,
        int cpu,
        int memory,
        String status,
        List<String> requiresCompatibilities,
        String container,
        String documentBucket) {
    /** Returns that of the app. */
    static TaskDefinition embedding(AppVersion app) {
        return new TaskDefinition(
                BedrockChatStack.FAMILY,
                7,
                2048,
                4096,
                "ACTIVE",
                List.of("FARGATE"),
                BedrockChatStack.CONTAINER,
                BedrockChatStack.documentBucket(app));
    }

    boolean isActive() {
        return status.equals("ACTIVE");
    }

    String arn(String region) {
        return BedrockChatStack.arn("ecs", region, "task-definition/" + family + ":" + revision);
    }

    /** Returns whether a family, family:revision or ARN means this one. */
    boolean isNamed(String name, String region) {
        return name.equals(family) || name.equals(family + ":" + revision) || name.equals(arn(region));
    }

    /**
     * Returns it as the ECS API does, as far as the tool reads it.
     *
     * @param databaseSecret the variable DB_SECRETS_ARN of the container
     */
    JsonObject describe(String region, String databaseSecret) {
        return Json.object(
                "taskDefinitionArn", arn(region),
                "family", family,
                "revision", revision,
                "status", status,
                "cpu", String.valueOf(cpu),
                "memory", String.valueOf(memory),
                "requiresCompatibilities", requiresCompatibilities,
                "compatibilities",
                        requiresCompatibilities.contains("FARGATE") ? List.of("EC2", "FARGATE") : List.of("EC2"),
                "containerDefinitions", List.of(Json.object(
                        "name", container,
                        "essential", true,
                        "environment", environment(region, databaseSecret),
                        "logConfiguration", Json.object(
                                "logDriver", "awslogs",
                                "options", Json.object(
                                        "awslogs-group", BedrockChatStack.LOG_GROUP,
                                        "awslogs-region", region,
                                        "awslogs-stream-prefix", BedrockChatStack.LOG_STREAM_PREFIX)))));
    }

    private List<JsonObject> environment(String region, String databaseSecret) {
        List<JsonObject> variables = new ArrayList<>();
        variables.add(variable("BEDROCK_REGION", region));
        variables.add(variable("DB_SECRETS_ARN", databaseSecret));
        variables.add(variable("TABLE_NAME", BedrockChatStack.TABLE));
        if (documentBucket != null) {
            variables.add(variable("DOCUMENT_BUCKET", documentBucket));
        }
        return variables;
    }

    private static JsonObject variable(String name, String value) {
        return Json.object("name", name, "value", value);
    }
}
