package lib.rehearsal.stack;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The stacks that were deployed before, with their outputs: Bedrock Chat's, and those of a test. Guarded by the
 * account's clock, except for the databases' names.
 */
public final class DeployedStacks {
    /** A stack, and its status such as UPDATE_COMPLETE. */
    public record Deployed(String status, Map<String, String> outputs) {}

    private static final String STATUS = "UPDATE_COMPLETE";

    private final Instant deployedAt;
    private final Map<String, Deployed> stacks = new ConcurrentSkipListMap<>();
    private volatile String databaseHost;
    private volatile String databaseSecret;

    /** Creates one with the stack of an unmodified Bedrock Chat. */
    public DeployedStacks(String region, Instant deployedAt) {
        this.deployedAt = deployedAt;
        put(BedrockChatStack.STACK, BedrockChatStack.outputs(region));
    }

    /** Returns the time of their deployment. */
    public Instant deployedAt() {
        return deployedAt;
    }

    /** Returns the stacks by name. */
    public Map<String, Deployed> all() {
        return stacks;
    }

    /** Returns the host of the app's database cluster as deployed last, whatever the outputs contain since then. */
    public String databaseHost() {
        return databaseHost;
    }

    /** Returns the ARN of its secret. */
    public String databaseSecret() {
        return databaseSecret;
    }

    /** Adds a stack, or replaces all outputs of one. */
    public void put(String stack, Map<String, String> outputs) {
        String status = stacks.containsKey(stack) ? stacks.get(stack).status : STATUS;
        stacks.put(stack, new Deployed(status, new LinkedHashMap<>(outputs)));
        if (stack.equals(BedrockChatStack.STACK)) {
            databaseHost = outputs.getOrDefault(BedrockChatStack.DATABASE_HOST, databaseHost);
            databaseSecret = outputs.getOrDefault(BedrockChatStack.DATABASE_SECRET, databaseSecret);
        }
    }

    /** Returns the hosts of all database clusters that can be reached, each with the ARN of its secret. */
    public Map<String, String> databases() {
        Map<String, String> databases = new HashMap<>();
        stacks.forEach((stack, deployed) -> {
            Map<String, String> outputs = deployed.outputs;
            if (!stack.equals(BedrockChatStack.STACK) && outputs.containsKey(BedrockChatStack.DATABASE_HOST)) {
                databases.put(
                        outputs.get(BedrockChatStack.DATABASE_HOST), outputs.get(BedrockChatStack.DATABASE_SECRET));
            }
        });
        databases.put(databaseHost, databaseSecret);
        return databases;
    }

    /** Replaces some outputs of a stack. */
    public void change(String stack, Map<String, String> changes) {
        Map<String, String> outputs = new LinkedHashMap<>();
        if (stacks.containsKey(stack)) {
            outputs.putAll(stacks.get(stack).outputs);
        }
        outputs.putAll(changes);
        put(stack, outputs);
    }

    /** Changes the status of a stack. */
    public void setStatus(String stack, String status) {
        stacks.computeIfPresent(stack, (name, deployed) -> new Deployed(status, deployed.outputs));
    }

    /** Deletes a stack; its database cluster stays. */
    public void delete(String stack) {
        stacks.remove(stack);
    }
}
