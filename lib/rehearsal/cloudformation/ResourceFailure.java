package lib.rehearsal.cloudformation;

import java.util.UUID;

/** The failure of a resource to be created or deleted, whose message becomes the status reason of its event. */
final class ResourceFailure extends Exception {
    private ResourceFailure(String reason) {
        super(reason);
    }

    /** Creates a failure with that reason, as it stands. */
    static ResourceFailure of(String reason) {
        return new ResourceFailure(reason);
    }

    /** Creates the failure of a service, such as Rds, as its resource handler reports it. */
    static ResourceFailure ofService(String service, int status, String handlerErrorCode, String message) {
        return new ResourceFailure("Resource handler returned message: \"" + message + " (Service: " + service
                + ", Status Code: " + status + ", Request ID: " + UUID.randomUUID() + ")\" (RequestToken: "
                + UUID.randomUUID() + ", HandlerErrorCode: " + handlerErrorCode + ")");
    }
}
