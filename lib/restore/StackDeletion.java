package lib.restore;

import java.time.Duration;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.common.Wait;

/** Deletes stacks of this command from whatever state they are in. */
final class StackDeletion {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofHours(2);
    private static final int ATTEMPTS = 3;
    private static final String DELETED = "DELETE_COMPLETE";
    private static final String DELETING = "DELETE_IN_PROGRESS";

    private final Stacks stacks;
    private final Session session;

    StackDeletion(Stacks stacks, Session session) {
        this.stacks = stacks;
        this.session = session;
    }

    /**
     * Deletes a stack, and waits until it is gone.
     *
     * @param roleArn the role with which CloudFormation works, or null for the caller's permissions
     */
    void delete(Stacks.State stack, String roleArn) throws InterruptedException {
        session.events().say("deleting stack " + stack.name());
        String status = stack.status();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!status.equals(DELETING)) {
                stacks.delete(stack.id(), roleArn);
            }
            status = Wait.until(
                    session.clock(),
                    LIMIT,
                    POLL_INTERVAL,
                    () -> status(stack),
                    seen -> seen.equals(DELETED) || seen.equals("DELETE_FAILED"));
            if (status.equals(DELETED)) {
                session.events().say("deleted stack " + stack.name());
                return;
            }
            session.console().warn("stack " + stack.name() + " was not deleted: " + failure(stack));
        }
        throw new UserException(
                ExitCode.AWS_ERROR,
                "Stack " + stack.name() + " could not be deleted (" + status + "): " + failure(stack)
                        + "\nFix the cause, and run restore --clean-up.",
                null);
    }

    private String status(Stacks.State stack) {
        return stacks.describe(stack.id()).map(Stacks.State::status).orElse(DELETED);
    }

    private String failure(Stacks.State stack) {
        return StackEvents.deletionFailure(stacks.events(stack.id()));
    }
}
