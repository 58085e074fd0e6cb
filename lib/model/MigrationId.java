package lib.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.Text;

/**
 * Identifies a migration. Names are kept without the rest of their ARN, so that a name and its ARN identify the same
 * migration. The database is no part of what other runs see: not every run can read its name.
 *
 * @param databaseHost of the new database cluster, or empty if unknown; another host means that the cluster was
 *     replaced again
 */
public record MigrationId(String account, String region, String table, String ecsCluster, String databaseHost) {
    /** StartedBy may have up to 128 of {@code [A-Za-z0-9-/_]} (ECS API reference). */
    private static final String STARTED_BY = "bedrock-chat-migration";

    public MigrationId {
        table = bare(table);
        ecsCluster = bare(ecsCluster);
    }

    /** The name of a resource, from the name itself or from its ARN. */
    public static String bare(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /**
     * Whether both identify the same table and ECS cluster. The ECS cluster may be unknown to one of them. The database
     * cluster may be unknown, too, or have been replaced.
     */
    public boolean isSamePlace(MigrationId other) {
        return account.equals(other.account)
                && region.equals(other.region)
                && table.equals(other.table)
                && (ecsCluster.isEmpty() || other.ecsCluster.isEmpty() || ecsCluster.equals(other.ecsCluster));
    }

    /**
     * The clientToken of one attempt: 64 hex digits, the maximum of ECS. It is derived, not random, so that another
     * run, or one whose journal was lost, requests the same task again instead of a second one.
     *
     * @param mark the bot's highest row id when {@code --fresh} was given; empty without it, and without rows
     */
    public String token(BotKey bot, String mark, int attempt) {
        return hash(account, region, ecsCluster, table, bot.pk(), bot.sk(), mark, String.valueOf(attempt));
    }

    /** Names this migration in ECS's task list. */
    public String startedBy() {
        return STARTED_BY + "/"
                + hash(account, region, table, ecsCluster).substring(0, 16);
    }

    /** Whether a task was started by this tool. */
    public static boolean isOurs(String startedBy) {
        return startedBy.startsWith(STARTED_BY + "/");
    }

    /** Each field is prefixed with its length, so that different lists of fields never hash alike. */
    private static String hash(String... fields) {
        String text = Stream.of(fields)
                .map(field -> field.getBytes(StandardCharsets.UTF_8).length + ":" + field)
                .collect(Collectors.joining());
        return HexFormat.of().formatHex(Text.sha256(text));
    }

    @Override
    public String toString() {
        return "account " + account + ", region " + region + ", table " + table + ", ECS cluster " + ecsCluster;
    }
}
