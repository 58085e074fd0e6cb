package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/** A template that has passed the checks that CreateStack makes before it creates anything. */
record Template(
        String description,
        JsonObject parameters,
        JsonObject conditions,
        Map<String, Resource> resources,
        JsonObject outputs) {
    /**
     * A resource of a template.
     *
     * @param condition null: none
     * @param deletionPolicy null: none
     * @param dependencies the resources that must be complete before
     */
    record Resource(
            String type, JsonObject properties, String condition, String deletionPolicy, Set<String> dependencies) {}

    private static final int MAX_CHARACTERS = 51_200;
    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Transform",
            "Resources",
            "Outputs");
    private static final Set<String> RESOURCE_ATTRIBUTES = Set.of(
            "Type",
            "Properties",
            "DependsOn",
            "Condition",
            "DeletionPolicy",
            "UpdateReplacePolicy",
            "Metadata",
            "CreationPolicy",
            "UpdatePolicy");
    static final Set<String> PSEUDO_PARAMETERS = Set.of(
            "AWS::AccountId",
            "AWS::NoValue",
            "AWS::NotificationARNs",
            "AWS::Partition",
            "AWS::Region",
            "AWS::StackId",
            "AWS::StackName",
            "AWS::URLSuffix");

    static AwsError error(String message) {
        return new AwsError(400, "ValidationError", message);
    }

    /** @throws AwsError if CloudFormation would reject the template */
    static Template parse(String body, Map<String, ResourceType> types) {
        if (body.length() > MAX_CHARACTERS) {
            throw error("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: "
                    + "Member must have length less than or equal to " + MAX_CHARACTERS);
        }
        JsonObject json = YamlTemplate.parse(body);
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(SECTIONS);
        if (!unknown.isEmpty()) {
            throw error("Invalid template property or properties " + unknown);
        }
        JsonObject resources = Json.child(json, "Resources");
        if (resources.isEmpty()) {
            throw error("Template format error: At least one Resources member must be defined.");
        }
        Template template = new Template(
                Json.string(json, "Description").orElse(null),
                Json.child(json, "Parameters"),
                Json.child(json, "Conditions"),
                resources(resources, types),
                Json.child(json, "Outputs"));
        template.checkReferences(resources, "Resources", types);
        template.checkReferences(template.outputs, "Outputs", types);
        template.resources.values().stream()
                .filter(resource -> resource.condition != null)
                .forEach(resource -> template.condition(resource.condition));
        template.creationOrder();
        return template;
    }

    private static Map<String, Resource> resources(JsonObject json, Map<String, ResourceType> types) {
        Set<String> unknownTypes = new TreeSet<>();
        Map<String, Resource> resources = new LinkedHashMap<>();
        json.entrySet().forEach(member -> {
            JsonObject resource = member.getValue().getAsJsonObject();
            for (String attribute : resource.keySet()) {
                if (!RESOURCE_ATTRIBUTES.contains(attribute)) {
                    throw error("Invalid template resource property '" + attribute + "'");
                }
            }
            String type = Json.string(resource, "Type")
                    .orElseThrow(() -> error("Template format error: [/Resources/" + member.getKey()
                            + "] Every Resources object must contain a Type member."));
            if (!types.containsKey(type)) {
                unknownTypes.add(type);
            }
            String policy = Json.string(resource, "DeletionPolicy").orElse(null);
            if (policy != null
                    && !Set.of("Delete", "Retain", "Snapshot", "RetainExceptOnCreate")
                            .contains(policy)) {
                throw error("Template format error: Unrecognized DeletionPolicy " + policy + " for resource "
                        + member.getKey());
            }
            Set<String> dependencies = new LinkedHashSet<>(Intrinsics.references(resource));
            dependencies.addAll(dependsOn(resource));
            dependencies.retainAll(json.keySet());
            resources.put(
                    member.getKey(),
                    new Resource(
                            type,
                            Json.child(resource, "Properties"),
                            Json.string(resource, "Condition").orElse(null),
                            policy,
                            dependencies));
        });
        if (!unknownTypes.isEmpty()) {
            throw error("Template format error: Unrecognized resource types: " + unknownTypes);
        }
        return resources;
    }

    private static List<String> dependsOn(JsonObject resource) {
        JsonElement dependsOn = resource.get("DependsOn");
        if (dependsOn == null) {
            return List.of();
        }
        return dependsOn.isJsonArray() ? Json.strings(resource, "DependsOn") : List.of(dependsOn.getAsString());
    }

    private void checkReferences(JsonObject block, String name, Map<String, ResourceType> types) {
        Set<String> unresolved = new TreeSet<>();
        Intrinsics.visit(block, (reference, attribute) -> {
            Resource resource = resources.get(reference);
            boolean known = resource != null
                    || attribute == null && (parameters.has(reference) || PSEUDO_PARAMETERS.contains(reference));
            if (!known) {
                unresolved.add(reference);
            } else if (attribute != null
                    && !types.get(resource.type).attributes().contains(attribute)) {
                throw error("Template error: resource " + reference + " does not support attribute type " + attribute
                        + " in Fn::GetAtt");
            }
        });
        if (!unresolved.isEmpty()) {
            throw error("Template format error: Unresolved resource dependencies " + unresolved + " in the " + name
                    + " block of the template");
        }
    }

    /** @throws AwsError if the template has no condition with that name */
    JsonElement condition(String name) {
        return Json.member(conditions, name)
                .orElseThrow(() -> error("Template format error: Unresolved condition dependency " + name
                        + " in the Resources block of the template"));
    }

    /** Returns the names of the resources, each after those on which it depends. */
    List<String> creationOrder() {
        List<String> order = new ArrayList<>();
        while (order.size() < resources.size()) {
            int before = order.size();
            resources.forEach((name, resource) -> {
                if (!order.contains(name) && order.containsAll(resource.dependencies)) {
                    order.add(name);
                }
            });
            if (order.size() == before) {
                Set<String> circle = new TreeSet<>(resources.keySet());
                circle.removeAll(order);
                throw error("Circular dependency between resources: " + circle);
            }
        }
        return order;
    }
}
