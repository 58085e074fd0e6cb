package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
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
            return isWaiting() || is("DELETE_COMPLETE");
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

    private final Functions functions;
    String status;
    String reason;
    Instant deletedAt;
    /** Events of an operation that another has replaced do nothing. */
    int operation;

    Stack(StackRequest request, String region, Instant now) {
        this.request = request;
        createdAt = now;
        id = BedrockChatStack.arn("cloudformation", region, "stack/" + request.name() + "/" + UUID.randomUUID());
        functions = new Functions(request.template().conditions(), request.values(region));
        request.template().resources().forEach((name, declaration) -> {
            if (declaration.condition() == null || functions.isTrue(declaration.condition())) {
                resources.put(name, new Resource(name, declaration));
            }
        });
    }

    String name() {
        return request.name();
    }

    /** Returns whether a request means this stack: by its id, or by its name until it is deleted. */
    boolean isNamed(String nameOrId) {
        return nameOrId.equals(id) || nameOrId.equals(name()) && !isDeleted();
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

    /** Sets what a resource is from now on, to which others can refer. */
    void setCreated(Resource resource, StackResources.Created created) {
        resource.created = created;
        functions.values().put(resource.logicalId, new JsonPrimitive(created.physicalId()));
        created.attributes().forEach((name, value) ->
                functions.values().put(resource.logicalId + "." + name, new JsonPrimitive(value)));
    }

    /** Returns the properties of a resource, evaluated. */
    Properties properties(Resource resource) {
        return new Properties(
                functions.evaluate(resource.declaration.properties()).getAsJsonObject());
    }

    /** Evaluates the outputs, whose resources are complete. */
    void fillOutputs() {
        request.template().outputs().entrySet().forEach(output -> {
            JsonObject declaration = output.getValue().getAsJsonObject();
            if (Json.string(declaration, "Condition").map(functions::isTrue).orElse(true)) {
                JsonElement value = functions.evaluate(declaration.get("Value"));
                outputs.put(output.getKey(), value.getAsString());
            }
        });
    }
}
