package lib.cli;

import java.util.Optional;
import java.util.function.Supplier;
import lib.aws.StackOutputs;
import lib.common.Console;
import lib.common.UserException;

/**
 * Checks that the app's stack is in a state in which its database can be filled. A stack that cannot be read, or that
 * the settings do not come from, is not checked.
 */
public final class StackCheck {
    private static final String IGNORE = "--ignore-stack-state";

    private final Optional<StackOutputs> before;
    private final Supplier<StackOutputs> stack;
    private final boolean ignore;

    /**
     * @param before the stack as it was read with the settings; empty if it does not matter
     * @param stack reads it again
     * @param ignore whether to start tasks in any state
     */
    public StackCheck(Optional<StackOutputs> before, Supplier<StackOutputs> stack, boolean ignore) {
        this.before = before;
        this.stack = stack;
        this.ignore = ignore;
    }

    /** The name of the stack, if settings come from it. */
    public Optional<String> name() {
        return before.map(StackOutputs::stack);
    }

    /** What is wrong with the stack's state, as a sentence; empty if it is ready. */
    public Optional<String> warning() {
        return before.flatMap(StackOutputs::problem).map(problem -> problem + ".");
    }

    /** What a later deploy of v1 destroys, as a sentence; empty if that is nothing. */
    public Optional<String> laterLoss() {
        return before.flatMap(DeployedApp::laterLoss);
    }

    /**
     * Fails if a deploy is under way, and asks if the last one failed.
     *
     * @param yes true to ask nothing
     * @return whether to go on
     */
    public boolean mayStart(Console console, boolean yes) {
        warning().ifPresent(console::warn);
        if (ignore || warning().isEmpty()) {
            return true;
        }
        before.ifPresent(StackCheck::requireReadyForStarts);
        if (console.confirm("Start tasks all the same?", yes)) {
            return true;
        }
        console.say("Nothing was started.");
        return false;
    }

    /** Reads the stack again, and fails if a deploy has begun; tasks of bots that are chosen start next. */
    public void requireNoDeploy() {
        deployUnderWay().ifPresent(problem -> {
            throw notReady(problem);
        });
    }

    /** Reads the stack again. Returns what is wrong if a deploy has begun. */
    public Optional<String> deployUnderWay() {
        if (ignore || before.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(stack.get()).filter(now -> now.state().forbidsStarts()).flatMap(StackOutputs::problem);
        } catch (UserException unreadable) {
            return Optional.empty(); // as at the start of a run
        }
    }

    private static void requireReadyForStarts(StackOutputs stack) {
        if (stack.state().forbidsStarts()) {
            throw notReady(stack.problem().orElseThrow());
        }
    }

    private static UserException notReady(String problem) {
        return UserException.badSettings(
                "Nothing was started: %s.%nWait until the deploy has ended; %s starts tasks in any state.",
                problem, IGNORE);
    }
}
