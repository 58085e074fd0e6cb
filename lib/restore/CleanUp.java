package lib.restore;

import java.util.List;
import lib.aws.Stacks;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Tone;
import lib.dms.DataLoad;

/** Removes what this command has created, and nothing else, from whatever state it is in. */
final class CleanUp {
    private final RestoreServices services;
    private final Leftovers leftovers;

    CleanUp(RestoreServices services, Leftovers leftovers) {
        this.services = services;
        this.leftovers = leftovers;
    }

    /**
     * Removes everything, after a question: first the stacks, which cost money and need no database.
     *
     * @return success if nothing is left
     */
    ExitCode run(String roleArn, boolean yes) throws InterruptedException {
        Console console = services.session().console();
        RestoreStatus found = RestoreStatus.of(services);
        found.list(console);
        if (found.isNothing()) {
            if (!found.isUnknown()) {
                console.say("There is nothing to remove.");
            }
            return found.exitCode();
        }
        if (!console.confirm("Remove this? The copied rows stay.", yes)) {
            console.say("Nothing was removed.");
            return console.exitCodeOfNo();
        }
        leftovers.others(found.stacks());
        leftovers.schema(found.hasSchema());
        leftovers.sayAtInterrupt();
        if (found.hasSchema()) {
            // The lease is taken first: a run that is alive needs the stacks.
            try (Lease lease = Lease.acquire(services, leftovers)) {
                removeStacks(found.stacks(), roleArn);
                lease.dropSchema();
            }
        } else {
            removeStacks(found.stacks(), roleArn);
        }
        if (!found.isUnknown()) {
            console.verdict(Tone.GOOD, "Nothing of restore is left.");
        }
        return found.exitCode();
    }

    private void removeStacks(List<Stacks.State> stacks, String roleArn) throws InterruptedException {
        for (DataLoad load : services.loads(stacks).toList()) {
            load.remove();
        }
        for (Stacks.State stack : stacks) {
            TemporaryDatabase.delete(stack, roleArn, services);
            leftovers.stackDeleted(stack.name());
        }
    }
}
