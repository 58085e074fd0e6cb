package lib.rehearsal.database;

import static lib.rehearsal.wire.QueryXml.element;
import static lib.rehearsal.wire.QueryXml.list;
import static lib.rehearsal.wire.QueryXml.optional;
import static lib.rehearsal.wire.QueryXml.text;
import static lib.rehearsal.wire.QueryXml.time;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.QueryForm;
import lib.rehearsal.wire.QueryXml;

/** The operations of RDS in one account, all of which only read. */
public final class RdsApi {
    private static final int MIN_PAGE = 20, MAX_PAGE = 100;
    private static final String ENGINE = "aurora-postgresql";

    private final AuroraClusters aurora;

    public RdsApi(AuroraClusters aurora) {
        this.aurora = aurora;
    }

    /** @throws AwsError if RDS would return an error, or if the operation is not implemented */
    public AwsResponse handle(String operation, JsonObject form) {
        return switch (operation) {
            case "DescribeDBClusters" -> describeClusters(form);
            case "DescribeDBInstances" -> describeInstances(form);
            case "DescribeDBClusterSnapshots" -> describeSnapshots(form);
            case "DescribeDBClusterAutomatedBackups" -> describeBackups(form);
            case "DescribeDBEngineVersions" -> describeVersions(form);
            default ->
                throw new AwsError(400, "InvalidAction", "The embedded AWS does not implement RDS " + operation + ".");
        };
    }

    private AwsResponse describeClusters(JsonObject form) {
        rejectFilters(form);
        String id = Json.string(form, "DBClusterIdentifier").orElse(null);
        List<String> clusters = aurora.all().stream()
                .filter(cluster -> cluster.state() != DbCluster.State.GONE)
                .filter(cluster -> id == null
                        || id.equals(cluster.identity().id())
                        || id.equals(cluster.identity().arn()))
                .map(this::cluster)
                .toList();
        if (id != null && clusters.isEmpty()) {
            throw new AwsError(404, "DBClusterNotFoundFault", "DBCluster " + id + " not found.");
        }
        return page(form, "DescribeDBClusters", "DBClusters", clusters);
    }

    private String cluster(DbCluster cluster) {
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

    private AwsResponse describeInstances(JsonObject form) {
        Map<String, String> filters = QueryForm.pairs(form, "Filters.Filter", "Name", "Values.Value.1");
        String id = Json.string(form, "DBInstanceIdentifier").orElse(null);
        String clusterId = filters.get("db-cluster-id");
        List<String> instances = new ArrayList<>();
        for (DbCluster cluster : aurora.all()) {
            DbCluster.Identity identity = cluster.identity();
            for (String instance : cluster.instances()) {
                boolean matches = (id == null || id.equals(instance))
                        && (clusterId == null || clusterId.equals(identity.id()) || clusterId.equals(identity.arn()));
                if (matches) {
                    instances.add(element(
                            "DBInstance",
                            text("DBInstanceIdentifier", instance),
                            text("DBInstanceClass", "db.serverless"),
                            text("DBInstanceStatus", cluster.status()),
                            text("DBClusterIdentifier", identity.id()),
                            text("Engine", ENGINE),
                            text("EngineVersion", identity.engineVersion()),
                            text("PubliclyAccessible", "false"),
                            element(
                                    "Endpoint",
                                    text("Address", identity.host()),
                                    text("Port", String.valueOf(identity.port())))));
                }
            }
        }
        if (id != null && instances.isEmpty()) {
            throw new AwsError(404, "DBInstanceNotFound", "DBInstance " + id + " not found.");
        }
        return page(form, "DescribeDBInstances", "DBInstances", instances);
    }

    private AwsResponse describeSnapshots(JsonObject form) {
        rejectFilters(form);
        String id = Json.string(form, "DBClusterSnapshotIdentifier").orElse(null);
        String cluster = Json.string(form, "DBClusterIdentifier").orElse(null);
        String type = Json.string(form, "SnapshotType").orElse(null);
        List<String> snapshots = aurora.snapshots().all().stream()
                .filter(each -> id == null
                        || id.equals(each.id())
                        || id.equals(aurora.snapshots().arn(each)))
                .filter(each -> cluster == null || cluster.equals(each.clusterId()))
                .filter(each -> type == null || type.equals(each.type()))
                .map(this::snapshot)
                .toList();
        if (id != null && snapshots.isEmpty()) {
            throw new AwsError(404, "DBClusterSnapshotNotFoundFault", "DBClusterSnapshot " + id + " not found.");
        }
        return page(form, "DescribeDBClusterSnapshots", "DBClusterSnapshots", snapshots);
    }

    private String snapshot(ClusterSnapshot snapshot) {
        boolean available = snapshot.status().equals("available");
        return element(
                "DBClusterSnapshot",
                text("DBClusterSnapshotIdentifier", snapshot.id()),
                text("DBClusterSnapshotArn", aurora.snapshots().arn(snapshot)),
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

    private AwsResponse describeBackups(JsonObject form) {
        rejectFilters(form);
        String id = Json.string(form, "DBClusterIdentifier").orElse(null);
        List<String> backups = aurora.snapshots().backups().stream()
                .filter(each -> id == null || id.equals(each.clusterId()))
                .map(this::backup)
                .toList();
        return page(form, "DescribeDBClusterAutomatedBackups", "DBClusterAutomatedBackups", backups);
    }

    private String backup(ClusterSnapshot backup) {
        return element(
                "DBClusterAutomatedBackup",
                text("DBClusterIdentifier", backup.clusterId()),
                text("DBClusterArn", aurora.arn(backup.clusterId())),
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

    private AwsResponse describeVersions(JsonObject form) {
        rejectFilters(form);
        boolean all = Json.string(form, "IncludeAll").filter("true"::equals).isPresent();
        String engine = Json.string(form, "Engine").orElse(ENGINE);
        String number = Json.string(form, "EngineVersion").orElse(null);
        List<EngineVersions.Version> versions = aurora.engineVersions().all();
        List<String> found = versions.stream()
                .filter(each -> engine.equals(ENGINE))
                .filter(each -> all || each.available())
                .filter(each -> number == null || number.equals(each.number()) || number.equals(each.major()))
                .map(each -> version(each, versions))
                .toList();
        return page(form, "DescribeDBEngineVersions", "DBEngineVersions", found);
    }

    private static String version(EngineVersions.Version version, List<EngineVersions.Version> all) {
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

    /** Filters that are ignored would return too much. */
    private static void rejectFilters(JsonObject form) {
        if (form.has("Filters.Filter.1.Name")) {
            throw new AwsError(400, "InvalidParameterValue", "The embedded AWS does not implement these filters.");
        }
    }

    private static AwsResponse page(JsonObject form, String operation, String list, List<String> elements) {
        int size = Json.string(form, "MaxRecords").map(Integer::parseInt).orElse(MAX_PAGE);
        if (size < MIN_PAGE || size > MAX_PAGE) {
            throw new AwsError(
                    400,
                    "InvalidParameterValue",
                    "Invalid value " + size + " for MaxRecords. Must be between 20 and 100");
        }
        int from = Json.string(form, "Marker").map(Integer::parseInt).orElse(0);
        List<String> page = elements.stream().skip(from).limit(size).toList();
        int next = from + page.size();
        return QueryXml.ok(
                AwsService.RDS,
                operation,
                list(list, page),
                optional("Marker", next < elements.size() ? String.valueOf(next) : null));
    }
}
