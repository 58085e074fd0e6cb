package lib.rehearsal.stack;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.QueryXml;

/** DescribeStacks for the stacks of one account. Guarded by the account's clock, except for the database's names. */
public final class CloudFormation {
    private final String region;
    private final Instant deployedAt;
    private final Map<String, Map<String, String>> outputsByStack = new TreeMap<>();
    private volatile String databaseHost;
    private volatile String databaseSecret;

    /** Creates one with the stack of an unmodified Bedrock Chat. */
    public CloudFormation(String region, Instant deployedAt) {
        this.region = region;
        this.deployedAt = deployedAt;
        put(BedrockChatStack.STACK, BedrockChatStack.outputs(region));
    }

    /** Returns the host of the database cluster that was deployed last, whatever the outputs contain since then. */
    public String databaseHost() {
        return databaseHost;
    }

    /** Returns the ARN of its secret. */
    public String databaseSecret() {
        return databaseSecret;
    }

    /** Adds a stack, or replaces all outputs of one. */
    public void put(String stack, Map<String, String> outputs) {
        outputsByStack.put(stack, new LinkedHashMap<>(outputs));
        databaseHost = outputs.getOrDefault(BedrockChatStack.DATABASE_HOST, databaseHost);
        databaseSecret = outputs.getOrDefault(BedrockChatStack.DATABASE_SECRET, databaseSecret);
    }

    /** Replaces some outputs of a stack. */
    public void change(String stack, Map<String, String> changes) {
        Map<String, String> outputs = new LinkedHashMap<>(outputsByStack.getOrDefault(stack, Map.of()));
        outputs.putAll(changes);
        put(stack, outputs);
    }

    /** Deletes a stack; its database cluster stays. */
    public void delete(String stack) {
        outputsByStack.remove(stack);
    }

    /** @throws AwsError if the stack does not exist, or for any other operation than DescribeStacks */
    public AwsResponse handle(String operation, JsonObject form) {
        if (!operation.equals("DescribeStacks")) {
            throw new AwsError(
                    400, "InvalidAction", "The embedded AWS does not implement CloudFormation " + operation + ".");
        }
        byte[] body = AwsResponse.utf8(describeStacks(form));
        return new AwsResponse(200, AwsService.CLOUDFORMATION.contentType(), body, null);
    }

    private String describeStacks(JsonObject form) {
        StringBuilder members = new StringBuilder();
        String requested = Json.string(form, "StackName").orElse(null);
        outputsByStack.forEach((stack, outputs) -> {
            if (requested == null || requested.equals(stack) || requested.equals(id(stack))) {
                members.append(stack(stack, outputs));
            }
        });
        if (requested != null && members.isEmpty()) {
            throw new AwsError(400, "ValidationError", "Stack with id " + requested + " does not exist");
        }
        return QueryXml.response("DescribeStacks", QueryXml.element("Stacks", members.toString()));
    }

    private String stack(String name, Map<String, String> outputs) {
        StringBuilder members = new StringBuilder();
        outputs.forEach((key, value) -> members.append(
                QueryXml.element("member", QueryXml.text("OutputKey", key), QueryXml.text("OutputValue", value))));
        return QueryXml.element(
                "member",
                QueryXml.text("StackName", name),
                QueryXml.text("StackId", id(name)),
                QueryXml.text("StackStatus", "UPDATE_COMPLETE"),
                QueryXml.text("CreationTime", deployedAt.toString()),
                QueryXml.text("DisableRollback", "false"),
                QueryXml.element("Outputs", members.toString()));
    }

    private String id(String stack) {
        return BedrockChatStack.arn(
                "cloudformation", region, "stack/" + stack + "/11111111-2222-3333-4444-555555555555");
    }
}
