package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.ClusterSnapshot;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.stack.VpcNetwork;

/**
 * Subnet groups, clusters that are restored from a snapshot, and their instances, with the defaults of CloudFormation's
 * handlers (aws-cloudformation's aws-cloudformation-resource-providers-rds).
 */
final class RdsResources {
    private static final String ENGINE = "aurora-postgresql";
    /** What a cluster without a port listens on. */
    private static final int DEFAULT_PORT = 3306;

    private final AuroraClusters aurora;
    private final VpcNetwork network;
    private final SimulatedClock clock;
    private final Set<String> subnetGroups = new HashSet<>();
    private final Map<String, String> clusterOfInstance = new HashMap<>();
    /** The time from the completion of an instance until the managed secret of its cluster is active. */
    private Duration secretTime = Duration.ofSeconds(90);

    RdsResources(AuroraClusters aurora, VpcNetwork network, SimulatedClock clock) {
        this.aurora = aurora;
        this.network = network;
        this.clock = clock;
    }

    void setSecretTime(Duration time) {
        secretTime = time;
    }

    StackResources.Created createSubnetGroup(Properties properties, String name) throws ResourceFailure {
        properties.text("DBSubnetGroupDescription");
        if (!StackResources.coverTwoZones(properties.texts("SubnetIds"))) {
            throw invalid("The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Add subnets"
                    + " to cover at least 2 AZs.");
        }
        subnetGroups.add(name);
        return new StackResources.Created(name, Map.of());
    }

    void deleteSubnetGroup(String name) throws ResourceFailure {
        if (aurora.all().stream()
                .anyMatch(cluster -> cluster.identity().subnetGroup().equals(name))) {
            throw invalid("Cannot delete the subnet group '" + name + "' because at least one database instance is"
                    + " still using it.");
        }
        subnetGroups.remove(name);
    }

    boolean usesSecurityGroup(String id) {
        return aurora.all().stream()
                .anyMatch(cluster -> cluster.identity().securityGroups().contains(id));
    }

    StackResources.Created createCluster(Properties properties, String id) throws ResourceFailure {
        properties.expect("Engine", ENGINE);
        ClusterSnapshot snapshot = snapshot(properties.text("SnapshotIdentifier"));
        String version = version(properties.text("EngineVersion"), snapshot);
        int port = properties.find("Port").map(JsonElement::getAsInt).orElse(DEFAULT_PORT);
        String subnetGroup = properties.text("DBSubnetGroupName");
        if (!subnetGroups.contains(subnetGroup)) {
            throw notFound("DB subnet group '" + subnetGroup + "' does not exist.");
        }
        List<String> groups = properties.texts("VpcSecurityGroupIds");
        for (String group : groups) {
            if (!network.hasGroup(group)) {
                throw invalid("Invalid security group , groupId= " + group + ", groupName=.");
            }
        }
        Properties capacity = properties.child("ServerlessV2ScalingConfiguration");
        InetSocketAddress address = AuroraClusters.chooseAddress(port);
        DbCluster.Identity identity = new DbCluster.Identity(
                id,
                aurora.arn(id),
                address.getHostString(),
                address.getPort(),
                version,
                capacity.require("MinCapacity").getAsDouble(),
                capacity.require("MaxCapacity").getAsDouble(),
                subnetGroup,
                groups,
                snapshot.kmsKeyId(),
                properties.flag("ManageMasterUserPassword") ? aurora.managedSecret(id) : null,
                properties.flag("EnableHttpEndpoint"));
        aurora.restore(identity, network.letInAppDatabase(groups, port), snapshot.content());
        Map<String, String> attributes = new HashMap<>(Map.of(
                "DBClusterArn", identity.arn(),
                "Endpoint.Address", identity.host(),
                "Endpoint.Port", String.valueOf(identity.port())));
        if (identity.secretArn() != null) { // it is not active yet, for which the handler does not wait
            attributes.put("MasterUserSecret.SecretArn", identity.secretArn());
        }
        return new StackResources.Created(id, attributes);
    }

    private ClusterSnapshot snapshot(String id) throws ResourceFailure {
        ClusterSnapshot snapshot =
                aurora.snapshots().find(id).orElseThrow(() -> notFound("DBClusterSnapshot not found: " + id));
        if (!snapshot.status().equals("available")) {
            throw invalid("The requested DB cluster snapshot is not in the available state.");
        }
        return snapshot;
    }

    private String version(String version, ClusterSnapshot snapshot) throws ResourceFailure {
        if (!aurora.engineVersions().contains(version)) {
            throw invalid("Cannot find version " + version + " for " + ENGINE);
        }
        if (!major(version).equals(major(snapshot.engineVersion()))) {
            throw invalid("Cannot restore a snapshot of version " + snapshot.engineVersion() + " with version "
                    + version + ".");
        }
        return version;
    }

    private static String major(String version) {
        return version.split("\\.")[0];
    }

    void completeCluster(String id) throws ResourceFailure {
        DbCluster cluster = aurora.cluster(id).orElseThrow();
        try {
            cluster.awaitServer();
        } catch (SQLException e) {
            throw ResourceFailure.ofService("Rds", 500, "GeneralServiceException", e.getMessage());
        }
        cluster.setStatus("available");
    }

    void deleteCluster(String id) throws ResourceFailure {
        DbCluster cluster = aurora.cluster(id).orElseThrow();
        if (!cluster.instances().isEmpty()) {
            throw invalid("Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
        }
        aurora.delete(id);
    }

    StackResources.Created createInstance(Properties properties, String id) throws ResourceFailure {
        properties.expect("Engine", ENGINE);
        properties.expect("DBInstanceClass", "db.serverless");
        properties.expect("PubliclyAccessible", "false"); // the app's subnets are private
        String cluster = properties.text("DBClusterIdentifier");
        if (aurora.cluster(cluster).isEmpty()) {
            throw notFound("DBCluster " + cluster + " not found.");
        }
        clusterOfInstance.put(id, cluster);
        return new StackResources.Created(id, Map.of());
    }

    void completeInstance(String id, Instant now) {
        String cluster = clusterOfInstance.get(id);
        aurora.cluster(cluster).orElseThrow().addInstance(id);
        clock.schedule(now.plus(secretTime), at -> aurora.cluster(cluster)
                .filter(each -> each.identity().secretArn() != null)
                .ifPresent(each -> each.setSecretActive(true)));
    }

    void deleteInstance(String id) {
        aurora.cluster(clusterOfInstance.remove(id)).ifPresent(cluster -> cluster.removeInstance(id));
    }

    private static ResourceFailure invalid(String message) {
        return ResourceFailure.ofService("Rds", 400, "InvalidRequest", message);
    }

    private static ResourceFailure notFound(String message) {
        return ResourceFailure.ofService("Rds", 404, "NotFound", message);
    }
}
