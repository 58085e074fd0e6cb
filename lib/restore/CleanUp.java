package lib.restore;

import java.util.List;
import lib.aws.Stacks;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Tone;

/** Removes what this command has created, and nothing else, from whatever state it is in. */
final class CleanUp {
    private final Restore restore;
    private final Leftovers leftovers;

    CleanUp(Restore restore) {
        this.restore = restore;
        this.leftovers = restore.leftovers();
    }

    /**
     * Removes everything, after a question: first the stacks, which cost money and need no database.
     *
     * @return success if nothing is left
     */
    ExitCode run() throws InterruptedException {
        Console console = restore.session().console();
        RestoreStatus found = RestoreStatus.of(restore);
        found.list(console);
        if (found.isNothing()) {
            if (!found.isUnknown()) {
                console.say("There is nothing to remove.");
            }
            return found.exitCode();
        }
        if (!console.confirm("Remove this? The copied rows stay.", restore.options().yes(restore.session()))) {
            console.say("Nothing was removed.");
            return console.exitCodeOfNo();
        }
        leftovers.others(found.stacks());
        leftovers.schema(found.hasSchema());
        leftovers.sayAtInterrupt();
        if (found.hasSchema()) {
            // The lease is taken first: a run that is alive needs the stacks.
            try (Lease lease = Lease.acquire(restore)) {
                removeStacks(found.stacks());
                lease.dropSchema();
            }
        } else {
            removeStacks(found.stacks());
        }
        if (!found.isUnknown()) {
            console.verdict(Tone.GOOD, "Nothing of restore is left.");
        }
        return found.exitCode();
    }

    private void removeStacks(List<Stacks.State> stacks) throws InterruptedException {
        for (DataLoad load : restore.loads(stacks).toList()) {
            load.remove();
        }
        for (Stacks.State stack : stacks) {
            TemporaryDatabase.delete(stack, restore);
            leftovers.stackDeleted(stack.name());
        }
    }
}
