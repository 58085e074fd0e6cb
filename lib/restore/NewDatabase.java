package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.BotTable;
import lib.aws.RdsClusters;
import lib.aws.RestoreDatabase;
import lib.aws.VectorStore;
import lib.common.UserException;
import lib.model.Bot;
import lib.model.BotFilter;

/**
 * The new database before anything is done: the selected bots, and which of them have rows.
 *
 * @param selected bots of the conversation table that the options select
 * @param all ids of all bots of the conversation table
 * @param withRows ids of the bots that have rows
 */
record NewDatabase(RdsClusters.Cluster cluster, List<Bot> selected, Set<String> all, Set<String> withRows) {
    /** Upstream's table ({@code cdk/custom-resources/setup-pgvector}). */
    private static final Map<String, String> COLUMNS = Map.of(
            "id", "character(26)",
            "botid", "character(26)",
            "content", "text",
            "source", "text",
            "embedding", "vector(1024)");

    /** Reads it; fails if it cannot receive rows. */
    static NewDatabase read(
            RestoreSettings settings,
            RdsClusters clusters,
            RestoreDatabase database,
            VectorStore store,
            BotTable table,
            BotFilter filter) {
        RdsClusters.Cluster cluster = available(clusters, settings.database().clusterName());
        store.check();
        checkShape(database, "The new database");
        List<Bot> bots = bots(table);
        List<String> unmatched = filter.unmatched(bots);
        if (!unmatched.isEmpty()) {
            throw UserException.badSettings(
                    "No bot matches %s.%nCheck the id; verify without --bot and --user lists every bot."
                            + " Nothing was created.",
                    String.join(", ", unmatched));
        }
        Set<String> withRows =
                store.rowTotals().stream().map(VectorStore.RowTotals::botId).collect(Collectors.toSet());
        return new NewDatabase(cluster, bots.stream().filter(filter::matches).toList(), ids(bots), withRows);
    }

    private static RdsClusters.Cluster available(RdsClusters clusters, String name) {
        RdsClusters.Cluster cluster = clusters.cluster(name)
                .orElseThrow(() -> UserException.badSettings(
                        "The new database cluster %s does not exist in this account and region. Deploy v1 first"
                                + " (npx cdk deploy), or give --db-cluster-arn.",
                        name));
        if (cluster.status().startsWith("stop")) {
            throw UserException.badSettings(
                    "The new database cluster %s is stopped. Start it, wait until it is available, and run the same"
                            + " command again:%naws rds start-db-cluster --db-cluster-identifier %s",
                    name, name);
        }
        return cluster;
    }

    /** Fails if the table does not have the columns of Bedrock Chat. */
    static RestoreDatabase.ItemsTable checkShape(RestoreDatabase database, String name) {
        RestoreDatabase.ItemsTable items = database.itemsTable();
        if (!items.columns().equals(COLUMNS)) {
            throw UserException.badSettings(
                    "%s has no table items of the expected shape, but %s. It is not one of Bedrock Chat v0 or v1;"
                            + " name another with --database or --snapshot.",
                    name, items.columns().isEmpty() ? "none at all" : items.columns());
        }
        return items;
    }

    /** Every bot of the conversation table, without leftovers of deleted ones. */
    static List<Bot> bots(BotTable table) {
        List<Bot> bots = new ArrayList<>();
        table.scanTable()
                .forEachRemaining(page ->
                        page.bots().stream().filter(bot -> !bot.isLeftover()).forEach(bots::add));
        return bots;
    }

    static Set<String> ids(List<Bot> bots) {
        return bots.stream().map(bot -> bot.key().id()).collect(Collectors.toSet());
    }

    /** Whether an embedding task works on the bot, or is about to. */
    static boolean isBeingEmbedded(Bot bot) {
        return bot.status().equals("QUEUED") || bot.status().equals("RUNNING");
    }

    /** The bots whose rows are to be copied if the snapshot has them. */
    List<Bot> toCopy() {
        return selected.stream().filter(bot -> leftAlone(bot) == null).toList();
    }

    /** The bots that are left alone, each with the reason. */
    List<RestoredBot> leftAlone() {
        return selected.stream()
                .filter(bot -> leftAlone(bot) != null)
                .map(bot -> RestoredBot.of(bot, leftAlone(bot)))
                .toList();
    }

    private RestoreOutcome leftAlone(Bot bot) {
        if (withRows.contains(bot.key().id())) {
            return RestoreOutcome.HAD_ROWS;
        }
        if (bot.sources().isEmpty()) {
            return RestoreOutcome.NO_KNOWLEDGE;
        }
        return isBeingEmbedded(bot) ? RestoreOutcome.EMBEDDING : null;
    }
}
