package tests.support;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What IAM decides on: an action, the resources to which it applies, and condition keys, as the service authorization
 * reference has them for each operation. An operation without an entry here is an error.
 */
public record IamRequest(String action, List<String> resources, Map<String, String> context) {
    /** A resource that only a policy for all resources covers. */
    private static final String UNKNOWN = "x";

    private static final List<String> TASK_ROLES = List.of(
            "iam:role/BedrockChatStack-EmbeddingTaskRole-X", "iam:role/BedrockChatStack-EmbeddingTaskExecutionRole-X");

    private static IamRequest of(String action, String... resources) {
        return new IamRequest(action, Stream.of(resources).map(IamRequest::arn).toList(), Map.of());
    }

    private IamRequest with(String key, String value) {
        return new IamRequest(action, resources, Map.of(key, value));
    }

    /** Returns a full ARN of the account for {@code service:rest}; * stays, and so does an ARN. */
    public static String arn(String resource) {
        if (resource.equals("*") || resource.startsWith("arn:")) {
            return resource;
        }
        int colon = resource.indexOf(':');
        String service = resource.substring(0, colon);
        return switch (service) {
            case "s3" -> "arn:aws:s3:::" + resource.substring(colon + 1);
            case "iam" -> "arn:aws:iam::123456789012:" + resource.substring(colon + 1);
            default -> "arn:aws:" + service + ":us-east-1:123456789012:" + resource.substring(colon + 1);
        };
    }

    /** Returns what a request of the embedded AWS's history needs. */
    public static List<IamRequest> of(JsonObject request) {
        String operation = request.get("operation").getAsString();
        JsonObject body = request.getAsJsonObject("body");
        return switch (request.get("service").getAsString()) {
            case "sts" -> List.of(); // GetCallerIdentity needs no permission
            case "dynamodb" -> List.of(ofDynamoDb("dynamodb:" + operation, body));
            case "ecs" -> ofEcs("ecs:" + operation, body);
            case "cloudformation" -> ofCloudFormation("cloudformation:" + operation, body);
            case "rds" -> List.of(ofRds("rds:" + operation, body));
            case "rds_data" ->
                List.of(
                        of("rds-data:" + operation, text(body, "resourceArn")),
                        of("secretsmanager:GetSecretValue", text(body, "secretArn")));
            case "dms" -> ofDms("dms:" + operation, body);
            case "s3" -> List.of(ofS3(operation, body));
            default -> throw new AssertionError("no IAM action is known for " + request);
        };
    }

    private static IamRequest ofDynamoDb(String action, JsonObject body) {
        String table = "dynamodb:table/" + text(body, "TableName");
        return body.has("IndexName") ? of(action, table + "/index/" + text(body, "IndexName")) : of(action, table);
    }

    private static List<IamRequest> ofEcs(String action, JsonObject body) {
        String cluster = last(text(body, "cluster"));
        List<IamRequest> needed = new ArrayList<>();
        switch (action) {
            case "ecs:RunTask" -> {
                needed.add(of(action, "ecs:task-definition/" + text(body, "taskDefinition") + ":7"));
                TASK_ROLES.forEach(role ->
                        needed.add(of("iam:PassRole", role).with("iam:PassedToService", "ecs-tasks.amazonaws.com")));
            }
            case "ecs:ListTasks" -> needed.add(of(action, "ecs:container-instance/" + cluster + "/" + UNKNOWN));
            case "ecs:StopTask" -> needed.add(of(action, task(cluster, text(body, "task"))));
            case "ecs:DescribeTasks" ->
                texts(body, "tasks").forEach(task -> needed.add(of(action, task(cluster, task))));
            case "ecs:DescribeClusters" ->
                texts(body, "clusters").forEach(name -> needed.add(of(action, "ecs:cluster/" + last(name))));
            case "ecs:DescribeTaskDefinition" -> needed.add(of(action, "*"));
            default -> throw new AssertionError("no resource is known for " + action);
        }
        return needed.stream()
                .map(each -> cluster.isEmpty() || !each.action.startsWith("ecs:")
                        ? each
                        : each.with("ecs:cluster", arn("ecs:cluster/" + cluster)))
                .toList();
    }

    private static String task(String cluster, String idOrArn) {
        return "ecs:task/" + cluster + "/" + last(idOrArn);
    }

    private static List<IamRequest> ofCloudFormation(String action, JsonObject body) {
        if (action.matches(".*:List(Imports|Exports)")) {
            return List.of(of(action, "*"));
        }
        String stack = text(body, "StackName");
        String resource = stack.startsWith("arn:")
                ? stack
                : "cloudformation:stack/" + (stack.isEmpty() ? UNKNOWN : stack) + "/0123";
        List<IamRequest> needed = new ArrayList<>(List.of(of(action, resource)));
        if (body.has("Tags.member.1.Key")) {
            needed.add(of("cloudformation:TagResource", resource));
        }
        return needed;
    }

    private static IamRequest ofRds(String action, JsonObject body) {
        return switch (action) {
            case "rds:DescribeDBEngineVersions" -> of(action, "*");
            case "rds:DescribeDBClusters" -> of(action, rds("cluster", text(body, "DBClusterIdentifier")));
            case "rds:DescribeDBClusterSnapshots" ->
                of(action, rds("cluster-snapshot", text(body, "DBClusterSnapshotIdentifier")));
            case "rds:DescribeDBClusterAutomatedBackups" -> of(action, rds("cluster-auto-backup", ""));
            default -> throw new AssertionError("no resource is known for " + action);
        };
    }

    private static String rds(String type, String nameOrArn) {
        if (nameOrArn.startsWith("arn:")) {
            return nameOrArn;
        }
        return "rds:" + type + ":" + (nameOrArn.isEmpty() ? UNKNOWN : nameOrArn);
    }

    /** The reference has one ARN for all data migrations, and one for all migration projects. */
    private static List<IamRequest> ofDms(String action, JsonObject body) {
        return switch (action) {
            case "dms:DescribeDataMigrations" -> List.of(of(action, "*"));
            case "dms:CreateDataMigration" ->
                List.of(
                        of(action, "dms:migration-project:*"),
                        of("iam:PassRole", text(body, "ServiceAccessRoleArn")));
            default -> List.of(of(action, "dms:data-migration:*"));
        };
    }

    /** HeadBucket needs the same as a list. */
    private static IamRequest ofS3(String operation, JsonObject body) {
        if (!operation.matches("ListObjectsV2|HeadBucket")) {
            throw new AssertionError("no action is known for S3 " + operation);
        }
        IamRequest list = of("s3:ListBucket", "s3:" + text(body, "Bucket"));
        return body.has("prefix") ? list.with("s3:prefix", text(body, "prefix")) : list;
    }

    private static String last(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    private static String text(JsonObject body, String member) {
        return body.has(member) ? body.get(member).getAsString() : "";
    }

    private static Stream<String> texts(JsonObject body, String member) {
        return body.getAsJsonArray(member).asList().stream().map(JsonElement::getAsString);
    }
}
