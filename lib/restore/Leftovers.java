package lib.restore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.aws.Stacks;
import lib.cli.Next;
import lib.cli.Session;
import lib.common.Console;

/** What this command has created and not removed yet. It is said once when the run ends. */
final class Leftovers {
    private final Session session;
    private final RestoreOptions options;
    private final String access;
    /** Whether they have resources, by their names. */
    private final Map<String, Boolean> stacks = new LinkedHashMap<>();

    private final Map<String, RestoreOptions.Via> others = new LinkedHashMap<>();
    private boolean schema;
    private boolean said;

    /** @param access the options of the AWS CLI that select account and region */
    Leftovers(Session session, RestoreOptions options, String access) {
        this.session = session;
        this.options = options;
        this.access = access;
    }

    /** From now on, an interrupt ends the calling thread in order. */
    void sayAtInterrupt() {
        Thread main = Thread.currentThread();
        session.shutdownHook().onInterrupt(() -> {
            sayInterrupted();
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

    /** Says what is left, what it costs, and how to remove it. */
    void say() {
        say(List.of());
    }

    /** The same, and how to continue. */
    private void sayInterrupted() {
        boolean canContinue =
                !options.instead.cleanUp && (schema || !others.keySet().containsAll(stacks.keySet()));
        say(canContinue
                ? List.of(new Next("to continue", session.invocation().again(Set.of())))
                : List.of());
    }

    private synchronized void say(List<Next> first) {
        if (said || stacks.isEmpty() && !schema) {
            return;
        }
        said = true;
        Console console = session.console();
        stacks.forEach((name, hasResources) -> console.warn(
                hasResources
                        ? "the temporary database still exists (stack " + name + "): " + AuroraPrice.hourly() + "."
                        : "the failed stack " + name + " still exists, without resources; it costs nothing."));
        if (schema) {
            console.warn("the schema bedrock_chat_restore still exists in the new database; it costs nothing.");
        }
        List<Next> next = new ArrayList<>(first);
        next.add(new Next("to remove everything", session.invocation().command("restore", "--clean-up")));
        Next.lines(next).forEach(console::warnVerbatim);
        stacks.keySet().forEach(name -> console.warnVerbatim("  or by hand: " + deleteCommand(name)));
    }

    private String deleteCommand(String name) {
        return String.join(
                "; when it is gone: ",
                TemporaryStack.deleteCommands(name, others.getOrDefault(name, options.how.via), access));
    }
}
