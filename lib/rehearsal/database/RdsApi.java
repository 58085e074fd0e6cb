package lib.rehearsal.database;

import static lib.rehearsal.wire.QueryXml.list;
import static lib.rehearsal.wire.QueryXml.optional;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.QueryForm;
import lib.rehearsal.wire.QueryXml;

/** The operations of RDS in one account, all of which only read. */
public final class RdsApi {
    private static final int MIN_PAGE = 20, MAX_PAGE = 100;
    private static final String ENGINE = RdsXml.ENGINE;

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
                .map(RdsXml::cluster)
                .toList();
        if (id != null && clusters.isEmpty()) {
            throw new AwsError(404, "DBClusterNotFoundFault", "DBCluster " + id + " not found.");
        }
        return page(form, "DescribeDBClusters", "DBClusters", clusters);
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
                    instances.add(RdsXml.instance(instance, cluster));
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
                .map(each -> RdsXml.snapshot(each, aurora.snapshots().arn(each)))
                .toList();
        if (id != null && snapshots.isEmpty()) {
            throw new AwsError(404, "DBClusterSnapshotNotFoundFault", "DBClusterSnapshot " + id + " not found.");
        }
        return page(form, "DescribeDBClusterSnapshots", "DBClusterSnapshots", snapshots);
    }

    private AwsResponse describeBackups(JsonObject form) {
        rejectFilters(form);
        String id = Json.string(form, "DBClusterIdentifier").orElse(null);
        List<String> backups = aurora.snapshots().backups().stream()
                .filter(each -> id == null || id.equals(each.clusterId()))
                .map(each -> RdsXml.backup(each, aurora.arn(each.clusterId())))
                .toList();
        return page(form, "DescribeDBClusterAutomatedBackups", "DBClusterAutomatedBackups", backups);
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
                .map(each -> RdsXml.version(each, versions))
                .toList();
        return page(form, "DescribeDBEngineVersions", "DBEngineVersions", found);
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
