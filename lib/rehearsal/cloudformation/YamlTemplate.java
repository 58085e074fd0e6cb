package lib.rehearsal.cloudformation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.StringReader;
import java.math.BigDecimal;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Parses a template, YAML or JSON, into JSON, in which the short form of a function has become its long form. */
final class YamlTemplate {
    private YamlTemplate() {}

    /** Dates stay text. */
    private static final class Scalars extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }

    /** @throws AwsError if it is no object in YAML or JSON */
    static JsonObject parse(String text) {
        LoaderOptions options = new LoaderOptions();
        DumperOptions dumper = new DumperOptions();
        Yaml yaml = new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, new Scalars());
        try {
            Node root = yaml.compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                return object(mapping);
            }
            throw Template.error("Template format error: unsupported structure.");
        } catch (MarkedYAMLException e) {
            String at = e.getProblemMark() == null
                    ? ""
                    : " (line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1) + ")";
            throw Template.error("Template format error: YAML not well-formed." + at);
        }
    }

    private static JsonElement json(Node node) {
        String tag = node.getTag().getValue();
        return tag.startsWith("!") ? function(tag.substring(1), untagged(node)) : untagged(node);
    }

    private static JsonElement untagged(Node node) {
        if (node instanceof MappingNode mapping) {
            return object(mapping);
        }
        if (node instanceof SequenceNode sequence) {
            JsonArray array = new JsonArray();
            sequence.getValue().forEach(each -> array.add(json(each)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private static JsonObject object(MappingNode mapping) {
        JsonObject object = new JsonObject();
        for (NodeTuple member : mapping.getValue()) {
            String name = ((ScalarNode) member.getKeyNode()).getValue();
            if (object.has(name)) {
                throw Template.error("Template format error: duplicate key " + name + ".");
            }
            object.add(name, json(member.getValueNode()));
        }
        return object;
    }

    private static JsonElement scalar(ScalarNode node) {
        String value = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return JsonNull.INSTANCE;
        }
        if (tag.equals(Tag.BOOL)) {
            return new JsonPrimitive(value.matches("(?i)true|yes|on"));
        }
        boolean isNumber = (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && value.matches("-?(0|[1-9]\\d*)([.]\\d+)?");
        return isNumber ? new JsonPrimitive(new BigDecimal(value)) : new JsonPrimitive(value);
    }

    private static JsonObject function(String name, JsonElement argument) {
        if (name.equals("Ref") || name.equals("Condition")) {
            return Json.object(name, argument);
        }
        if (name.equals("GetAtt") && argument.isJsonPrimitive()) {
            String[] parts = argument.getAsString().split("\\.", 2);
            JsonArray path = new JsonArray();
            for (String part : parts) {
                path.add(part);
            }
            return Json.object("Fn::GetAtt", path);
        }
        return Json.object("Fn::" + name, argument);
    }
}
