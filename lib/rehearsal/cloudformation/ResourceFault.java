package lib.rehearsal.cloudformation;

/**
 * A failure that a test injects into the next creation or deletion of a resource.
 *
 * @param resource logical id
 * @param operation create or delete
 * @param reason the status reason of its event
 */
public record ResourceFault(String resource, Operation operation, String reason) {
    /** What fails. */
    public enum Operation {
        CREATE,
        DELETE
    }

    public ResourceFault {
        if (resource == null || operation == null || reason == null) {
            throw new IllegalArgumentException("a fault of a resource needs a resource, an operation and a reason");
        }
    }

    boolean matches(String logicalId, Operation actual) {
        return resource.equals(logicalId) && operation == actual;
    }
}
