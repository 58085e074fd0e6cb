package lib.restore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import lib.model.BotKey;

/**
 * The new database before anything is done: the selected bots, and which of them have rows.
 *
 * @param selected bots of the conversation table that the options select
 * @param all bots of the conversation table, by their ids
 * @param withRows ids of the bots that have rows
 * @param embedding the selected bots that are being embedded
 * @param absent ids of the bots of which it is known that the snapshot has no rows
 * @param earlier what earlier runs have copied
 */
record NewDatabase(
        RdsClusters.Cluster cluster,
        List<Bot> selected,
        Map<String, Bot> all,
        Set<String> withRows,
        Set<BotKey> embedding,
        Set<String> absent,
        EarlierCopies earlier) {
    /** Upstream's table ({@code cdk/custom-resources/setup-pgvector}). */
    private static final Map<String, String> COLUMNS = Map.of(
            "id", "character(26)",
            "botid", "character(26)",
            "content", "text",
            "source", "text",
            "embedding", "vector(1024)");

    /** Reads it; fails if it cannot receive rows. */
    static NewDatabase read(
            RestoreSettings settings, RestoreServices services, BotFilter filter, Set<String> absent) {
        RdsClusters.Cluster cluster =
                available(services.clusters(), settings.database().clusterName());
        services.store().check();
        checkShape(services.target(), "The new database");
        List<Bot> bots = bots(services.table());
        filter.requireMatches(bots);
        Set<String> withRows =
                services.store().rowTotals().stream().map(VectorStore.RowTotals::botId).collect(Collectors.toSet());
        List<Bot> selected = bots.stream().filter(filter::matches).toList();
        return new NewDatabase(
                cluster,
                selected,
                byId(bots),
                withRows,
                selected.stream()
                        .filter(services.embeddedNow().look())
                        .map(Bot::key)
                        .collect(Collectors.toSet()),
                absent,
                EarlierCopies.read(services.target(), withRows));
    }

    private static RdsClusters.Cluster available(RdsClusters clusters, String name) {
        RdsClusters.Cluster cluster = clusters.cluster(name)
                .orElseThrow(() -> UserException.badSettings(
                        "The new database cluster %s does not exist in this account and region. Deploy v1 first"
                                + " (npx cdk deploy), or give --db-cluster-arn.",
                        name));
        if (cluster.status().startsWith("stop")) {
            throw UserException.badSettings(
                    "The new database cluster %s is stopped. Start it, and wait until it is available:%n"
                            + "aws rds start-db-cluster --db-cluster-identifier %s",
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

    /** The bots by their ids. */
    static Map<String, Bot> byId(List<Bot> bots) {
        Map<String, Bot> byId = new LinkedHashMap<>();
        bots.forEach(bot -> byId.put(bot.key().id(), bot));
        return byId;
    }

    /** The bots whose rows are to be copied if the snapshot has them. */
    List<Bot> toCopy() {
        return selected.stream().filter(bot -> leftAlone(bot) == null).toList();
    }

    /**
     * The bots that are left alone, each with the reason; without those whose rows came from this snapshot.
     *
     * @param snapshot its ARN
     */
    List<RestoredBot> leftAlone(String snapshot) {
        Set<String> restored = earlier.proved(snapshot);
        Set<String> copied = earlier.unproved(snapshot);
        return selected.stream()
                .filter(bot -> !restored.contains(bot.key().id()))
                .filter(bot -> !copied.contains(bot.key().id()))
                .filter(bot -> leftAlone(bot) != null)
                .map(bot -> RestoredBot.of(bot, leftAlone(bot)))
                .toList();
    }

    private RestoreOutcome leftAlone(Bot bot) {
        if (withRows.contains(bot.key().id())) {
            return RestoreOutcome.LEFT_ALONE;
        }
        if (bot.sources().isEmpty()) {
            return RestoreOutcome.NO_KNOWLEDGE;
        }
        if (embedding.contains(bot.key())) {
            return RestoreOutcome.BEING_EMBEDDED;
        }
        return absent.contains(bot.key().id()) ? RestoreOutcome.NOT_IN_SNAPSHOT : null;
    }
}
