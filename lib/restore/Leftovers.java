package lib.restore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.aws.Stacks;
import lib.cli.Session;

/** What this command has created and not removed yet. It is said once when the run ends. */
final class Leftovers {
    private final Session session;
    private final RestoreOptions options;
    private final String access;
    private final String cleanUpCommand;
    /** Whether they have resources, by their names. */
    private final Map<String, Boolean> stacks = new LinkedHashMap<>();

    private final Map<String, RestoreOptions.Via> others = new LinkedHashMap<>();
    private boolean schema;
    private boolean said;

    /** @param access the options of the AWS CLI that select account and region */
    Leftovers(Session session, RestoreOptions options, String access, String cleanUpCommand) {
        this.session = session;
        this.options = options;
        this.access = access;
        this.cleanUpCommand = cleanUpCommand;
    }

    /** From now on, an interrupt ends the calling thread in order. */
    void sayAtInterrupt() {
        Thread main = Thread.currentThread();
        session.shutdownHook().onInterrupt(() -> {
            say();
            main.interrupt();
        });
    }

    /** The stack of this restore exists, or is about to. */
    synchronized void stack(String name) {
        stacks.put(name, true);
    }

    /** The stack of this restore exists without resources. */
    synchronized void emptyStack(String name) {
        stacks.put(name, false);
    }

    synchronized void stackDeleted(String name) {
        stacks.remove(name);
        others.remove(name);
    }

    /** Stacks of this command from other snapshots. */
    synchronized void others(List<Stacks.State> found) {
        found.forEach(stack -> {
            stacks.put(stack.name(), !stack.status().equals(TemporaryStack.WITHOUT_RESOURCES));
            others.put(stack.name(), TemporaryStack.viaOf(stack));
        });
    }

    /** Whether the schema exists in the new database. */
    synchronized void schema(boolean exists) {
        schema = exists;
    }

    /** Another run works with all of it, so it must not be removed. */
    synchronized void ofAnotherRun() {
        said = true;
    }

    synchronized boolean hasStack() {
        return !stacks.isEmpty();
    }

    synchronized boolean hasSchema() {
        return schema;
    }

    /** Says what is left, what it costs, and how to go on. */
    synchronized void say() {
        if (said || stacks.isEmpty() && !schema) {
            return;
        }
        said = true;
        stacks.forEach((name, hasResources) -> session.console()
                .warn(
                        hasResources
                                ? "the temporary database still exists (stack " + name + "): " + AuroraPrice.hourly()
                                        + "."
                                : "the failed stack " + name + " still exists, without resources; it costs nothing."));
        if (schema) {
            session.console()
                    .warn("the schema bedrock_chat_restore still exists in the new database; it costs nothing.");
        }
        boolean canContinue =
                !options.instead.cleanUp && (schema || !others.keySet().containsAll(stacks.keySet()));
        session.console()
                .warn((canContinue ? "run the same command again to continue, or " : "") + "remove everything:");
        session.console().warnVerbatim("  " + cleanUpCommand);
        stacks.keySet().forEach(name -> session.console().warnVerbatim("  or by hand: " + deleteCommand(name)));
    }

    private String deleteCommand(String name) {
        return String.join(
                "; when it is gone: ",
                TemporaryStack.deleteCommands(name, others.getOrDefault(name, options.how.via), access));
    }
}
