package lib.rehearsal.database;


import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.Page;

/** The operations of RDS in one account, all of which only read, with what the tool reads of each answer. */
public final class RdsApi {
    private static final int PAGE = 100;
    private static final String ENGINE = "aurora-postgresql";
    private static final Set<String> PARAMETERS = Set.of(
            "Action",
            "Version",
            "Marker",
            "DBClusterIdentifier",
            "DBClusterSnapshotIdentifier",
            "SnapshotType",
            "Engine");

    private final AuroraClusters aurora;

    public RdsApi(AuroraClusters aurora) {
        this.aurora = aurora;
    }

    /** @throws AwsError if RDS would return an error, or if the operation is not implemented */
    public JsonObject handle(String operation, JsonObject form) {
        for (String name : form.keySet()) {
            if (!PARAMETERS.contains(name)) { // what is ignored would return too much
                throw new AwsError(400, "InvalidParameterValue", "The embedded AWS does not implement " + name + ".");
            }
        }
        return switch (operation) {
            case "DescribeDBClusters" -> page(form, "DBClusters", clusters(form));
            case "DescribeDBClusterSnapshots" -> page(form, "DBClusterSnapshots", snapshots(form));
            case "DescribeDBClusterAutomatedBackups" -> page(form, "DBClusterAutomatedBackups", backups());
            case "DescribeDBEngineVersions" -> page(form, "DBEngineVersions", versions(form));
            default ->
                throw new AwsError(400, "InvalidAction", "The embedded AWS does not implement RDS " + operation + ".");
        };
    }

    private List<JsonObject> clusters(JsonObject form) {
        String id = Json.string(form, "DBClusterIdentifier").orElse(null);
        List<JsonObject> clusters = aurora.all().stream()
                .filter(cluster -> id == null
                        || id.equals(cluster.identity().id())
                        || id.equals(cluster.identity().arn()))
                .map(RdsApi::json)
                .toList();
        if (id != null && clusters.isEmpty()) {
            throw new AwsError(404, "DBClusterNotFoundFault", "DBCluster " + id + " not found.");
        }
        return clusters;
    }

    private static JsonObject json(DbCluster cluster) {
        DbCluster.Identity identity = cluster.identity();
        boolean hasSecret = identity.secretArn() != null && !cluster.instances().isEmpty();
        return Json.object(
                "DBClusterIdentifier", identity.id(),
                "DBClusterArn", identity.arn(),
                "Status", cluster.status(),
                "Engine", ENGINE,
                "EngineVersion", identity.engineVersion(),
                "Endpoint", identity.host(),
                "Port", identity.port(),
                "ServerlessV2ScalingConfiguration", Json.object(
                        "MinCapacity", identity.minCapacity(),
                        "MaxCapacity", identity.maxCapacity()),
                "MasterUserSecret", hasSecret
                        ? Json.object(
                                "SecretArn", identity.secretArn(),
                                "SecretStatus", cluster.isSecretActive() ? "active" : "creating")
                        : null);
    }

    private List<JsonObject> snapshots(JsonObject form) {
        String id = Json.string(form, "DBClusterSnapshotIdentifier").orElse(null);
        String type = Json.string(form, "SnapshotType").orElse(null);
        List<JsonObject> snapshots = aurora.snapshots().all().stream()
                .filter(each -> id == null
                        || id.equals(each.id())
                        || id.equals(aurora.snapshots().arn(each)))
                .filter(each -> type == null || type.equals(each.type()))
                .map(this::json)
                .toList();
        if (id != null && snapshots.isEmpty()) {
            throw new AwsError(404, "DBClusterSnapshotNotFoundFault", "DBClusterSnapshot " + id + " not found.");
        }
        return snapshots;
    }

    private JsonObject json(ClusterSnapshot snapshot) {
        return Json.object(
                "DBClusterSnapshotIdentifier", snapshot.id(),
                "DBClusterSnapshotArn", aurora.snapshots().arn(snapshot),
                "DBClusterIdentifier", snapshot.clusterId(),
                "SnapshotCreateTime", Json.iso(snapshot.createdAt()),
                "Engine", ENGINE,
                "EngineVersion", snapshot.engineVersion(),
                "Status", snapshot.status(),
                "PercentProgress", snapshot.status().equals("available") ? 100 : 40,
                "SnapshotType", snapshot.type(),
                "AllocatedStorage", snapshot.sizeInGiB(),
                "StorageEncrypted", snapshot.kmsKeyId() != null,
                "KmsKeyId", snapshot.kmsKeyId());
    }

    private List<JsonObject> backups() {
        return aurora.snapshots().backups().stream()
                .map(each -> Json.object("DBClusterIdentifier", each.clusterId(), "Status", "retained"))
                .toList();
    }

    private List<JsonObject> versions(JsonObject form) {
        String engine = Json.string(form, "Engine").orElse(ENGINE);
        return aurora.engineVersions().stream()
                .filter(version -> engine.equals(ENGINE))
                .map(version -> Json.object("Engine", ENGINE, "EngineVersion", version))
                .toList();
    }

    private static JsonObject page(JsonObject form, String list, List<JsonObject> elements) {
        return Page.of(elements, PAGE, form, "Marker").json(list, "Marker");
    }
}
