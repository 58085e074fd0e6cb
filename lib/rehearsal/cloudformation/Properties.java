package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lib.rehearsal.wire.Json;

/**
 * The evaluated properties of a resource. What nothing has read is rejected at the end, because AWS would do something
 * with it; whether the names and types are those of the resource's schema is for {@code TemplateConformanceTest}.
 */
final class Properties {
    private final JsonObject json;
    private final Set<String> read = new HashSet<>(Set.of("Description", "Tags")); // they change nothing here

    Properties(JsonObject json) {
        this.json = json;
    }

    Optional<JsonElement> find(String name) {
        read.add(name);
        return Json.member(json, name);
    }

    /** @throws ResourceFailure if it is missing */
    JsonElement require(String name) throws ResourceFailure {
        return find(name)
                .orElseThrow(() -> ResourceFailure.of("Properties validation failed for resource with message: "
                        + "[#: required key [" + name + "] not found]"));
    }

    /** @throws ResourceFailure if it is missing */
    String text(String name) throws ResourceFailure {
        return require(name).getAsString();
    }

    /** Reads a property of which only one value is implemented. */
    void expect(String name, String value) throws ResourceFailure {
        if (!text(name).equals(value)) {
            throw ResourceFailure.of("The embedded AWS implements " + name + " " + value + " only.");
        }
    }

    boolean flag(String name) {
        return find(name).map(JsonElement::getAsBoolean).orElse(false);
    }

    List<String> texts(String name) {
        find(name);
        return Json.strings(json, name);
    }

    Properties child(String name) {
        return new Properties(find(name).map(JsonElement::getAsJsonObject).orElseGet(JsonObject::new));
    }

    List<Properties> children(String name) {
        find(name);
        return Json.list(json, name).stream()
                .map(each -> new Properties(each.getAsJsonObject()))
                .toList();
    }

    /** @throws ResourceFailure if there are properties that nothing has read */
    void rejectOthers() throws ResourceFailure {
        for (String name : json.keySet()) {
            if (!read.contains(name)) {
                throw ResourceFailure.of("The embedded AWS does not implement the property " + name + ".");
            }
        }
    }
}
