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

/** DescribeStacks, for the stack of one install. Guarded by the install's timeline, but for the database's names. */
public final class CloudFormation {
    private final String region;
    private final Instant deployedAt;
    private final Map<String, Map<String, String>> outputsByStack = new TreeMap<>();
    private volatile String databaseHost;
    private volatile String databaseSecret;

    public CloudFormation(String region, Instant deployedAt) {
        this.region = region;
        this.deployedAt = deployedAt;
        put(BedrockChatStack.STACK, BedrockChatStack.outputs(region));
    }

    /** Of the database cluster that was deployed last, whatever the outputs say since. */
    public String databaseHost() {
        return databaseHost;
    }

    public String databaseSecret() {
        return databaseSecret;
    }

    public void put(String stack, Map<String, String> outputs) {
        outputsByStack.put(stack, new LinkedHashMap<>(outputs));
        databaseHost = outputs.getOrDefault(BedrockChatStack.DATABASE_HOST, databaseHost);
        databaseSecret = outputs.getOrDefault(BedrockChatStack.DATABASE_SECRET, databaseSecret);
    }

    public void change(String stack, Map<String, String> changes) {
        Map<String, String> outputs = new LinkedHashMap<>(outputsByStack.getOrDefault(stack, Map.of()));
        outputs.putAll(changes);
        put(stack, outputs);
    }

    public void delete(String stack) {
        outputsByStack.remove(stack);
    }

    public AwsResponse answer(String operation, JsonObject form) {
        if (!operation.equals("DescribeStacks")) {
            throw new AwsError(400, "InvalidAction", "The rehearsal does not play CloudFormation " + operation + ".");
        }
        return new AwsResponse(200, AwsService.CLOUDFORMATION.contentType(), AwsResponse.bytes(describeStacks(form)), null);
    }

    private String describeStacks(JsonObject form) {
        StringBuilder members = new StringBuilder();
        String asked = Json.string(form, "StackName").orElse(null);
        outputsByStack.forEach((stack, outputs) -> {
            if (asked == null || asked.equals(stack) || asked.equals(id(stack))) {
                members.append(stack(stack, outputs));
            }
        });
        if (asked != null && members.isEmpty()) {
            throw new AwsError(400, "ValidationError", "Stack with id " + asked + " does not exist");
        }
        return QueryXml.result("DescribeStacks", QueryXml.element("Stacks", members.toString()));
    }

    private String stack(String name, Map<String, String> outputs) {
        StringBuilder members = new StringBuilder();
        outputs.forEach((key, value) -> members.append(QueryXml.element("member", QueryXml.text("OutputKey", key), QueryXml.text("OutputValue", value))));
        return QueryXml.element("member", QueryXml.text("StackName", name), QueryXml.text("StackId", id(name)), QueryXml.text("StackStatus", "UPDATE_COMPLETE"),
                QueryXml.text("CreationTime", deployedAt.toString()), QueryXml.text("DisableRollback", "false"),
                QueryXml.element("Outputs", members.toString()));
    }

    private String id(String stack) {
        return BedrockChatStack.arn("cloudformation", region, "stack/" + stack + "/11111111-2222-3333-4444-555555555555");
    }
}
