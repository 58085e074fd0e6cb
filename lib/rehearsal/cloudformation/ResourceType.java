package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A type of resource: what its properties are, and what happens to the resource. Guarded by the account's clock. */
interface ResourceType {
    /**
     * A resource to be created.
     *
     * @param properties evaluated
     */
    record Request(String stack, String logicalId, JsonObject properties) {}

    /** Returns the names of its properties, as in its schema. */
    Set<String> properties();

    /** Returns the properties that must be present. */
    Set<String> required();

    /** Returns the attributes that Fn::GetAtt can name. */
    Set<String> attributes();

    Duration creationTime();

    Duration deletionTime();

    /** Begins the creation, and returns the physical id. */
    String create(Request request, Instant now) throws ResourceFailure;

    /** Completes the creation. */
    default void complete(String physicalId, Instant now) throws ResourceFailure {}

    /** Returns an attribute; empty if the resource does not have it now. */
    Optional<JsonElement> attribute(String physicalId, String name);

    /** @param withSnapshot whether the deletion policy is Snapshot */
    void delete(String physicalId, boolean withSnapshot, Instant now) throws ResourceFailure;

    /** Returns whether a resource without a deletion policy is deleted with a snapshot. */
    default boolean keepsSnapshotByDefault() {
        return false;
    }
}
