package lib.model;

import java.util.Optional;

/**
 * The database with the vectors.
 *
 * @param host of the database cluster, from the stack's outputs; empty if the stack has no such output
 * @param cluster the cluster's ARN, or null if unknown
 * @param secret the ARN of the secret with its password, or null if unknown
 * @param name of the database in the cluster
 * @param whyUnknown why the stack's outputs do not name it, if they do not
 */
public record DatabaseLocation(String host, Setting cluster, Setting secret, String name, String whyUnknown) {
    /** Upstream's database ({@code cdk/lib/constructs/vectorstore.ts}). */
    public static final String DEFAULT_NAME = "postgres";

    /** An unknown database. */
    public static final DatabaseLocation NONE = new DatabaseLocation("", null, null, DEFAULT_NAME, "");

    public boolean isKnown() {
        return cluster != null && secret != null;
    }

    /** The cluster's own name: what follows {@code cluster:} in its ARN. */
    public String clusterName() {
        return cluster.value().substring(cluster.value().lastIndexOf(':') + 1);
    }

    /** The account that the cluster belongs to, from its ARN; empty if that is not an ARN. */
    public String account() {
        String[] arn = cluster.value().split(":");
        return arn.length > 4 ? arn[4] : "";
    }

    /**
     * The ARN of the cluster with this host; partition, region and account are those of its secret. Empty if the host
     * is empty or the secret is not an ARN.
     */
    public static Optional<Setting> clusterOf(Setting host, Setting secret) {
        String[] arn = secret.value().split(":");
        if (arn.length < 6 || !arn[0].equals("arn") || host.value().isEmpty()) {
            return Optional.empty();
        }
        String id = host.value().split("\\.")[0];
        return Optional.of(
                new Setting(String.join(":", "arn", arn[1], "rds", arn[3], arn[4], "cluster", id), host.source()));
    }
}
