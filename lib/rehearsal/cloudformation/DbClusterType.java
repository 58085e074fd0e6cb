package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.ClusterSnapshot;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.database.SnapshotContent;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.wire.Json;

/**
 * AWS::RDS::DBCluster, restored from a snapshot, with the defaults of CloudFormation's handler (aws-cloudformation's
 * aws-cloudformation-resource-providers-rds): without a port it listens on 3306.
 */
final class DbClusterType implements ResourceType {
    static final String TYPE = "AWS::RDS::DBCluster", ENGINE = "aurora-postgresql";
    private static final int DEFAULT_PORT = 3306, DEFAULT_QUOTA = 40;
    private static final double DEFAULT_MIN_CAPACITY = 0.5, DEFAULT_MAX_CAPACITY = 1;
    private static final Set<String> PROPERTIES = Set.of(
            """
            AllocatedStorage AssociatedRoles AutoMinorVersionUpgrade AvailabilityZones BacktrackWindow
            BackupRetentionPeriod ClusterScalabilityType CopyTagsToSnapshot DBClusterIdentifier DBClusterInstanceClass
            DBClusterParameterGroupName DBInstanceParameterGroupName DBSubnetGroupName DBSystemId DatabaseInsightsMode
            DatabaseName DeleteAutomatedBackups DeletionProtection Domain DomainIAMRoleName EnableCloudwatchLogsExports
            EnableGlobalWriteForwarding EnableHttpEndpoint EnableIAMDatabaseAuthentication EnableLocalWriteForwarding
            Engine EngineLifecycleSupport EngineMode EngineVersion GlobalClusterIdentifier Iops KmsKeyId
            ManageMasterUserPassword MasterUserAuthenticationType MasterUserPassword MasterUserSecret MasterUsername
            MonitoringInterval MonitoringRoleArn NetworkType PerformanceInsightsEnabled PerformanceInsightsKmsKeyId
            PerformanceInsightsRetentionPeriod Port PreferredBackupWindow PreferredMaintenanceWindow PubliclyAccessible
            ReplicationSourceIdentifier RestoreToTime RestoreType ScalingConfiguration ServerlessV2ScalingConfiguration
            SnapshotIdentifier SourceDBClusterIdentifier SourceDbClusterResourceId SourceRegion StorageEncrypted
            StorageType Tags UseLatestRestorableTime VpcSecurityGroupIds"""
                    .split("\\s+"));

    private final AuroraClusters aurora;
    private final VpcNetwork network;
    private final SubnetGroups subnetGroups;
    private int quota = DEFAULT_QUOTA;

    DbClusterType(AuroraClusters aurora, VpcNetwork network, SubnetGroups subnetGroups) {
        this.aurora = aurora;
        this.network = network;
        this.subnetGroups = subnetGroups;
    }

    /** Sets the maximum number of clusters in the region. */
    void setQuota(int clusters) {
        quota = clusters;
    }

    @Override
    public Set<String> properties() {
        return PROPERTIES;
    }

    @Override
    public Set<String> required() {
        return Set.of();
    }

    @Override
    public Set<String> attributes() {
        return Set.of(
                "DBClusterArn",
                "DBClusterResourceId",
                "Endpoint",
                "Endpoint.Address",
                "Endpoint.Port",
                "MasterUserSecret.SecretArn",
                "ReadEndpoint",
                "ReadEndpoint.Address",
                "StorageEncryptionType",
                "StorageThroughput");
    }

    @Override
    public Duration creationTime() {
        return Duration.ofMinutes(6);
    }

    @Override
    public Duration deletionTime() {
        return Duration.ofMinutes(2);
    }

    @Override
    public boolean keepsSnapshotByDefault() {
        return true;
    }

    @Override
    public String create(Request request, Instant now) throws ResourceFailure {
        JsonObject properties = request.properties();
        if (!Json.string(properties, "Engine").orElse("").equals(ENGINE)) {
            throw rds("InvalidRequest", "The embedded AWS implements the engine " + ENGINE + " only.");
        }
        ClusterSnapshot snapshot = snapshot(properties);
        check(properties, snapshot);
        String id = Json.string(properties, "DBClusterIdentifier")
                .orElseGet(() -> PhysicalIds.of(request))
                .toLowerCase(Locale.ROOT);
        if (aurora.cluster(id).isPresent()) {
            throw rds("AlreadyExists", "DB Cluster already exists");
        }
        if (aurora.all().size() >= quota) {
            throw rds(
                    "ServiceLimitExceeded",
                    "The user attempted to create a new DB cluster and the user has already reached the maximum"
                            + " allowed DB cluster quota.");
        }
        int port = Json.member(properties, "Port").map(JsonElement::getAsInt).orElse(DEFAULT_PORT);
        List<String> groups = Json.strings(properties, "VpcSecurityGroupIds");
        JsonObject scaling = Json.child(properties, "ServerlessV2ScalingConfiguration");
        boolean serverless = properties.has("ServerlessV2ScalingConfiguration");
        aurora.restore(
                new AuroraClusters.Restore(
                        id,
                        port,
                        version(properties, snapshot),
                        number(scaling, "MinCapacity", serverless ? DEFAULT_MIN_CAPACITY : 0),
                        number(scaling, "MaxCapacity", serverless ? DEFAULT_MAX_CAPACITY : 0),
                        Json.string(properties, "DBSubnetGroupName").orElse("default"),
                        groups,
                        Json.string(properties, "KmsKeyId").orElse(snapshot.kmsKeyId()),
                        isTrue(properties, "ManageMasterUserPassword"),
                        isTrue(properties, "EnableHttpEndpoint"),
                        !network.isBroken() && network.letInAppDatabase(groups, port),
                        snapshot.content()),
                now);
        return id;
    }

