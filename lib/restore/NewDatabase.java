package lib.restore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.LoadedRows;
import lib.aws.RdsClusters;
import lib.aws.RestoreDatabase;
import lib.common.UserException;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.BotKey;

/**
 * The new database before anything is done: the selected bots, which of them have rows, and what earlier runs have
 * left.
 *
 * @param selected bots of the conversation table that the options select
 * @param all bots of the conversation table, by their ids
 * @param withRows ids of the bots that have rows
 * @param embedding the selected bots that are being embedded
 * @param inSnapshot ids of the bots of which the snapshot has rows; empty if that is not known yet
 */
record NewDatabase(
        RdsClusters.Cluster cluster,
        List<Bot> selected,
        Map<String, Bot> all,
        Set<String> withRows,
        Set<BotKey> embedding,
        Optional<Set<String>> inSnapshot,
        Earlier earlier) {
    /**
     * What earlier runs have left.
     *
     * @param hasSchema whether the schema of this command exists
     * @param proved ids of the bots whose rows were proved to be those of the snapshot
     * @param unproved ids of the bots whose rows were copied from the snapshot and not proved
     * @param load of DMS that has begun; null if there is none
     */
    record Earlier(boolean hasSchema, Set<String> proved, Set<String> unproved, LoadedRows.Load load) {
        private static Earlier read(Restore restore, Set<String> withRows, Snapshot snapshot) {
            RestoreDatabase.Schema schema = restore.target().schema();
            if (!schema.hasTables()) {
                return new Earlier(schema.exists(), Set.of(), Set.of(), null);
            }
            Map<Boolean, Set<String>> copied = restore.copies(withRows).entrySet().stream()
                    .filter(copy -> copy.getValue().snapshot().equals(snapshot.arn()))
                    .collect(Collectors.partitioningBy(
                            copy -> copy.getValue().proved(),
                            Collectors.mapping(Map.Entry::getKey, Collectors.toSet())));
            return new Earlier(
                    true,
                    copied.get(true),
                    copied.get(false),
                    restore.target().loadedRows().load().orElse(null));
        }
    }

    /** Upstream's table ({@code cdk/custom-resources/setup-pgvector}). */
    private static final Map<String, String> COLUMNS = Map.of(
            "id", "character(26)",
            "botid", "character(26)",
            "content", "text",
            "source", "text",
            "embedding", "vector(1024)");

    /** Reads it; fails if it cannot receive rows. */
    static NewDatabase read(Restore restore, Snapshot snapshot, Optional<Set<String>> inSnapshot) {
        BotFilter filter = restore.options().filter();
        RdsClusters.Cluster cluster =
                available(restore, restore.settings().database().clusterName());
        restore.store().check();
        checkShape(restore.target(), "The new database");
        List<Bot> bots = restore.table().bots();
        filter.requireMatches(bots);
        Set<String> withRows = restore.bots(restore.target());
        List<Bot> selected = bots.stream().filter(filter::matches).toList();
        return new NewDatabase(
                cluster,
                selected,
                byId(bots),
                withRows,
                selected.stream()
                        .filter(restore.embeddedNow().look())
                        .map(Bot::key)
                        .collect(Collectors.toSet()),
                inSnapshot,
                Earlier.read(restore, withRows, snapshot));
    }

    private static RdsClusters.Cluster available(Restore restore, String name) {
        RdsClusters.Cluster cluster = restore.clusters()
                .cluster(name)
                .orElseThrow(() -> UserException.badSettings(
                        "The new database cluster %s does not exist in this account and region. Deploy v1 first"
                                + " (npx cdk deploy), or give --db-cluster-arn.",
                        name));
        if (cluster.status().startsWith("stop")) {
            throw UserException.badSettings(
                    "The new database cluster %s is stopped. Start it, and wait until it is available:%n"
                            + "aws rds start-db-cluster --db-cluster-identifier %s%s",
                    name, name, restore.session().aws().cliOptions());
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

    /** The bots that are left alone, each with the reason; without those whose rows came from the snapshot. */
    List<RestoredBot> leftAlone() {
        return selected.stream()
                .filter(bot -> !earlier.proved().contains(bot.key().id()))
                .filter(bot -> !earlier.unproved().contains(bot.key().id()))
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
        return inSnapshot.filter(ids -> !ids.contains(bot.key().id())).isPresent()
                ? RestoreOutcome.NOT_IN_SNAPSHOT
                : null;
    }

    /** The ids of these that are no longer in the conversation table. */
    Set<String> deleted(Set<String> ids) {
        Set<String> deleted = new TreeSet<>(ids);
        deleted.removeAll(all.keySet());
        return deleted;
    }

    /** The same bots, with rows of the snapshot. */
    List<RestoredBot> restored(Set<String> ids) {
        return ids.stream()
                .map(id -> new RestoredBot(id, all.get(id), RestoreOutcome.RESTORED, "", 0))
                .toList();
    }
}
