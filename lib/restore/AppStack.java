package lib.restore;

import java.time.Duration;
import lib.aws.StackOutputs;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.common.Wait;
import lib.model.StackState;

/** The app's own stack, which must not change while rows are copied into its database. */
final class AppStack {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(20);
    private static final Duration CLEANUP_LIMIT = Duration.ofHours(1);

    private final Session session;
    private final String name;

    AppStack(Session session, String name) {
        this.session = session;
        this.name = name;
    }

    /**
     * Fails if the stack is being deployed or destroyed. CloudFormation deletes the old database last, after the
     * deploy, and takes its final snapshot then: this phase is waited for.
     */
    void check() throws InterruptedException {
        StackOutputs stack = read();
        if (stack.state() == StackState.CLEANING_UP) {
            session.events()
                    .say("waiting for stack " + name + ": CloudFormation is deleting the old database, and takes its"
                            + " final snapshot now");
            stack = Wait.until(
                    session.clock(),
                    CLEANUP_LIMIT,
                    POLL_INTERVAL,
                    this::read,
                    seen -> seen.state() != StackState.CLEANING_UP);
        }
        switch (stack.state()) {
            case READY -> {}
            case CLEANING_UP ->
                throw new UserException(
                        ExitCode.AWS_ERROR,
                        "Stack " + name + " has been in state " + stack.status() + " for an hour."
                                + " See its events in the CloudFormation console.",
                        null);
            case ROLLED_BACK, FAILED ->
                session.console()
                        .warn(stack.problem().orElseThrow() + ". Look at what verify shows before you go on.");
            case CHANGING, DELETED ->
                throw UserException.badSettings(
                        "Stack %s is in state %s. Wait until the deploy has ended successfully.",
                        name, stack.status());
        }
    }

    private StackOutputs read() {
        return StackOutputs.readAgain(session.stacks(), name);
    }
}
