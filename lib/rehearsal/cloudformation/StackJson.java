package lib.rehearsal.cloudformation;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.wire.Json;

/** Stacks, their events and their resources as CloudFormation returns them. */
final class StackJson {
    private StackJson() {}

    static JsonObject deployed(DeployedStacks.Deployed stack, Instant deployedAt) {
        return Json.object(
                "StackName", stack.name(),
                "StackId", stack.id(),
                "StackStatus", stack.status(),
                "CreationTime", Json.iso(deployedAt),
                "Outputs", list(stack.outputs(), (key, value) -> Json.object(
                        "OutputKey", key,
                        "OutputValue", value,
                        "ExportName", stack.exportName(key))));
    }

    static JsonObject stack(Stack stack) {
        StackRequest request = stack.request;
        return Json.object(
                "StackName", stack.name(),
                "StackId", stack.id,
                "Description", request.template().description(),
                "StackStatus", stack.status,
                "StackStatusReason", stack.reason,
                "CreationTime", Json.iso(stack.createdAt),
                "DeletionTime", Json.iso(stack.deletedAt),
                "RoleARN", request.roleArn(),
                "Parameters", list(request.parameters(), (key, value) ->
                        Json.object("ParameterKey", key, "ParameterValue", value)),
                "Outputs", list(stack.outputs, (key, value) -> Json.object("OutputKey", key, "OutputValue", value)),
                "Tags", list(request.tags(), (key, value) -> Json.object("Key", key, "Value", value)));
    }

    static JsonObject resource(DeployedStacks.Resource resource, Instant deployedAt) {
        return Json.object(
                "LogicalResourceId", resource.logicalId(),
                "PhysicalResourceId", resource.physicalId(),
                "ResourceType", resource.type(),
                "LastUpdatedTimestamp", Json.iso(deployedAt),
                "ResourceStatus", "UPDATE_COMPLETE");
    }

    /** Returns the events of a stack, the newest first, whose ids count from the oldest on. */
    static List<JsonObject> events(String stack, String id, List<DeployedStacks.Event> events) {
        List<JsonObject> json = new ArrayList<>();
        for (DeployedStacks.Event event : events) {
            json.add(Json.object(
                    "StackId", id,
                    "EventId", event.logicalId() + "-" + event.status() + "-" + (events.size() - json.size()),
                    "StackName", stack,
                    "LogicalResourceId", event.logicalId(),
                    "PhysicalResourceId", event.physicalId(),
                    "ResourceType", event.type(),
                    "Timestamp", Json.iso(event.at()),
                    "ResourceStatus", event.status(),
                    "ResourceStatusReason", event.reason()));
        }
        return json;
    }

    private static List<JsonObject> list(Map<String, String> pairs, BiFunction<String, String, JsonObject> json) {
        return pairs.entrySet().stream()
                .map(pair -> json.apply(pair.getKey(), pair.getValue()))
                .toList();
    }
}
