package lib.restore;

import lib.aws.RestoreDatabase;
import lib.retry.ServiceException;

/**
 * Whether the schema of this command exists in the new database.
 *
 * @param problem why that is unknown, as a sentence for the user; empty if it is known
 */
record SchemaState(boolean exists, String problem) {
    /** Looks; a database that is stopped or has no instance is no error. */
    static SchemaState of(RestoreDatabase target) {
        try {
            return new SchemaState(target.existsNow(), "");
        } catch (ServiceException e) {
            if (Thread.currentThread().isInterrupted() || e.error().areCredentialsLost()) {
                throw e;
            }
            return new SchemaState(
                    false,
                    "the schema bedrock_chat_restore may still exist in the new database, where it costs nothing: "
                            + e.error().text() + ". Then run restore --clean-up again.");
        }
    }

    boolean isUnknown() {
        return !problem.isEmpty();
    }
}
