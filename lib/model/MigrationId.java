package lib.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a migration belongs to. Names are bare: a name and the ARN that holds it are the same thing.
 *
 * @param databaseHost of the new database cluster, or empty where it is not known; another host means that the cluster was replaced again
 */
public record MigrationId(String account, String region, String table, String ecsCluster, String databaseHost) {
    /** StartedBy may have 128 of {@code [A-Za-z0-9-/_]} (ECS API reference). */
    private static final String STARTED_BY = "bedrock-chat-migration";

    public MigrationId {
        table = bare(table);
        ecsCluster = bare(ecsCluster);
    }

    private static String bare(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /** Whether both speak of the same table and ECS cluster; the database cluster may have been replaced, or be unknown to one of them. */
    public boolean isSamePlace(MigrationId other) {
        return account.equals(other.account) && region.equals(other.region) && table.equals(other.table) && ecsCluster.equals(other.ecsCluster);
    }

    /**
     * The clientToken of one attempt: 64 hex digits, as many as ECS takes. It is derived, not random, so that another run, or one that has lost
     * its journal, asks for the same task again instead of for a second one.
     */
    public String token(BotKey bot, int generation, int attempt) {
        return hash(account, region, table, ecsCluster, databaseHost, bot.pk(), bot.sk(), String.valueOf(generation), String.valueOf(attempt));
    }

    /** Names this migration in ECS's task list. */
    public String startedBy(int generation) {
        return STARTED_BY + "/" + hash(table, databaseHost, String.valueOf(generation)).substring(0, 16);
    }

    public static boolean isOurs(String startedBy) {
        return startedBy.startsWith(STARTED_BY + "/");
    }

    /** Each field goes in with its length, so that no two lists of fields can look alike. */
    private static String hash(String... fields) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String field : fields) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "account " + account + ", region " + region + ", table " + table + ", ECS cluster " + ecsCluster;
    }
}
