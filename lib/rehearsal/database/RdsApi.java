package lib.rehearsal.database;

import static lib.rehearsal.wire.QueryXml.element;
import static lib.rehearsal.wire.QueryXml.list;
import static lib.rehearsal.wire.QueryXml.optional;
import static lib.rehearsal.wire.QueryXml.text;
import static lib.rehearsal.wire.QueryXml.time;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.QueryXml;

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
    public AwsResponse handle(String operation, JsonObject form) {
        for (String name : form.keySet()) {
            if (!PARAMETERS.contains(name)) { // what is ignored would return too much
                throw new AwsError(400, "InvalidParameterValue", "The embedded AWS does not implement " + name + ".");
            }
        }
        return switch (operation) {
            case "DescribeDBClusters" -> page(form, operation, "DBClusters", clusters(form));
            case "DescribeDBClusterSnapshots" -> page(form, operation, "DBClusterSnapshots", snapshots(form));
            case "DescribeDBClusterAutomatedBackups" -> page(form, operation, "DBClusterAutomatedBackups", backups());
            case "DescribeDBEngineVersions" -> page(form, operation, "DBEngineVersions", versions(form));
            default ->
                throw new AwsError(400, "InvalidAction", "The embedded AWS does not implement RDS " + operation + ".");
        };
    }

    private List<String> clusters(JsonObject form) {
        String id = Json.string(form, "DBClusterIdentifier").orElse(null);
        List<String> clusters = aurora.all().stream()
                .filter(cluster -> id == null
                        || id.equals(cluster.identity().id())
                        || id.equals(cluster.identity().arn()))
                .map(RdsApi::xml)
                .toList();
        if (id != null && clusters.isEmpty()) {
            throw new AwsError(404, "DBClusterNotFoundFault", "DBCluster " + id + " not found.");
        }
        return clusters;
    }

    private static String xml(DbCluster cluster) {
        DbCluster.Identity identity = cluster.identity();
        boolean hasSecret = identity.secretArn() != null && !cluster.instances().isEmpty();
        return element(
                "DBCluster",
                text("DBClusterIdentifier", identity.id()),
                text("DBClusterArn", identity.arn()),
                text("Status", cluster.status()),
                text("Engine", ENGINE),
                text("EngineVersion", identity.engineVersion()),
                text("Endpoint", identity.host()),
                text("Port", String.valueOf(identity.port())),
                element(
                        "ServerlessV2ScalingConfiguration",
                        text("MinCapacity", String.valueOf(identity.minCapacity())),
                        text("MaxCapacity", String.valueOf(identity.maxCapacity()))),
                hasSecret
                        ? element(
                                "MasterUserSecret",
                                text("SecretArn", identity.secretArn()),
                                text("SecretStatus", cluster.isSecretActive() ? "active" : "creating"))
                        : "");
    }

    private List<String> snapshots(JsonObject form) {
        String id = Json.string(form, "DBClusterSnapshotIdentifier").orElse(null);
        String type = Json.string(form, "SnapshotType").orElse(null);
        List<String> snapshots = aurora.snapshots().all().stream()
                .filter(each -> id == null
                        || id.equals(each.id())
                        || id.equals(aurora.snapshots().arn(each)))
                .filter(each -> type == null || type.equals(each.type()))
                .map(this::xml)
                .toList();
        if (id != null && snapshots.isEmpty()) {
            throw new AwsError(404, "DBClusterSnapshotNotFoundFault", "DBClusterSnapshot " + id + " not found.");
        }
        return snapshots;
    }

    private String xml(ClusterSnapshot snapshot) {
        return element(
                "DBClusterSnapshot",
                text("DBClusterSnapshotIdentifier", snapshot.id()),
                text("DBClusterSnapshotArn", aurora.snapshots().arn(snapshot)),
                text("DBClusterIdentifier", snapshot.clusterId()),
                time("SnapshotCreateTime", snapshot.createdAt()),
                text("Engine", ENGINE),
                text("EngineVersion", snapshot.engineVersion()),
                text("Status", snapshot.status()),
                text("PercentProgress", snapshot.status().equals("available") ? "100" : "40"),
                text("SnapshotType", snapshot.type()),
                text("AllocatedStorage", String.valueOf(snapshot.sizeInGiB())),
                text("StorageEncrypted", String.valueOf(snapshot.kmsKeyId() != null)),
                optional("KmsKeyId", snapshot.kmsKeyId()));
    }

    private List<String> backups() {
        return aurora.snapshots().backups().stream()
                .map(each -> element(
                        "DBClusterAutomatedBackup",
                        text("DBClusterIdentifier", each.clusterId()),
                        text("Status", "retained")))
                .toList();
    }

    private List<String> versions(JsonObject form) {
        String engine = Json.string(form, "Engine").orElse(ENGINE);
        return aurora.engineVersions().available().stream()
                .filter(version -> engine.equals(ENGINE))
                .map(version -> element("DBEngineVersion", text("Engine", ENGINE), text("EngineVersion", version)))
                .toList();
    }

    private static AwsResponse page(JsonObject form, String operation, String list, List<String> elements) {
        int from = Json.string(form, "Marker").map(Integer::parseInt).orElse(0);
        List<String> page = elements.stream().skip(from).limit(PAGE).toList();
        int next = from + page.size();
        return QueryXml.ok(
                AwsService.RDS,
                operation,
                list(list, page),
                optional("Marker", next < elements.size() ? String.valueOf(next) : null));
    }
}
