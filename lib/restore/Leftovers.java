package lib.restore;

import lib.cli.Session;

/** What a run has created and not removed yet. It is said once when the run ends early. */
final class Leftovers {
    private final Session session;
    private final String cleanUpCommand;
    private String stack;
    private String deleteCommand;
    private boolean schema;
    private boolean said;

    Leftovers(Session session, String cleanUpCommand) {
        this.session = session;
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

    /** The stack exists, or is about to. */
    synchronized void stack(String name, String command) {
        stack = name;
        deleteCommand = command;
    }

    synchronized void stackDeleted() {
        stack = null;
    }

    /** Whether the schema exists in the new database. */
    synchronized void schema(boolean exists) {
        schema = exists;
    }

    synchronized boolean hasStack() {
        return stack != null;
    }

    synchronized boolean hasSchema() {
        return schema;
    }

    /** Says what is left, what it costs, and how to go on. */
    synchronized void say() {
        if (said || stack == null && !schema) {
            return;
        }
        said = true;
        if (stack != null) {
            session.console()
                    .warn("the temporary database still exists (stack " + stack + "): " + AuroraPrice.hourly() + ".");
        }
        if (schema) {
            session.console()
                    .warn("the schema bedrock_chat_restore still exists in the new database; it costs nothing.");
        }
        session.console().warn("run the same command again to continue, or remove everything:");
        session.console().warnVerbatim("  " + cleanUpCommand);
        if (stack != null) {
            session.console().warnVerbatim("  or by hand: " + deleteCommand);
        }
    }
}
