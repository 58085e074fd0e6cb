package lib.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import lib.retry.Retrier;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/** Aurora clusters, their snapshots and versions, read through the RDS API. Changes nothing. */
public final class RdsClusters {
    private static final String ENGINE = "aurora-postgresql";
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(15);

    /**
     * A snapshot of a database cluster.
     *
     * @param cluster the name of the cluster that it was taken from, which may no longer exist
     * @param created empty while it is being created
     * @param gigabytes the storage that the cluster had allocated
     * @param progress in percent
     */
    public record Snapshot(
            String name,
            String arn,
            String cluster,
            Optional<Instant> created,
            String engine,
            String engineVersion,
            int gigabytes,
            boolean encrypted,
            String status,
            int progress) {
        public boolean isAvailable() {
            return status.equals("available");
        }

        /** When it was created, in seconds; while it is being created, how far it is. */
        public String age() {
            return created.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                    .orElse("being created, " + progress + " %");
        }

        /** The name in the ARN of a snapshot. */
        public static String nameOf(String arn) {
            return arn.replaceFirst(".*:cluster-snapshot:", "");
        }
    }

    /**
     * A database cluster.
     *
     * @param endpoint the name of its host; empty if it has none yet
     * @param secret the ARN of the secret that RDS manages, or null if there is none
     * @param secretStatus for example active; empty without a secret
     * @param minCapacity in ACU; 0 if it is not serverless
     * @param maxCapacity in ACU; 0 if it is not serverless
     */
    public record Cluster(
            String name,
            String arn,
            String endpoint,
            String status,
            String engineVersion,
            String secret,
            String secretStatus,
            double minCapacity,
            double maxCapacity) {
        /** Whether it is stopped: then it can be neither read nor snapshotted. */
        public boolean isStopped() {
            return status.equals("stopped");
        }
    }

    private final RdsClient client;
    private final Retrier retrier;

    public RdsClusters(RdsClient client, Retrier retrier) {
        this.client = client;
        this.retrier = retrier;
    }

    private <T> T call(Supplier<T> request) {
        return retrier.call(RETRY_LIMIT, () -> ErrorClassifier.classified(request));
    }

    /** All manual snapshots of Aurora PostgreSQL clusters, the newest first; those still being created before them. */
    public List<Snapshot> manualSnapshots() {
        return call(() ->
                client.describeDBClusterSnapshotsPaginator(r -> r.snapshotType("manual")).dbClusterSnapshots().stream()
                        .filter(s -> ENGINE.equals(s.engine()))
                        .map(RdsClusters::snapshot)
                        .sorted(Comparator.comparing((Snapshot s) -> s.created().orElse(Instant.MAX)).reversed())
                        .toList());
    }

    /** How the names of the app's database clusters begin: CDK derives them from the stack and the construct. */
    public static String prefixOfClusters(String stack) {
        return stack.toLowerCase(Locale.ROOT) + "-vectorstorecluster";
    }

    /**
     * The manual snapshots of the app's earlier clusters, the newest first: an earlier cluster itself is gone.
     *
     * @param present the name of the cluster that the app uses now
     */
    public List<Snapshot> earlierSnapshots(String stack, String present) {
        return manualSnapshots().stream()
                .filter(snapshot -> snapshot.cluster().startsWith(prefixOfClusters(stack)))
                .filter(snapshot -> !snapshot.cluster().equals(present))
                .toList();
    }

    /** The snapshot with this name or ARN, of any type; empty if it does not exist. */
    public Optional<Snapshot> snapshot(String name) {
        return call(() -> {
            try {
                return client
                        .describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier(name))
                        .dbClusterSnapshots()
                        .stream()
                        .map(RdsClusters::snapshot)
                        .findFirst();
            } catch (DbClusterSnapshotNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private static Snapshot snapshot(DBClusterSnapshot s) {
        return new Snapshot(
                s.dbClusterSnapshotIdentifier(),
                s.dbClusterSnapshotArn(),
                s.dbClusterIdentifier(),
                Optional.ofNullable(s.snapshotCreateTime()),
                s.engine(),
                s.engineVersion(),
                orZero(s.allocatedStorage()),
                Boolean.TRUE.equals(s.storageEncrypted()),
                s.status(),
                orZero(s.percentProgress()));
    }

    /** The names of automated backups of deleted clusters that begin with this prefix. */
    public List<String> automatedBackups(String clusterPrefix) {
        return call(
                () -> client.describeDBClusterAutomatedBackupsPaginator(r -> {}).dbClusterAutomatedBackups().stream()
                        .filter(backup -> backup.dbClusterIdentifier().startsWith(clusterPrefix)
                                && "retained".equals(backup.status()))
                        .map(backup -> backup.dbClusterIdentifier())
                        .toList());
    }

    /** The versions of Aurora PostgreSQL with which a cluster can be created now. */
    public List<String> engineVersions() {
        return call(() -> client.describeDBEngineVersionsPaginator(r -> r.engine(ENGINE)).dbEngineVersions().stream()
                .map(version -> version.engineVersion())
                .toList());
    }

    /** The cluster with this name or ARN; empty if it does not exist. */
    public Optional<Cluster> cluster(String name) {
        return call(() -> {
            try {
                return client.describeDBClusters(r -> r.dbClusterIdentifier(name)).dbClusters().stream()
                        .map(RdsClusters::cluster)
                        .findFirst();
            } catch (DbClusterNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private static Cluster cluster(DBCluster c) {
        MasterUserSecret secret = c.masterUserSecret();
        boolean serverless = c.serverlessV2ScalingConfiguration() != null;
        return new Cluster(
                c.dbClusterIdentifier(),
                c.dbClusterArn(),
                c.endpoint() == null ? "" : c.endpoint(),
                c.status(),
                c.engineVersion(),
                secret == null ? null : secret.secretArn(),
                secret == null || secret.secretStatus() == null ? "" : secret.secretStatus(),
                serverless ? c.serverlessV2ScalingConfiguration().minCapacity() : 0,
                serverless ? c.serverlessV2ScalingConfiguration().maxCapacity() : 0);
    }

    private static int orZero(Integer value) {
        return value == null ? 0 : value;
    }
}
