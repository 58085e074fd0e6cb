package lib.model;

/**
 * Where the vectors go.
 *
 * @param host of the database cluster, as the stack says it; empty where the stack does not tell
 * @param cluster the cluster's ARN, or null where it is not known
 * @param secret the ARN of the secret with its password, or null where it is not known
 * @param name of the database in it
 */
public record DatabaseLocation(String host, Setting cluster, Setting secret, String name) {
    /** Upstream's database ({@code cdk/lib/constructs/vectorstore.ts}). */
    public static final String USUAL_NAME = "postgres";

    /** Not known, and nobody asks. */
    public static final DatabaseLocation NONE = new DatabaseLocation("", null, null, USUAL_NAME);

    /** What can be said about it on the command line; null for what was not. */
    public record Names(String cluster, String secret, String name) {
    }

    public boolean isKnown() {
        return cluster != null && secret != null;
    }

    /** The cluster's own name: what stands behind {@code cluster:} in its ARN. */
    public String clusterName() {
        return cluster.value().substring(cluster.value().lastIndexOf(':') + 1);
    }

    /** The ARN of the cluster that has this host, with partition, region and account as its secret has them; null where they do not fit. */
    static Setting clusterOf(Setting host, Setting secret) {
        String[] arn = secret.value().split(":");
        return arn.length < 6 || !arn[0].equals("arn") || host.value().isEmpty() ? null
                : new Setting(String.join(":", "arn", arn[1], "rds", arn[3], arn[4], "cluster", host.value().split("\\.")[0]), host.source());
    }
}
