package lib.rehearsal.cloudformation;

import com.google.gson.annotations.SerializedName;

/**
 * A failure that a test injects into the creation or deletion of a resource.
 *
 * @param resource logical id
 * @param operation create or delete
 * @param reason the status reason of its event
 * @param times how often; null: once; -1: always
 */
public record ResourceFault(String resource, Operation operation, String reason, Integer times) {
    /** What fails. */
    public enum Operation {
        @SerializedName("create")
        CREATE,
        @SerializedName("delete")
        DELETE
    }

    public ResourceFault {
        if (resource == null || operation == null || reason == null) {
            throw new IllegalArgumentException("a fault of a resource needs a resource, an operation and a reason");
        }
        times = times == null ? 1 : times;
    }

    boolean matches(String logicalId, Operation actual) {
        return times != 0 && resource.equals(logicalId) && operation == actual;
    }

    ResourceFault used() {
        return new ResourceFault(resource, operation, reason, times < 0 ? times : times - 1);
    }
}
