package lib.rehearsal.cloudformation;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A template in YAML: its parameters, conditions and outputs, and of each resource the type and what it waits for. What
 * the schemas of the types say about it is for {@code TemplateConformanceTest}.
 */
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
     * @param dependencies the resources that must be complete before: those of DependsOn, and those to which it refers
     */
    record Resource(
            ResourceType type,
            JsonObject properties,
            String condition,
            Set<String> dependencies) {}

    private static final int MAX_BYTES = 51_200;

    /** Turns the short form of a function, such as !Ref, into its long form. */
    private static final class ShortForms extends SafeConstructor {
        ShortForms() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String name = node.getTag().getValue().substring(1);
                    Object argument = node instanceof SequenceNode sequence
                            ? constructSequence(sequence)
                            : constructScalar((ScalarNode) node);
                    return Map.of(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, argument);
                }
            });
        }
    }

    static AwsError error(String message) {
        return new AwsError(400, "ValidationError", message);
    }

    /** @throws AwsError if CloudFormation would reject the template */
    static Template parse(String body) {
        if (AwsResponse.utf8(body).length > MAX_BYTES) {
            throw error("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: "
                    + "Member must have length less than or equal to " + MAX_BYTES);
        }
        JsonObject json;
        try {
            json = Json.of(new Yaml(new ShortForms()).<Object>load(body)).getAsJsonObject();
        } catch (YAMLException | IllegalStateException e) {
            throw error("Template format error: YAML not well-formed. " + e.getMessage());
        }
        JsonObject declared = Json.child(json, "Resources");
        Map<String, Resource> resources = new LinkedHashMap<>();
        declared.entrySet()
                .forEach(each -> resources.put(
                        each.getKey(), resource(each.getValue().getAsJsonObject(), declared.keySet())));
        return new Template(
                Json.string(json, "Description").orElse(null),
                Json.child(json, "Parameters"),
                Json.child(json, "Conditions"),
                resources,
                Json.child(json, "Outputs"));
    }

    private static Resource resource(JsonObject json, Set<String> names) {
        String name = Json.string(json, "Type").orElse("");
        ResourceType type = ResourceType.of(name)
                .orElseThrow(() -> error("Template format error: Unrecognized resource types: [" + name + "]"));
        String policy = Json.string(json, "DeletionPolicy")
                .orElse(type == ResourceType.CLUSTER ? "Snapshot" : "Delete");
        if (!policy.equals("Delete")) { // without a policy, a cluster leaves a snapshot
            throw error("The embedded AWS does not implement the deletion policy " + policy + ".");
        }
        Set<String> dependencies = new LinkedHashSet<>(Functions.references(json));
        Json.string(json, "DependsOn").ifPresent(dependencies::add);
        dependencies.retainAll(names);
        return new Resource(
                type,
                Json.child(json, "Properties"),
                Json.string(json, "Condition").orElse(null),
                dependencies);
    }
}
