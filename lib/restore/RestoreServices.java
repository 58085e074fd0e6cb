package lib.restore;

import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.RdsClusters;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.aws.VectorStore;
import lib.cli.Session;

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
}
