package lib.restore;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.DataMigrations;
import lib.aws.EmbeddingTasks;
import lib.aws.RdsClusters;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.aws.VectorStore;
import lib.cli.Session;
import lib.dms.DataLoad;
import lib.model.DatabaseLocation;

/**
 * The services that a run works with.
 *
 * @param target the schema of this command in the new database
 * @param store the rows in the new database
 */
record RestoreServices(
        Session session,
        Stacks stacks,
        RdsClusters clusters,
        BotTable table,
        RestoreDatabase target,
        VectorStore store,
        EmbeddedNow embeddedNow,
        AppStack appStack) {
    /** Whether tasks get a public IP; this command starts none. */
    private static final String NOT_STARTED = "DISABLED";

    static RestoreServices open(Session session, RestoreSettings settings) {
        AwsClients aws = session.aws();
        Stacks stacks = session.stacks();
        Supplier<EmbeddingTasks> tasks =
                () -> new EmbeddingTasks(aws.ecs(), settings.tasks().get(), NOT_STARTED);
        return new RestoreServices(
                session,
                stacks,
                new RdsClusters(aws.rds(), session.retrier()),
                new BotTable(aws.dynamoDb(), settings.table().value(), session.retrier()),
                new RestoreDatabase(aws.rdsData(), settings.database(), session.retrier()),
                new VectorStore(aws.rdsData(), settings.database(), session.retrier()),
                new EmbeddedNow(tasks, session),
                new AppStack(stacks, settings.stack(), session));
    }

    /** The schema of this command in that database. */
    RestoreDatabase database(DatabaseLocation location) {
        return new RestoreDatabase(session.aws().rdsData(), location, session.retrier());
    }

    /** The ids of the bots that have rows in that database. */
    Set<String> bots(RestoreDatabase database) {
        return new VectorStore(session.aws().rdsData(), database.location(), session.retrier())
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
        return stacks.list().stream()
                .filter(stack -> TemporaryStack.isOurs(stack, appStack.name()))
                .toList();
    }
}
