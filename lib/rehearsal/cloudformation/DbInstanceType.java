package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * AWS::RDS::DBInstance, an instance of a cluster. Some time after it is complete, the cluster's managed secret becomes
 * active.
 */
final class DbInstanceType implements ResourceType {
    static final String TYPE = "AWS::RDS::DBInstance";
    private static final Duration SECRET_TIME = Duration.ofSeconds(90);
    private static final Set<String> PROPERTIES = Set.of(
            """
            AdditionalStorageVolumes AllocatedStorage AllowMajorVersionUpgrade ApplyImmediately AssociatedRoles
            AutoMinorVersionUpgrade AutomaticBackupReplicationKmsKeyId AutomaticBackupReplicationRegion
            AutomaticBackupReplicationRetentionPeriod AvailabilityZone BackupRetentionPeriod BackupTarget
            CACertificateIdentifier CertificateRotationRestart CharacterSetName CopyTagsToSnapshot
            CustomIAMInstanceProfile DBClusterIdentifier DBClusterSnapshotIdentifier DBInstanceClass
            DBInstanceIdentifier DBName DBParameterGroupName DBSecurityGroups DBSnapshotIdentifier DBSubnetGroupName
            DBSystemId DatabaseInsightsMode DedicatedLogVolume DeleteAutomatedBackups DeletionProtection Domain
            DomainAuthSecretArn DomainDnsIps DomainFqdn DomainIAMRoleName DomainOu EnableCloudwatchLogsExports
            EnableIAMDatabaseAuthentication EnablePerformanceInsights Engine EngineLifecycleSupport EngineVersion Iops
            KmsKeyId LicenseModel ManageMasterUserPassword MasterUserAuthenticationType MasterUserPassword
            MasterUserSecret MasterUsername MaxAllocatedStorage MonitoringInterval MonitoringRoleArn MultiAZ
            NcharCharacterSetName NetworkType OptionGroupName PerformanceInsightsKMSKeyId
            PerformanceInsightsRetentionPeriod Port PreferredBackupWindow PreferredMaintenanceWindow ProcessorFeatures
            PromotionTier PubliclyAccessible ReplicaMode RestoreTime SourceDBClusterIdentifier
            SourceDBInstanceAutomatedBackupsArn SourceDBInstanceIdentifier SourceDbiResourceId SourceRegion
            StorageEncrypted StorageThroughput StorageType Tags TdeCredentialArn TdeCredentialPassword Timezone
            UseDefaultProcessorFeatures UseLatestRestorableTime VPCSecurityGroups"""
                    .split("\\s+"));

    private final AuroraClusters aurora;
    private final SimulatedClock clock;
    private final String region;
    private final Map<String, String> clusterOf = new HashMap<>();
    private Duration secretTime = SECRET_TIME;

    DbInstanceType(AuroraClusters aurora, SimulatedClock clock, String region) {
        this.aurora = aurora;
        this.clock = clock;
        this.region = region;
    }

    /** Sets the time from the completion of an instance until the secret of its cluster is active. */
    void setSecretTime(Duration time) {
        secretTime = time;
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
        return Set.of("DBInstanceArn", "DbiResourceId", "Endpoint.Address", "Endpoint.Port", "Endpoint.HostedZoneId");
    }

    @Override
    public Duration creationTime() {
        return Duration.ofMinutes(7);
    }

    @Override
    public Duration deletionTime() {
        return Duration.ofMinutes(4);
    }

    @Override
    public String create(Request request, Instant now) throws ResourceFailure {
        JsonObject properties = request.properties();
        String clusterId = Json.string(properties, "DBClusterIdentifier")
                .orElseThrow(() -> rds("The embedded AWS creates instances of clusters only."));
        DbCluster cluster = aurora.cluster(clusterId)
                .orElseThrow(() ->
                        ResourceFailure.ofService("Rds", 404, "NotFound", "DBCluster " + clusterId + " not found."));
        if (!Json.string(properties, "Engine").orElse("").equals(DbClusterType.ENGINE)) {
            throw rds(
                    "The engine name requested for your DB instance doesn't match the engine name of your DB cluster.");
        }
        String instanceClass = Json.string(properties, "DBInstanceClass").orElse("");
        if (!instanceClass.startsWith("db.")) {
            throw rds("Invalid DB Instance class: " + instanceClass);
        }
        if (instanceClass.equals("db.serverless") && cluster.identity().maxCapacity() == 0) {
            throw rds("Set the Serverless v2 scaling configuration on the parent DB cluster before creating a"
                    + " Serverless v2 DB instance.");
        }
        for (String name : Set.of("AllocatedStorage", "StorageEncrypted", "MasterUsername", "BackupRetentionPeriod")) {
            if (properties.has(name)) {
                throw rds("The requested DB Instance will be a member of a DB Cluster and its " + name
                        + " must be set on the cluster.");
            }
        }
        String id = Json.string(properties, "DBInstanceIdentifier").orElseGet(() -> PhysicalIds.of(request));
        clusterOf.put(id, clusterId);
        return id;
    }

    @Override
    public void complete(String physicalId, Instant now) {
        String clusterId = clusterOf.get(physicalId);
        aurora.cluster(clusterId).orElseThrow().addInstance(physicalId);
        clock.schedule(now.plus(secretTime), at -> aurora.cluster(clusterId)
                .filter(cluster -> cluster.identity().managedPassword())
                .ifPresent(cluster -> cluster.setSecretActive(true)));
    }

    @Override
    public Optional<JsonElement> attribute(String physicalId, String name) {
        DbCluster.Identity cluster =
                aurora.cluster(clusterOf.get(physicalId)).orElseThrow().identity();
        return switch (name) {
            case "DBInstanceArn" ->
                Optional.of(new JsonPrimitive(BedrockChatStack.arn("rds", region, "db:" + physicalId)));
            case "Endpoint.Address" -> Optional.of(new JsonPrimitive(cluster.host()));
            case "Endpoint.Port" -> Optional.of(new JsonPrimitive(String.valueOf(cluster.port())));
            default -> Optional.empty();
        };
    }

    @Override
    public void delete(String physicalId, boolean withSnapshot, Instant now) {
        aurora.cluster(clusterOf.remove(physicalId)).ifPresent(cluster -> cluster.removeInstance(physicalId));
    }

    private static ResourceFailure rds(String message) {
        return ResourceFailure.ofService("Rds", 400, "InvalidRequest", message);
    }
}
