package lib.rehearsal.stack;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param id its ARN
     * @param status such as UPDATE_COMPLETE
     * @param imports the names of the exports that it imports
     * @param events the newest first
     */
    public record Deployed(
            String name,
            String id,
            String status,
            Map<String, String> outputs,
            Set<String> imports,
            List<Event> events) {
        /** Returns whether a request that names this stack, or its id, means it. */
        public boolean isNamed(String nameOrId) {
            return nameOrId.equals(name) || nameOrId.equals(id);
        }

        /** Returns the name under which an output is exported; null if it is not. */
        public String exportName(String output) {
            return BedrockChatStack.exportName(output);
        }
    }

    /**
     * A change of a stack; what is null stays as it is.
     *
     * @param outputs all outputs of the stack
     * @param change the outputs that change
     * @param status such as UPDATE_IN_PROGRESS
     * @param imports the names of the exports that it imports
     * @param rolledBack why the database cluster could not be replaced, so that a deploy of Bedrock Chat was rolled
     *     back; resources and their contents stay
     */
    public record Change(
            Map<String, String> outputs,
            Map<String, String> change,
            String status,
            Set<String> imports,
            String rolledBack) {}

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
        update(BedrockChatStack.STACK, new Change(BedrockChatStack.outputs(app, region), null, null, null, null));
    }

    /** Returns the resources of a stack; only those of Bedrock Chat are known. */
    public List<Resource> resources(String stack) {
        return stack.equals(BedrockChatStack.STACK)
                ? BedrockChatStack.resources(app, databaseHost, databaseSecret)
                : List.of();
    }

    /** Returns the names of the stacks that import an export. */
    public List<String> importers(String export) {
        return stacks.values().stream()
                .filter(stack -> stack.imports.contains(export))
                .map(Deployed::name)
                .toList();
    }

    /** Changes a stack; one that does not exist is created. */
    public void update(String stack, Change change) {
        String id = BedrockChatStack.arn(
                "cloudformation", region, "stack/" + stack + "/11111111-2222-3333-4444-555555555555");
        Deployed old =
                stacks.getOrDefault(stack, new Deployed(stack, id, STATUS, Map.of(), Set.of(), List.of()));
        Map<String, String> outputs = new LinkedHashMap<>(change.outputs == null ? old.outputs : change.outputs);
        outputs.putAll(change.change == null ? Map.of() : change.change);
        stacks.put(
                stack,
                new Deployed(
                        stack,
                        id,
                        change.rolledBack == null ? change.status == null ? old.status : change.status : ROLLED_BACK,
                        outputs,
                        change.imports == null ? old.imports : change.imports,
                        events(change, old)));
        if (stack.equals(BedrockChatStack.STACK)) {
            databaseHost = outputs.getOrDefault(BedrockChatStack.DATABASE_HOST, databaseHost);
            databaseSecret = outputs.getOrDefault(BedrockChatStack.DATABASE_SECRET, databaseSecret);
        }
    }

    private List<Event> events(Change change, Deployed old) {
        return change.rolledBack != null
                ? rollback(change.rolledBack)
                : change.status == null ? old.events : List.of();
    }

    private List<Event> rollback(String reason) {
        String name = BedrockChatStack.STACK, id = databaseHost.split("\\.")[0];
        String cluster = BedrockChatStack.DATABASE_RESOURCE, type = BedrockChatStack.DATABASE_TYPE;
        return List.of(
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
    }

    private Event event(String logicalId, String type, String physicalId, String status, String reason) {
        return new Event(logicalId, type, physicalId, status, reason, deployedAt);
    }

    /** Returns the name of the bucket with the documents. */
    public String documentBucket() {
        return BedrockChatStack.documentBucket(app);
    }

    /** Returns the time of their deployment. */
    public Instant deployedAt() {
        return deployedAt;
    }

    /** Returns the stacks in the order of their names. */
    public Collection<Deployed> all() {
        return stacks.values();
    }

    /** Returns the stack with that name or id. */
    public Optional<Deployed> find(String nameOrId) {
        return stacks.values().stream().filter(stack -> stack.isNamed(nameOrId)).findFirst();
    }

    /** Returns the host of the app's database cluster as deployed last, whatever the outputs contain since then. */
    public String databaseHost() {
        return databaseHost;
    }

    /** Returns the ARN of its secret. */
    public String databaseSecret() {
        return databaseSecret;
    }
}
