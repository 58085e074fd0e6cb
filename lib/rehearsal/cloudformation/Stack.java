package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lib.rehearsal.stack.BedrockChatStack;

/** A stack that was created from a template. Guarded by the account's clock. */
final class Stack implements Intrinsics.Scope {
    /**
     * What CreateStack was asked for.
     *
     * @param onFailure ROLLBACK, DO_NOTHING or DELETE
     * @param token ClientRequestToken; null: none
     * @param roleArn null: none
     */
    record Request(
            String name,
            Template template,
            Map<String, String> parameters,
            Map<String, String> tags,
            String onFailure,
            String token,
            String roleArn) {}

    /** @param physicalId null: none yet; {@code reason} null: none */
    record Event(
            String id,
            String logicalId,
            String physicalId,
            String type,
            Instant at,
            String status,
            String reason,
            String token) {}

    /** A resource of this stack, whose status is null until its creation begins. */
    static final class Resource {
        final String logicalId;
        final Template.Resource declaration;
        String physicalId;
        String status;
        String reason;
        Instant changedAt;

        Resource(String logicalId, Template.Resource declaration) {
            this.logicalId = logicalId;
            this.declaration = declaration;
        }

        boolean is(String expected) {
            return expected.equals(status);
        }

        /** Returns whether nothing of it is left to delete. */
        boolean isGone() {
            return status == null || is("DELETE_COMPLETE") || is("DELETE_SKIPPED");
        }
    }

    static final String TYPE = "AWS::CloudFormation::Stack";

    final String id;
    final String region;
    final Request request;
    final Instant createdAt;
    final Map<String, Resource> resources = new LinkedHashMap<>();
    final Map<String, String> outputs = new LinkedHashMap<>();
    private final Map<String, ResourceType> types;
    private final List<Event> events = new ArrayList<>();
    String status;
    String reason;
    Instant deletedAt;
    String deleteToken;
    /** Events of an operation that another has replaced do nothing. */
    int operation;

    Stack(Request request, Map<String, ResourceType> types, String region, Instant now) {
        this.request = request;
        this.types = types;
        this.region = region;
        createdAt = now;
        id = BedrockChatStack.arn("cloudformation", region, "stack/" + request.name + "/" + UUID.randomUUID());
        for (String name : request.template.creationOrder()) {
            Template.Resource declaration = request.template.resources().get(name);
            if (declaration.condition() == null || condition(declaration.condition())) {
                resources.put(name, new Resource(name, declaration));
            }
        }
    }

    String name() {
        return request.name;
    }

    boolean isDeleted() {
        return status.equals("DELETE_COMPLETE");
    }

    ResourceType type(Resource resource) {
        return types.get(resource.declaration.type());
    }

    /** Changes the status of the stack, with an event. */
    void change(String newStatus, String newReason, Instant at) {
        status = newStatus;
        reason = newReason;
        add(name(), id, TYPE, newStatus, newReason, at);
    }

    /** Changes the status of a resource, with an event. */
    void change(Resource resource, String newStatus, String newReason, Instant at) {
        resource.status = newStatus;
        resource.reason = newReason;
        resource.changedAt = at;
        add(resource.logicalId, resource.physicalId, resource.declaration.type(), newStatus, newReason, at);
    }

    private void add(String logicalId, String physicalId, String type, String newStatus, String newReason, Instant at) {
        String token = deleteToken != null || status.startsWith("DELETE") ? deleteToken : request.token;
        String eventId = type.equals(TYPE)
                ? UUID.randomUUID().toString()
                : logicalId + "-" + newStatus + "-" + at + "-" + events.size();
        events.add(new Event(eventId, logicalId, physicalId, type, at, newStatus, newReason, token));
    }

    /** Returns the events, the newest first. */
    List<Event> events() {
        List<Event> newestFirst = new ArrayList<>(events);
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    @Override
    public JsonElement ref(String name) {
        JsonElement parameter = request.template.parameters().get(name);
        if (parameter != null) {
            return TemplateParameters.ref(parameter.getAsJsonObject(), request.parameters.get(name));
        }
        return switch (name) {
            case "AWS::AccountId" -> new JsonPrimitive(BedrockChatStack.ACCOUNT);
            case "AWS::NotificationARNs" -> JsonNull.INSTANCE;
            case "AWS::Partition" -> new JsonPrimitive("aws");
            case "AWS::Region" -> new JsonPrimitive(region);
            case "AWS::StackId" -> new JsonPrimitive(id);
            case "AWS::StackName" -> new JsonPrimitive(name());
            case "AWS::URLSuffix" -> new JsonPrimitive("amazonaws.com");
            default -> new JsonPrimitive(resource(name).physicalId);
        };
    }

    private Resource resource(String name) {
        if (!resources.containsKey(name)) { // its condition is false
            throw new IllegalStateException("Unresolved resource dependencies [" + name + "]");
        }
        return resources.get(name);
    }

    @Override
    public JsonElement attribute(String name, String attribute) {
        Resource resource = resource(name);
        return type(resource)
                .attribute(resource.physicalId, attribute)
                .orElseThrow(() -> new IllegalStateException("Attribute '" + attribute + "' does not exist"));
    }

    @Override
    public boolean condition(String name) {
        return new Intrinsics(this).test(request.template.condition(name));
    }

    /** Returns the properties of a resource, evaluated. */
    JsonObject properties(Resource resource) {
        return new Intrinsics(this).evaluate(resource.declaration.properties()).getAsJsonObject();
    }

    /** Evaluates the outputs, whose resources are complete. */
    void fillOutputs() {
        request.template.outputs().entrySet().forEach(output -> {
            JsonObject declaration = output.getValue().getAsJsonObject();
            JsonElement condition = declaration.get("Condition");
            if (condition == null || condition(condition.getAsString())) {
                outputs.put(
                        output.getKey(),
                        new Intrinsics(this).evaluate(declaration.get("Value")).getAsString());
            }
        });
    }
}