    private ClusterSnapshot snapshot(JsonObject properties) throws ResourceFailure {
        String id = Json.string(properties, "SnapshotIdentifier")
                .orElseThrow(() -> rds("InvalidRequest", "The embedded AWS creates clusters from snapshots only."));
        ClusterSnapshot snapshot = aurora.snapshots()
                .find(id)
                .orElseThrow(
                        () -> ResourceFailure.ofService("Rds", 404, "NotFound", "DBClusterSnapshot not found: " + id));
        if (!snapshot.status().equals("available")) {
            throw rds("InvalidRequest", "The requested DB cluster snapshot is not in the available state.");
        }
        return snapshot;
    }

    private void check(JsonObject properties, ClusterSnapshot snapshot) throws ResourceFailure {
        for (String name : List.of("MasterUsername", "MasterUserPassword", "DatabaseName")) {
            boolean allowed = name.equals("MasterUserPassword") && !isTrue(properties, "ManageMasterUserPassword");
            if (properties.has(name) && !allowed) {
                throw rds("InvalidRequest", name + " cannot be specified when restoring from a snapshot.");
            }
        }
        if (properties.has("StorageEncrypted")) {
            boolean encrypted = isTrue(properties, "StorageEncrypted");
            if (!encrypted && snapshot.kmsKeyId() != null) {
                throw rds("InvalidRequest", "Cannot restore an unencrypted cluster from an encrypted snapshot.");
            }
            if (encrypted && snapshot.kmsKeyId() == null && !properties.has("KmsKeyId")) {
                throw rds(
                        "InvalidRequest",
                        "A KMS key is required to restore an encrypted cluster from an unencrypted snapshot.");
            }
        }
        String version = version(properties, snapshot);
        if (!aurora.engineVersions().isAvailable(version)) {
            throw rds("InvalidRequest", "Cannot find version " + version + " for " + ENGINE);
        }
        if (!major(version).equals(major(snapshot.engineVersion()))) {
            throw rds(
                    "InvalidRequest",
                    "Cannot restore a snapshot of version " + snapshot.engineVersion() + " with version " + version
                            + ".");
        }
        for (String group : Json.strings(properties, "VpcSecurityGroupIds")) {
            if (!network.hasGroup(group)) {
                throw rds("InvalidRequest", "Invalid security group , groupId= " + group + ", groupName=.");
            }
        }
        String subnets = Json.string(properties, "DBSubnetGroupName").orElse(null);
        if (subnets != null && !subnetGroups.exists(subnets)) {
            throw ResourceFailure.ofService(
                    "Rds", 404, "NotFound", "DB subnet group '" + subnets + "' does not exist.");
        }
    }

    /** Returns the version of the template; without one, the newest of the snapshot's major version. */
    private String version(JsonObject properties, ClusterSnapshot snapshot) {
        return Json.string(properties, "EngineVersion")
                .orElseGet(() -> aurora.engineVersions().newestOf(major(snapshot.engineVersion())));
    }

    private static String major(String version) {
        return version.split("\\.")[0];
    }

    @Override
    public void complete(String physicalId, Instant now) throws ResourceFailure {
        DbCluster cluster = cluster(physicalId);
        try {
            aurora.awaitServer(cluster);
        } catch (CompletionException e) {
            throw rds(
                    "GeneralServiceException",
                    "The database server did not start: " + e.getCause().getMessage());
        }
        cluster.setStatus("available");
    }

    @Override
    public Optional<JsonElement> attribute(String physicalId, String name) {
        DbCluster.Identity cluster = cluster(physicalId).identity();
        return switch (name) {
            case "DBClusterArn" -> Optional.of(new JsonPrimitive(cluster.arn()));
            case "DBClusterResourceId" -> Optional.of(new JsonPrimitive(cluster.resourceId()));
            case "Endpoint.Address" -> Optional.of(new JsonPrimitive(cluster.host()));
            case "Endpoint.Port" -> Optional.of(new JsonPrimitive(String.valueOf(cluster.port())));
            case "ReadEndpoint.Address" -> Optional.of(new JsonPrimitive(cluster.host()));
            // The handler does not wait for an active secret while the cluster has no instance
            // (isMasterUserSecretStabilized).
            case "MasterUserSecret.SecretArn" ->
                cluster.managedPassword() ? Optional.of(new JsonPrimitive(cluster.secretArn())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    @Override
    public void delete(String physicalId, boolean withSnapshot, Instant now) throws ResourceFailure {
        DbCluster cluster = cluster(physicalId);
        if (!cluster.instances().isEmpty()) {
            throw rds(
                    "InvalidRequest",
                    "Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
        }
        if (withSnapshot) {
            DbCluster.Identity identity = cluster.identity();
            aurora.snapshots()
                    .put(new ClusterSnapshot(
                            identity.id() + "-snapshot",
                            identity.id(),
                            now,
                            identity.engineVersion(),
                            "available",
                            1,
                            identity.kmsKeyId(),
                            "manual",
                            SnapshotContent.EMPTY));
        }
        aurora.delete(physicalId);
    }

    private DbCluster cluster(String id) {
        return aurora.cluster(id).orElseThrow();
    }

    private static double number(JsonObject scaling, String name, double otherwise) {
        return Json.member(scaling, name).map(JsonElement::getAsDouble).orElse(otherwise);
    }

    private static boolean isTrue(JsonObject properties, String name) {
        return Json.member(properties, name).map(JsonElement::getAsBoolean).orElse(false);
    }

    private static ResourceFailure rds(String code, String message) {
        return ResourceFailure.ofService("Rds", 400, code, message);
    }
}
