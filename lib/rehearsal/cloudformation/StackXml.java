package lib.rehearsal.cloudformation;

import static lib.rehearsal.wire.QueryXml.element;
import static lib.rehearsal.wire.QueryXml.list;
import static lib.rehearsal.wire.QueryXml.optional;
import static lib.rehearsal.wire.QueryXml.text;
import static lib.rehearsal.wire.QueryXml.time;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.wire.Json;

/** Stacks, their events and their resources in the XML of CloudFormation. */
final class StackXml {
    private static final String MEMBER = "member", HIDDEN = "****";

    private StackXml() {}

    static String deployed(String name, String id, DeployedStacks.Deployed stack, Instant deployedAt) {
        return element(
                MEMBER,
                text("StackName", name),
                text("StackId", id),
                text("StackStatus", stack.status()),
                time("CreationTime", deployedAt),
                text("DisableRollback", "false"),
                each(
                        "Outputs",
                        stack.outputs(),
                        (key, value) -> text("OutputKey", key)
                                + text("OutputValue", value)
                                + optional("ExportName", stack.exportName(key))));
    }

    static String summary(DeployedStacks.Resource resource, Instant deployedAt) {
        return element(
                MEMBER,
                text("LogicalResourceId", resource.logicalId()),
                text("PhysicalResourceId", resource.physicalId()),
                text("ResourceType", resource.type()),
                time("LastUpdatedTimestamp", deployedAt),
                text("ResourceStatus", "UPDATE_COMPLETE"));
    }

    static String event(String stack, String id, DeployedStacks.Event event, int number, Instant at) {
        return element(
                MEMBER,
                text("StackId", id),
                text("EventId", event.logicalId() + "-" + event.status() + "-" + number),
                text("StackName", stack),
                text("LogicalResourceId", event.logicalId()),
                text("PhysicalResourceId", event.physicalId()),
                text("ResourceType", event.type()),
                time("Timestamp", at),
                text("ResourceStatus", event.status()),
                optional("ResourceStatusReason", event.reason()));
    }

    static String stack(Stack stack) {
        Stack.Request request = stack.request;
        return element(
                MEMBER,
                text("StackName", stack.name()),
                text("StackId", stack.id),
                optional("Description", request.template().description()),
                text("StackStatus", stack.status),
                optional("StackStatusReason", stack.reason),
                time("CreationTime", stack.createdAt),
                time("DeletionTime", stack.deletedAt),
                text("DisableRollback", String.valueOf(request.onFailure().equals("DO_NOTHING"))),
                optional("RoleARN", request.roleArn()),
                each(
                        "Parameters",
                        request.parameters(),
                        (key, value) -> text("ParameterKey", key) + text("ParameterValue", shown(stack, key, value))),
                each("Outputs", stack.outputs, (key, value) -> output(stack, key, value)),
                each("Tags", request.tags(), (key, value) -> text("Key", key) + text("Value", value)),
                text("EnableTerminationProtection", "false"));
    }

    private static String shown(Stack stack, String parameter, String value) {
        JsonObject declaration = Json.child(stack.request.template().parameters(), parameter);
        return TemplateParameters.isSecret(declaration) ? HIDDEN : value;
    }

    private static String output(Stack stack, String key, String value) {
        JsonObject declaration = Json.child(stack.request.template().outputs(), key);
        return text("OutputKey", key)
                + text("OutputValue", value)
                + optional(
                        "Description", Json.string(declaration, "Description").orElse(null));
    }

    static String event(Stack stack, Stack.Event event) {
        return element(
                MEMBER,
                text("StackId", stack.id),
                text("EventId", event.id()),
                text("StackName", stack.name()),
                text("LogicalResourceId", event.logicalId()),
                text("PhysicalResourceId", event.physicalId() == null ? "" : event.physicalId()),
                text("ResourceType", event.type()),
                time("Timestamp", event.at()),
                text("ResourceStatus", event.status()),
                optional("ResourceStatusReason", event.reason()),
                optional("ClientRequestToken", event.token()));
    }

    static String resource(Stack stack, Stack.Resource resource) {
        return element(
                MEMBER,
                text("StackId", stack.id),
                text("StackName", stack.name()),
                text("LogicalResourceId", resource.logicalId),
                optional("PhysicalResourceId", resource.physicalId),
                text("ResourceType", resource.declaration.type()),
                time("Timestamp", resource.changedAt),
                text("ResourceStatus", resource.status),
                optional("ResourceStatusReason", resource.reason));
    }

    private static String each(String name, Map<String, String> pairs, BiFunction<String, String, String> xml) {
        List<String> members = pairs.entrySet().stream()
                .map(pair -> element(MEMBER, xml.apply(pair.getKey(), pair.getValue())))
                .toList();
        return list(name, members);
    }
}
