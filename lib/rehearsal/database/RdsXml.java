package lib.rehearsal.database;

import static lib.rehearsal.wire.QueryXml.element;
import static lib.rehearsal.wire.QueryXml.list;
import static lib.rehearsal.wire.QueryXml.optional;
import static lib.rehearsal.wire.QueryXml.text;
import static lib.rehearsal.wire.QueryXml.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lib.rehearsal.stack.BedrockChatStack;

/** Clusters, snapshots, backups and versions in the XML of RDS. */
final class RdsXml {
    static final String ENGINE = "aurora-postgresql";

    private RdsXml() {}

    static String cluster(DbCluster cluster) {
        DbCluster.Identity identity = cluster.identity();
        String secret = identity.managedPassword()
                        && identity.secretArn() != null
                        && !cluster.instances().isEmpty()
                ? element(
                        "MasterUserSecret",
                        text("SecretArn", identity.secretArn()),
                        text("SecretStatus", cluster.isSecretActive() ? "active" : "creating"))
                : "";
        List<String> members = new ArrayList<>();
        for (String instance : cluster.instances()) {
            members.add(element(
                    "DBClusterMember",
                    text("DBInstanceIdentifier", instance),
                    text("IsClusterWriter", String.valueOf(members.isEmpty())),
                    text("DBClusterParameterGroupStatus", "in-sync"),
                    text("PromotionTier", "1")));
        }
        List<String> groups = identity.securityGroups().stream()
                .map(group -> element(
                        "VpcSecurityGroupMembership", text("VpcSecurityGroupId", group), text("Status", "active")))
                .toList();
        String capacity = identity.maxCapacity() == 0
                ? ""
                : element(
                        "ServerlessV2ScalingConfiguration",
                        text("MinCapacity", String.valueOf(identity.minCapacity())),
                        text("MaxCapacity", String.valueOf(identity.maxCapacity())));
        return element(
                "DBCluster",
                text("DBClusterIdentifier", identity.id()),
                text("DBClusterArn", identity.arn()),
                text("DbClusterResourceId", identity.resourceId()),
                text("Status", cluster.status()),
                text("Engine", ENGINE),
                text("EngineVersion", identity.engineVersion()),
                text("EngineMode", "provisioned"),
                text("DatabaseName", AuroraClusters.DATABASE),
                text("MasterUsername", AuroraServer.MASTER),
                text("Endpoint", identity.host()),
                text("ReaderEndpoint", identity.host().replace(".cluster-", ".cluster-ro-")),
                text("Port", String.valueOf(identity.port())),
                text("AllocatedStorage", "1"),
                text("DBSubnetGroup", identity.subnetGroup()),
                list("VpcSecurityGroups", groups),
                list("DBClusterMembers", members),
                text("StorageEncrypted", String.valueOf(identity.kmsKeyId() != null)),
                optional("KmsKeyId", identity.kmsKeyId()),
                time("ClusterCreateTime", identity.createdAt()),
                text("HttpEndpointEnabled", String.valueOf(cluster.isHttpEndpointEnabled())),
                text("DeletionProtection", "false"),
                text("MultiAZ", "false"),
                capacity,
                secret);
    }

    static String instance(String instance, DbCluster cluster) {
        DbCluster.Identity identity = cluster.identity();
        return element(
                "DBInstance",
                text("DBInstanceIdentifier", instance),
                text("DBInstanceClass", "db.serverless"),
                text("DBInstanceStatus", cluster.status()),
                text("DBClusterIdentifier", identity.id()),
                text("Engine", ENGINE),
                text("EngineVersion", identity.engineVersion()),
                text("PubliclyAccessible", "false"),
                element("Endpoint", text("Address", identity.host()), text("Port", String.valueOf(identity.port()))));
    }

    static String snapshot(ClusterSnapshot snapshot, String arn) {
        boolean available = snapshot.status().equals("available");
        return element(
                "DBClusterSnapshot",
                text("DBClusterSnapshotIdentifier", snapshot.id()),
                text("DBClusterSnapshotArn", arn),
                text("DBClusterIdentifier", snapshot.clusterId()),
                time("SnapshotCreateTime", snapshot.createdAt()),
                time("ClusterCreateTime", createdAt(snapshot)),
                text("Engine", ENGINE),
                text("EngineVersion", snapshot.engineVersion()),
                text("EngineMode", "provisioned"),
                text("Status", snapshot.status()),
                text("PercentProgress", available ? "100" : "40"),
                text("SnapshotType", snapshot.type()),
                text("AllocatedStorage", String.valueOf(snapshot.sizeInGiB())),
                text("Port", "0"),
                text("VpcId", BedrockChatStack.VPC),
                text("MasterUsername", AuroraServer.MASTER),
                text("StorageEncrypted", String.valueOf(snapshot.kmsKeyId() != null)),
                optional("KmsKeyId", snapshot.kmsKeyId()));
    }

    /** Returns when the cluster of a snapshot was created. */
    private static Instant createdAt(ClusterSnapshot snapshot) {
        return snapshot.createdAt().minus(Duration.ofDays(90));
    }

    static String backup(ClusterSnapshot backup, String clusterArn) {
        return element(
                "DBClusterAutomatedBackup",
                text("DBClusterIdentifier", backup.clusterId()),
                text("DBClusterArn", clusterArn),
                text("DbClusterResourceId", backup.id()),
                text("Status", "retained"),
                text("Engine", ENGINE),
                text("EngineVersion", backup.engineVersion()),
                text("EngineMode", "provisioned"),
                text("MasterUsername", AuroraServer.MASTER),
                text("AllocatedStorage", String.valueOf(backup.sizeInGiB())),
                time("ClusterCreateTime", createdAt(backup)),
                element(
                        "RestoreWindow",
                        time("EarliestTime", createdAt(backup)),
                        time("LatestTime", backup.createdAt())),
                text("StorageEncrypted", String.valueOf(backup.kmsKeyId() != null)));
    }

    static String version(EngineVersions.Version version, List<EngineVersions.Version> all) {
        List<String> upgrades = all.stream()
                .skip(all.indexOf(version) + 1L)
                .filter(EngineVersions.Version::available)
                .map(later -> element(
                        "UpgradeTarget",
                        text("Engine", ENGINE),
                        text("EngineVersion", later.number()),
                        text("AutoUpgrade", "false"),
                        text(
                                "IsMajorVersionUpgrade",
                                String.valueOf(!later.major().equals(version.major())))))
                .toList();
        return element(
                "DBEngineVersion",
                text("Engine", ENGINE),
                text("MajorEngineVersion", version.major()),
                text("EngineVersion", version.number()),
                text("DBParameterGroupFamily", ENGINE + version.major()),
                text(
                        "DBEngineVersionDescription",
                        "Aurora PostgreSQL (Compatible with PostgreSQL " + version.number() + ")"),
                text("Status", version.available() ? "available" : "deprecated"),
                list("SupportedEngineModes", List.of(text("member", "provisioned"))),
                list("ValidUpgradeTarget", upgrades));
    }
}
