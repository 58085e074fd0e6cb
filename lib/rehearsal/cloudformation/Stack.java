package lib.rehearsal.cloudformation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.wire.Json;

/** A stack that was created from a template. Guarded by the account's clock. */
final class Stack {
    /** A resource of this stack, whose status is null until its creation begins. */
    static final class Resource {
        final String logicalId;
        final Template.Resource declaration;
        /** Null: nothing was created. */
        StackResources.Created created;

        private String status;

        Resource(String logicalId, Template.Resource declaration) {
            this.logicalId = logicalId;
            this.declaration = declaration;
        }

        boolean is(String expected) {
            return expected.equals(status);
        }

        boolean isWaiting() {
            return status == null;
        }

        /** Returns whether nothing of it exists, or will be deleted. */
        boolean isGone() {
            return isWaiting() || is("DELETE_COMPLETE") || is("DELETE_SKIPPED");
        }

        /** Lets it be deleted once more. */
        void offerAgain() {
            status = "CREATE_COMPLETE";
        }

        private String physicalId() {
            return created == null ? "" : created.physicalId();
        }
    }

    final StackRequest request;
    final String id;
    final Instant createdAt;
    final Map<String, Resource> resources = new LinkedHashMap<>();
    final Map<String, String> outputs = new LinkedHashMap<>();
    /** The newest first. */
    final List<DeployedStacks.Event> events = new ArrayList<>();

    private final String region;
    String status;
    String reason;
    Instant deletedAt;
    /** Events of an operation that another has replaced do nothing. */
    int operation;

    Stack(StackRequest request, String region, Instant now) {
        this.request = request;
        this.region = region;
        createdAt = now;
        id = BedrockChatStack.arn("cloudformation", region, "stack/" + request.name() + "/" + UUID.randomUUID());
        request.template().resources().forEach((name, declaration) -> {
            if (declaration.condition() == null || condition(declaration.condition())) {
                resources.put(name, new Resource(name, declaration));
            }
        });
    }

    String name() {
        return request.name();
    }

    boolean isDeleted() {
        return status.equals("DELETE_COMPLETE");
    }

    /** Changes the status of the stack, with an event. */
    void change(String newStatus, String newReason, Instant at) {
        status = newStatus;
        reason = newReason;
        events.add(0, new DeployedStacks.Event(name(), DeployedStacks.STACK_TYPE, id, newStatus, newReason, at));
    }

    /** Changes the status of a resource, with an event. */
    void change(Resource resource, String newStatus, String newReason, Instant at) {
        resource.status = newStatus;
        String type = resource.declaration.type().text();
        events.add(
                0,
                new DeployedStacks.Event(resource.logicalId, type, resource.physicalId(), newStatus, newReason, at));
    }

    /** Returns a parameter's value, or a resource's id. */
    JsonElement ref(String name) {
        JsonObject parameter = Json.child(request.template().parameters(), name);
        if (Json.string(parameter, "Type").filter(type -> type.startsWith("List<")).isPresent()) {
            JsonArray values = new JsonArray();
            for (String value : request.parameters().get(name).split(",")) {
                values.add(value.strip());
            }
            return values;
        }
        if (parameter.size() > 0) {
            return new JsonPrimitive(request.parameters().get(name));
        }
        return switch (name) {
            case "AWS::NoValue" -> JsonNull.INSTANCE;
            case "AWS::AccountId" -> new JsonPrimitive(BedrockChatStack.ACCOUNT);
            case "AWS::Partition" -> new JsonPrimitive("aws");
            case "AWS::Region" -> new JsonPrimitive(region);
            default -> new JsonPrimitive(resource(name).created.physicalId());
        };
    }

    private Resource resource(String name) {
        if (!resources.containsKey(name)) { // its condition is false
            throw new IllegalStateException("Unresolved resource dependencies [" + name + "]");
        }
        return resources.get(name);
    }

    /** @param path the name of a resource, a dot, and that of its attribute */
    JsonElement attribute(String path) {
        String[] names = path.split("\\.", 2);
        String value = resource(names[0]).created.attributes().get(names[1]);
        if (value == null) {
            throw new IllegalStateException("Attribute '" + names[1] + "' does not exist");
        }
        return new JsonPrimitive(value);
    }

    boolean condition(String name) {
        return new Functions(this).test(request.template().condition(name));
    }

    /** Returns the properties of a resource, evaluated. */
    Properties properties(Resource resource) {
        return new Properties(
                new Functions(this).evaluate(resource.declaration.properties()).getAsJsonObject());
    }

    /** Evaluates the outputs, whose resources are complete. */
    void fillOutputs() {
        request.template().outputs().entrySet().forEach(output -> {
            JsonObject declaration = output.getValue().getAsJsonObject();
            if (Json.string(declaration, "Condition").filter(name -> !condition(name)).isEmpty()) {
                JsonElement value = new Functions(this).evaluate(declaration.get("Value"));
                outputs.put(output.getKey(), value.getAsString());
            }
        });
    }
}
