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
import lib.restore.RestoreOptions.Via;

/** What this command has created and not removed yet. It is said once when the run ends. */
final class Leftovers {
    private final Session session;
    private final RestoreOptions options;
    /** By their names. */
    private final Map<String, Via> stacks = new LinkedHashMap<>();

    /** The name of this restore's stack; empty until it is known. */
    private String own = "";

    private boolean schema;
    private boolean said;

    Leftovers(Session session, RestoreOptions options) {
        this.session = session;
        this.options = options;
    }

    /** From now on, an interrupt ends the calling thread in order. */
    void sayAtInterrupt() {
        Thread main = Thread.currentThread();
        session.shutdownHook().onInterrupt(() -> {
            sayInterrupted();
            main.interrupt();
        });
    }

    /** Whether the stack of this restore exists, or is about to. */
    synchronized void stack(String name, boolean exists) {
        own = name;
        stacks.remove(name);
        if (exists) {
            stacks.put(name, options.how.via);
        }
    }

    synchronized void stackDeleted(String name) {
        stacks.remove(name);
    }

    /** Other stacks that earlier runs have left. */
    synchronized void others(List<Stacks.State> found) {
        found.forEach(stack -> stacks.put(stack.name(), TemporaryStack.viaOf(stack)));
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
        boolean canContinue = !options.instead.cleanUp && (schema || stacks.containsKey(own));
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
        stacks.keySet()
                .forEach(name -> console.warn(
                        "the temporary database still exists (stack " + name + "): " + AuroraPrice.hourly() + "."));
        if (schema) {
            console.warn("the schema bedrock_chat_restore still exists in the new database; it costs nothing.");
        }
        List<Next> next = new ArrayList<>(first);
        next.add(new Next("to remove everything", session.invocation().command("restore", "--clean-up")));
        String access = session.aws().cliOptions();
        stacks.forEach((name, via) -> {
            List<String> commands = TemporaryStack.deleteCommands(name, via, access);
            commands.forEach(command ->
                    next.add(new Next(command.equals(commands.get(0)) ? "or by hand" : "when it is gone", command)));
        });
        Next.lines(next).forEach(console::warnVerbatim);
    }
}
