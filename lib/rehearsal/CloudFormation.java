package lib.rehearsal;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** DescribeStacks, for the stack of one install. Guarded by the install's timeline, but for the database's names. */
final class CloudFormation {
    private final String region;
    private final Instant deployedAt;
    private final Map<String, Map<String, String>> outputsByStack = new TreeMap<>();
    private volatile String databaseHost;
    private volatile String databaseSecret;

    CloudFormation(String region, Instant deployedAt) {
        this.region = region;
        this.deployedAt = deployedAt;
        put(BedrockChat.STACK, BedrockChat.outputs(region));
    }

    /** Of the database cluster that was deployed last, whatever the outputs say since. */
    String databaseHost() {
        return databaseHost;
    }

    String databaseSecret() {
        return databaseSecret;
    }

    void put(String stack, Map<String, String> outputs) {
        outputsByStack.put(stack, new LinkedHashMap<>(outputs));
        databaseHost = outputs.getOrDefault(BedrockChat.DATABASE_HOST, databaseHost);
        databaseSecret = outputs.getOrDefault(BedrockChat.DATABASE_SECRET, databaseSecret);
    }

    void change(String stack, Map<String, String> changes) {
        Map<String, String> outputs = new LinkedHashMap<>(outputsByStack.getOrDefault(stack, Map.of()));
        outputs.putAll(changes);
        put(stack, outputs);
    }

    void delete(String stack) {
        outputsByStack.remove(stack);
    }

    Answer answer(String operation, JsonObject form) {
        if (!operation.equals("DescribeStacks")) {
            throw new AwsError(400, "InvalidAction", "The rehearsal does not play CloudFormation " + operation + ".");
        }
        return new Answer(200, Service.CLOUDFORMATION.contentType(), Answer.bytes(describeStacks(form)), null);
    }

    private String describeStacks(JsonObject form) {
        StringBuilder members = new StringBuilder();
        String asked = Json.string(form, "StackName").orElse(null);
        outputsByStack.forEach((stack, outputs) -> {
            if (asked == null || asked.equals(stack) || asked.equals(id(stack))) members.append(stack(stack, outputs));
        });
        if (asked != null && members.isEmpty()) throw new AwsError(400, "ValidationError", "Stack with id " + asked + " does not exist");
        return Xml.result("DescribeStacks", Xml.element("Stacks", members.toString()));
    }

    private String stack(String name, Map<String, String> outputs) {
        StringBuilder members = new StringBuilder();
        outputs.forEach((key, value) -> members.append(Xml.element("member", Xml.text("OutputKey", key), Xml.text("OutputValue", value))));
        return Xml.element("member", Xml.text("StackName", name), Xml.text("StackId", id(name)), Xml.text("StackStatus", "UPDATE_COMPLETE"),
                Xml.text("CreationTime", deployedAt.toString()), Xml.text("DisableRollback", "false"),
                Xml.element("Outputs", members.toString()));
    }

    private String id(String stack) {
        return BedrockChat.arn("cloudformation", region, "stack/" + stack + "/11111111-2222-3333-4444-555555555555");
    }
}
