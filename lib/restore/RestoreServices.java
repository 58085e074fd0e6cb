package lib.restore;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.DataMigrations;
import lib.aws.RdsClusters;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.aws.VectorStore;
import lib.cli.Session;
import lib.dms.DataLoad;

/**
 * The services that a run works with.
 *
 * @param target the schema of this command in the new database
 * @param store the rows in the new database
 */
record RestoreServices(
        AwsClients aws,
        Stacks stacks,
        RdsClusters clusters,
        BotTable table,
        RestoreDatabase target,
        VectorStore store,
        AppStack appStack) {
    static RestoreServices open(Session session, RestoreSettings settings, Stacks stacks) {
        AwsClients aws = session.aws();
        return new RestoreServices(
                aws,
                stacks,
                new RdsClusters(aws.rds(), session.retrier()),
                new BotTable(aws.dynamoDb(), settings.table().value(), session.retrier()),
                new RestoreDatabase(aws.rdsData(), settings.database(), session.retrier()),
                new VectorStore(aws.rdsData(), settings.database(), session.retrier()),
                new AppStack(stacks, settings.stack(), session));
    }

    /** The ids of the bots that have rows in that database. */
    Set<String> bots(RestoreDatabase database, Session session) {
        return new VectorStore(aws.rdsData(), database.location(), session.retrier())
                .rowTotals().stream().map(VectorStore.RowTotals::botId).collect(Collectors.toCollection(HashSet::new));
    }

    /** The data migration that copies the rows of the stack with this name. */
    DataLoad load(String stack, Session session) {
        return new DataLoad(
                new DataMigrations(aws.databaseMigration(), session.retrier()), target.loadedRows(), stack, session);
    }
}
