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
    /** Another workload of the same account, which has nothing to do with Bedrock Chat. */
    static final TaskDefinition NIGHTLY_REPORT =
            new TaskDefinition("NightlyReport", 3, 2048, 4096, "ACTIVE", List.of("FARGATE"), "report", null);

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

    JsonObject describe(String region) {
        return Json.object(
                "taskDefinitionArn",
                arn(region),
                "family",
                family,
                "revision",
                revision,
                "status",
                status,
                "cpu",
                String.valueOf(cpu),
                "memory",
                String.valueOf(memory),
                "networkMode",
                "awsvpc",
                "requiresCompatibilities",
                requiresCompatibilities,
                "compatibilities",
                compatibilities(),
                "taskRoleArn",
                role("TaskRole"),
                "executionRoleArn",
                role("ExecutionRole"),
                "runtimePlatform",
                Json.object("cpuArchitecture", "X86_64", "operatingSystemFamily", "LINUX"),
                "containerDefinitions",
                List.of(containerDefinition(region)),
                "volumes",
                List.of(),
                "placementConstraints",
                List.of());
    }

    private List<String> compatibilities() {
        return requiresCompatibilities.contains("FARGATE") ? List.of("EC2", "FARGATE") : List.of("EC2");
    }

    private JsonObject containerDefinition(String region) {
        return Json.object(
                "name",
                container,
                "image",
                image(region),
                "cpu",
                0,
                "essential",
                true,
                "portMappings",
                List.of(),
                "environment",
                environment(region),
                "logConfiguration",
                Json.object(
                        "logDriver",
                        "awslogs",
                        "options",
                        Json.object(
                                "awslogs-group",
                                BedrockChatStack.LOG_GROUP,
                                "awslogs-region",
                                region,
                                "awslogs-stream-prefix",
                                BedrockChatStack.LOG_STREAM_PREFIX)));
    }

    private List<JsonObject> environment(String region) {
        List<JsonObject> variables = new ArrayList<>(List.of(
                variable("TABLE_NAME", BedrockChatStack.TABLE),
                variable("DB_NAME", "postgres"),
                variable("DB_HOST", BedrockChatStack.databaseHost(region)),
                variable("DB_PORT", "5432"),
                variable("ACCOUNT", BedrockChatStack.ACCOUNT),
                variable("REGION", region),
                variable("BEDROCK_REGION", region)));
        if (documentBucket != null) {
            variables.add(variable("DOCUMENT_BUCKET", documentBucket));
        }
        return variables;
    }

    static String image(String region) {
        return BedrockChatStack.ACCOUNT + ".dkr.ecr." + region
                + ".amazonaws.com/cdk-hnb659fds-container-assets:rehearsal";
    }

    private static JsonObject variable(String name, String value) {
        return Json.object("name", name, "value", value);
    }

    private static String role(String name) {
        return "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":role/BedrockChatStack-EmbeddingTaskDefinition" + name
                + "-REHEARSAL";
    }
}
