package lib.restore;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.DataMigrations;
import lib.aws.RdsClusters;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.aws.VectorStore;
import lib.cli.Session;
import lib.model.DatabaseLocation;

/**
 * What a command of restore works with.
 *
 * @param leftovers what it has created and not removed yet
 * @param target the schema of this command in the new database
 * @param store the rows in the new database
 */
record Restore(
        Session session,
        RestoreOptions options,
        RestoreSettings settings,
        Leftovers leftovers,
        RestoreProgress progress,
        RestoreDatabase target,
        VectorStore store,
        EmbeddedNow embeddedNow) {
    static Restore open(
            Session session, RestoreOptions options, RestoreSettings settings, RestoreProgress progress) {
        AwsClients aws = session.aws();
        return new Restore(
                session,
                options,
                settings,
                new Leftovers(session, options),
                progress,
                new RestoreDatabase(aws, settings.database(), session.retrier()),
                new VectorStore(aws, settings.database(), session.retrier()),
                new EmbeddedNow(settings.tasks(), session));
    }

    Stacks stacks() {
        return session.stacks();
    }

    RdsClusters clusters() {
        return new RdsClusters(session.aws().rds(), session.retrier());
    }

    BotTable table() {
        return new BotTable(
                session.aws().dynamoDb(), settings.table().value(), session.retrier());
    }

    AppStack appStack() {
        return new AppStack(session, settings.stack());
    }

    /** The schema of this command in that database. */
    RestoreDatabase database(DatabaseLocation location) {
        return new RestoreDatabase(session.aws(), location, session.retrier());
    }

    /** The ids of the bots that have rows in that database. */
    Set<String> bots(RestoreDatabase database) {
        return new VectorStore(session.aws(), database.location(), session.retrier())
                .rowTotals().stream().map(VectorStore.RowTotals::botId).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * What this command has copied into the new database and not forgotten, by bot; its tables must exist.
     *
     * @param withRows ids of the bots that have rows there: only their copies count
     */
    Map<String, RestoreDatabase.Copy> copies(Set<String> withRows) {
        Map<String, RestoreDatabase.Copy> copies = target.copied();
        copies.keySet().retainAll(withRows);
        return copies;
    }

    /**
     * The data migration that copies the rows of the stack with this name.
     *
     * @param snapshot the ARN of the stack's snapshot
     */
    DataLoad load(String stack, String snapshot) {
        return new DataLoad(
                new DataMigrations(session.aws().databaseMigration(), session.retrier()),
                target.loadedRows(),
                stack,
                snapshot,
                session);
    }

    /** The data migrations of those of these stacks that DMS uses. */
    Stream<DataLoad> loads(List<Stacks.State> stacks) {
        return stacks.stream()
                .filter(stack -> TemporaryStack.viaOf(stack) == RestoreOptions.Via.dms)
                .map(stack -> load(stack.name(), TemporaryStack.snapshotOf(stack)));
    }

    /** The stacks that this command has created for the app and not deleted yet. */
    List<Stacks.State> ownStacks() {
        return stacks().list().stream()
                .filter(stack -> TemporaryStack.isOurs(stack, settings.stack()))
                .toList();
    }
}
