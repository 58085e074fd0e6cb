package lib.restore;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lib.aws.DataMigrations;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.Console;
import lib.common.ExitCode;
import lib.dms.DataLoad;
import lib.restore.RestoreOptions.Via;

/** Removes what this command has created, and nothing else, from whatever state it is in. */
final class CleanUp {
    private final RestoreServices services;
    private final RestoreSettings settings;
    private final RestoreDatabase target;
    private final Session session;

    CleanUp(RestoreServices services, RestoreSettings settings, Session session) {
        this.services = services;
        this.settings = settings;
        this.target = services.target();
        this.session = session;
    }

    /** The stacks that this command has created for the app and not deleted yet. */
    List<Stacks.State> stacks() {
        return services.stacks().list().stream()
                .filter(stack -> TemporaryStack.isOurs(stack, settings.stack()))
                .filter(stack -> !stack.status().equals("DELETE_COMPLETE"))
                .toList();
    }

    /** The data migrations of these stacks. */
    List<DataMigrations.State> dataMigrations(List<Stacks.State> found) {
        return loads(found).map(DataLoad::find).flatMap(Optional::stream).toList();
    }

    private Stream<DataLoad> loads(List<Stacks.State> found) {
        return found.stream()
                .filter(stack -> TemporaryStack.viaOf(stack) == Via.dms)
                .map(stack -> services.load(stack.name(), session));
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
        dataMigrations(found).forEach(migration -> console.say(DataLoad.describe(migration)));
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
                removeDataMigrations(found);
                dropSchema(lease);
            }
        } else {
            removeDataMigrations(found);
        }
        for (Stacks.State stack : found) {
            TemporaryDatabase.delete(services.stacks(), stack, roleArn, session);
        }
        return ExitCode.OK;
    }

    private void removeDataMigrations(List<Stacks.State> found) throws InterruptedException {
        for (DataLoad load : loads(found).toList()) {
            load.remove();
        }
    }
}
