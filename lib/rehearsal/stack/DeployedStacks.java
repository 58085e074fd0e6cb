package lib.rehearsal.stack;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The stacks that were deployed before, with their outputs: Bedrock Chat's, and those of a test. Guarded by the
 * account's clock, except for the databases' names.
 */
public final class DeployedStacks {
    /**
     * A stack.
     *
     * @param status such as UPDATE_COMPLETE
     * @param imports the names of the exports that it imports
     * @param events the newest first
     */
    public record Deployed(String status, Map<String, String> outputs, Set<String> imports, List<Event> events) {
        /** Returns the name under which an output is exported; null if it is not. */
        public String exportName(String output) {
            return BedrockChatStack.exportName(output);
        }
    }

    /** A resource of a stack. */
    public record Resource(String logicalId, String type, String physicalId) {}

    /** What happened to a resource, or to the stack itself. */
    public record Event(
            String logicalId, String type, String physicalId, String status, String reason, Instant at) {}

    private static final String STATUS = "UPDATE_COMPLETE";
    private static final String ROLLED_BACK = "UPDATE_ROLLBACK_COMPLETE";
    public static final String STACK_TYPE = "AWS::CloudFormation::Stack";

    private final AppVersion app;
    private final String region;
    private final Instant deployedAt;
    private final Map<String, Deployed> stacks = new ConcurrentSkipListMap<>();
    private volatile String databaseHost;
    private volatile String databaseSecret;

    /** Creates one with the stack of an unmodified Bedrock Chat. */
    public DeployedStacks(AppVersion app, String region, Instant deployedAt) {
        this.app = app;
        this.region = region;
        this.deployedAt = deployedAt;
        databaseHost = BedrockChatStack.databaseHost(region);
        databaseSecret = BedrockChatStack.databaseSecret(region);
        put(BedrockChatStack.STACK, BedrockChatStack.outputs(app, region));
    }

    /** Returns the resources of a stack; only those of Bedrock Chat are known. */
    public List<Resource> resources(String stack) {
        return stack.equals(BedrockChatStack.STACK)
                ? BedrockChatStack.resources(app, databaseHost, databaseSecret)
                : List.of();
    }

    /** Returns the names of the stacks that import an export. */
    public List<String> importers(String export) {
        return stacks.entrySet().stream()
                .filter(stack -> stack.getValue().imports.contains(export))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Sets the exports that a stack imports; a stack that does not exist is created. */
    public void setImports(String stack, Set<String> imports) {
        Deployed deployed = stacks.getOrDefault(stack, new Deployed(STATUS, Map.of(), Set.of(), List.of()));
        stacks.put(stack, new Deployed(deployed.status, deployed.outputs, imports, deployed.events));
    }

    /**
     * Lets a deploy of Bedrock Chat fail, which is rolled back: outputs, resources and their contents stay.
     *
     * @param reason why the database cluster could not be replaced
     */
    public void rollBack(String reason) {
        String name = BedrockChatStack.STACK, id = databaseHost.split("\\.")[0];
        String cluster = BedrockChatStack.DATABASE_RESOURCE, type = BedrockChatStack.DATABASE_TYPE;
        List<Event> events = List.of(
                event(name, STACK_TYPE, name, ROLLED_BACK, null),
                event(cluster, type, id, "UPDATE_COMPLETE", null),
                event(
                        name,
                        STACK_TYPE,
                        name,
                        "UPDATE_ROLLBACK_IN_PROGRESS",
                        "The following resource(s) failed to update: [" + cluster + "]. "),
                event(
                        "BackendApiHandler94B7B6D2",
                        "AWS::Lambda::Function",
                        name + "-BackendApiHandler",
                        "UPDATE_FAILED",
                        "Resource update cancelled"),
                event(cluster, type, id, "UPDATE_FAILED", reason),
                event(cluster, type, id, "UPDATE_IN_PROGRESS", "Requested update requires the creation of a new"
                        + " physical resource; hence creating one."),
                event(name, STACK_TYPE, name, "UPDATE_IN_PROGRESS", "User Initiated"));
        stacks.computeIfPresent(
                name, (key, deployed) -> new Deployed(ROLLED_BACK, deployed.outputs, deployed.imports, events));
    }

    private Event event(String logicalId, String type, String physicalId, String status, String reason) {
        return new Event(logicalId, type, physicalId, status, reason, deployedAt);
    }

    /** Returns the region of the account. */
    public String region() {
        return region;
    }

    /** Returns the name of the bucket with the documents. */
    public String documentBucket() {
        return BedrockChatStack.documentBucket(app);
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
        Deployed old = stacks.getOrDefault(stack, new Deployed(STATUS, Map.of(), Set.of(), List.of()));
        stacks.put(stack, new Deployed(old.status, new LinkedHashMap<>(outputs), old.imports, old.events));
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
        stacks.computeIfPresent(
                stack, (name, deployed) -> new Deployed(status, deployed.outputs, deployed.imports, List.of()));
    }

    /** Deletes a stack; its database cluster stays. */
    public void delete(String stack) {
        stacks.remove(stack);
    }
}
