package lib.restore;

import java.util.List;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.Console;
import lib.common.ExitCode;

/** Removes what this command has created, and nothing else, from whatever state it is in. */
final class CleanUp {
    private final RestoreDatabase target;
    private final Stacks stacks;
    private final String appStack;
    private final Session session;

    CleanUp(RestoreDatabase target, Stacks stacks, String appStack, Session session) {
        this.target = target;
        this.stacks = stacks;
        this.appStack = appStack;
        this.session = session;
    }

    /** The stacks that this command has created for the app and not deleted yet. */
    List<Stacks.State> stacks() {
        return stacks.list().stream()
                .filter(stack -> TemporaryStack.isOurs(stack, appStack))
                .filter(stack -> !stack.status().equals("DELETE_COMPLETE"))
                .toList();
    }

    /** Drops the schema in the new database; the lease in it goes with it. */
    void dropSchema(Lease lease) {
        lease.stop();
        target.drop();
        session.events().say("dropped the schema bedrock_chat_restore in the new database");
    }

    /** Removes everything, after a question. */
    ExitCode run(String roleArn, boolean yes) throws InterruptedException {
        Console console = session.console();
        List<Stacks.State> found = stacks();
        boolean schema = target.exists();
        if (found.isEmpty() && !schema) {
            console.say("There is nothing to remove.");
            return ExitCode.OK;
        }
        found.forEach(stack -> console.say("stack " + stack.name() + " (" + stack.status() + ")"));
        if (schema) {
            console.say("schema bedrock_chat_restore in the new database; the copied rows stay");
        }
        if (!console.confirm("Remove this?", yes)) {
            console.say("Nothing was removed.");
            return console.exitCodeOfNo();
        }
        if (schema) {
            try (Lease lease = Lease.acquire(target, session)) {
                dropSchema(lease);
            }
        }
        for (Stacks.State stack : found) {
            TemporaryDatabase.delete(stacks, stack, roleArn, session);
        }
        return ExitCode.OK;
    }
}
