package lib.restore;

import java.util.List;
import java.util.Optional;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.Console;
import lib.common.ExitCode;
import lib.dms.DataLoad;

/** Removes what this command has created, and nothing else, from whatever state it is in. */
final class CleanUp {
    private final RestoreServices services;
    private final RestoreDatabase target;
    private final Leftovers leftovers;
    private final Session session;

    CleanUp(RestoreServices services, Leftovers leftovers) {
        this.services = services;
        this.target = services.target();
        this.leftovers = leftovers;
        this.session = services.session();
    }

    /**
     * Removes everything, after a question: first the stacks, which cost money and need no database.
     *
     * @return success if nothing is left
     */
    ExitCode run(String roleArn, boolean yes) throws InterruptedException {
        Console console = session.console();
        List<Stacks.State> stacks = services.ownStacks();
        SchemaState schema = SchemaState.of(target);
        if (!stacks.isEmpty() || schema.exists()) {
            show(stacks, schema);
            if (!console.confirm("Remove this?", yes)) {
                console.say("Nothing was removed.");
                return console.exitCodeOfNo();
            }
            leftovers.others(stacks);
            leftovers.schema(schema.exists());
            leftovers.sayAtInterrupt();
            remove(stacks, schema, roleArn);
        } else if (!schema.isUnknown()) {
            console.say("There is nothing to remove.");
        }
        if (schema.isUnknown()) {
            console.warn(schema.problem());
            return ExitCode.INCOMPLETE;
        }
        return ExitCode.OK;
    }

    private void show(List<Stacks.State> stacks, SchemaState schema) {
        Console console = session.console();
        services.loads(stacks)
                .map(DataLoad::find)
                .flatMap(Optional::stream)
                .forEach(migration -> console.say(DataLoad.describe(migration)));
        stacks.forEach(stack ->
                console.say("stack " + stack.name() + " (" + stack.status() + "): " + TemporaryStack.cost(stack)));
        if (schema.exists()) {
            console.say("schema bedrock_chat_restore in the new database; the copied rows stay");
        }
    }

    private void remove(List<Stacks.State> stacks, SchemaState schema, String roleArn) throws InterruptedException {
        if (!schema.exists()) {
            removeStacks(stacks, roleArn);
            return;
        }
        // The lease is taken first: a run that is alive needs the stacks.
        try (Lease lease = Lease.acquire(services, leftovers)) {
            removeStacks(stacks, roleArn);
            lease.dropSchema();
        }
    }

    private void removeStacks(List<Stacks.State> stacks, String roleArn) throws InterruptedException {
        for (DataLoad load : services.loads(stacks).toList()) {
            load.remove();
        }
        for (Stacks.State stack : stacks) {
            new StackDeletion(services.stacks(), session).delete(stack, roleArn);
            leftovers.stackDeleted(stack.name());
        }
    }
}
