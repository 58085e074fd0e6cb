package lib.rehearsal.cloudformation;

import static lib.rehearsal.wire.QueryXml.element;
import static lib.rehearsal.wire.QueryXml.list;
import static lib.rehearsal.wire.QueryXml.optional;
import static lib.rehearsal.wire.QueryXml.text;
import static lib.rehearsal.wire.QueryXml.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import lib.rehearsal.stack.DeployedStacks;

/** Stacks, their events and their resources in the XML of CloudFormation. */
final class StackXml {
    private static final String MEMBER = "member";

    private StackXml() {}

    static String deployed(String name, String id, DeployedStacks.Deployed stack, Instant deployedAt) {
        return element(
                MEMBER,
                text("StackName", name),
                text("StackId", id),
                text("StackStatus", stack.status()),
                time("CreationTime", deployedAt),
                each(
                        "Outputs",
                        stack.outputs(),
                        (key, value) -> text("OutputKey", key)
                                + text("OutputValue", value)
                                + optional("ExportName", stack.exportName(key))));
    }

    static String stack(Stack stack) {
        StackRequest request = stack.request;
        return element(
                MEMBER,
                text("StackName", stack.name()),
                text("StackId", stack.id),
                optional("Description", request.template().description()),
                text("StackStatus", stack.status),
                optional("StackStatusReason", stack.reason),
                time("CreationTime", stack.createdAt),
                time("DeletionTime", stack.deletedAt),
                optional("RoleARN", request.roleArn()),
                each(
                        "Parameters",
                        request.parameters(),
                        (key, value) -> text("ParameterKey", key) + text("ParameterValue", value)),
                each("Outputs", stack.outputs, (key, value) -> text("OutputKey", key) + text("OutputValue", value)),
                each("Tags", request.tags(), (key, value) -> text("Key", key) + text("Value", value)));
    }

    static String resource(DeployedStacks.Resource resource, Instant deployedAt) {
        return element(
                MEMBER,
                text("LogicalResourceId", resource.logicalId()),
                text("PhysicalResourceId", resource.physicalId()),
                text("ResourceType", resource.type()),
                time("LastUpdatedTimestamp", deployedAt),
                text("ResourceStatus", "UPDATE_COMPLETE"));
    }

    /** Returns the events of a stack, the newest first, whose ids count from the oldest on. */
    static List<String> events(String stack, String id, List<DeployedStacks.Event> events) {
        List<String> xml = new ArrayList<>();
        for (DeployedStacks.Event event : events) {
            xml.add(element(
                    MEMBER,
                    text("StackId", id),
                    text("EventId", event.logicalId() + "-" + event.status() + "-" + (events.size() - xml.size())),
                    text("StackName", stack),
                    text("LogicalResourceId", event.logicalId()),
                    text("PhysicalResourceId", event.physicalId()),
                    text("ResourceType", event.type()),
                    time("Timestamp", event.at()),
                    text("ResourceStatus", event.status()),
                    optional("ResourceStatusReason", event.reason())));
        }
        return xml;
    }

    private static String each(String name, Map<String, String> pairs, BiFunction<String, String, String> xml) {
        List<String> members = pairs.entrySet().stream()
                .map(pair -> element(MEMBER, xml.apply(pair.getKey(), pair.getValue())))
                .toList();
        return list(name, members);
    }
}
