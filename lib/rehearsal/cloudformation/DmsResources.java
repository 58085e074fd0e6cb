package lib.rehearsal.cloudformation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lib.rehearsal.dms.Dms;
import lib.rehearsal.dms.MigrationProject;
import lib.rehearsal.stack.VpcNetwork;

/** What a data migration of DMS refers to. The texts of failures are those that users of CloudFormation report. */
final class DmsResources {
    private final Dms dms;
    private final VpcNetwork network;
    private final Map<String, List<String>> groupsOfProfile = new HashMap<>();
    private final Map<String, MigrationProject.Database> providers = new HashMap<>();

    DmsResources(Dms dms, VpcNetwork network) {
        this.dms = dms;
        this.network = network;
    }

    /** The subnet group is older than resource handlers, and its failures have another form. */
    StackResources.Created createSubnetGroup(Properties properties, String name) throws ResourceFailure {
        properties.text("ReplicationSubnetGroupDescription");
        Optional<String> problem = dms.problemOfVpcRole();
        if (problem.isPresent()) {
            throw older("AccessDeniedFault", problem.get());
        }
        if (!StackResources.coverTwoZones(properties.texts("SubnetIds"))) {
            throw older(
                    "ReplicationSubnetGroupDoesNotCoverEnoughAZs",
                    "The subnet group must contain subnets in at least two Availability Zones.");
        }
        return new StackResources.Created(name, Map.of());
    }

    private static ResourceFailure older(String code, String message) {
        return ResourceFailure.of(message + " (Service: AWSDatabaseMigrationService; Status Code: 400; Error Code: "
                + code + "; Request ID: " + UUID.randomUUID() + "; Proxy: null)");
    }

    StackResources.Created createProfile(Properties properties) throws ResourceFailure {
        properties.text("SubnetGroupIdentifier");
        properties.expect("PubliclyAccessible", "false"); // by default it is public, and reaches no private subnet
        List<String> groups = properties.texts("VpcSecurityGroups");
        for (String group : groups) {
            if (!network.hasGroup(group)) {
                throw failure("NotFound", "The security group " + group + " does not exist.");
            }
        }
        String arn = dms.newArn("instance-profile");
        groupsOfProfile.put(arn, groups);
        return new StackResources.Created(arn, Map.of("InstanceProfileArn", arn));
    }

    StackResources.Created createProvider(Properties properties) throws ResourceFailure {
        properties.expect("Engine", "postgres");
        Properties settings = properties.child("Settings").child("PostgreSqlSettings");
        settings.expect("SslMode", "require"); // RDS demands TLS, and no certificate is known here
        MigrationProject.Database database = new MigrationProject.Database(
                settings.text("ServerName"),
                settings.require("Port").getAsInt(),
                settings.text("DatabaseName"));
        if (providers.containsValue(database)) { // "only one data provider for a single database": step-by-step guide
            throw failure("AlreadyExists", "A data provider for the same database already exists.");
        }
        String arn = dms.newArn("data-provider");
        providers.put(arn, database);
        return new StackResources.Created(arn, Map.of("DataProviderArn", arn));
    }

    String addRole(String name) {
        return dms.addRole(name);
    }

    void removeRole(String name) {
        dms.removeRole(name);
    }

    void deleteProvider(String arn) {
        providers.remove(arn);
    }

    StackResources.Created createProject(Properties properties) throws ResourceFailure {
        List<String> groups = groupsOfProfile.get(properties.text("InstanceProfileArn"));
        if (groups == null) {
            throw failure("NotFound", "The instance profile does not exist.");
        }
        String arn = dms.newArn("migration-project");
        dms.addProject(new MigrationProject(
                arn,
                groups,
                side(properties.children("SourceDataProviderDescriptors")),
                side(properties.children("TargetDataProviderDescriptors"))));
        return new StackResources.Created(arn, Map.of("MigrationProjectArn", arn));
    }

    private MigrationProject.Side side(List<Properties> descriptors) throws ResourceFailure {
        if (descriptors.size() != 1) {
            throw failure("InvalidRequest", "A migration project has one data provider on each side.");
        }
        Properties descriptor = descriptors.get(0);
        MigrationProject.Database database = providers.get(descriptor.text("DataProviderArn"));
        if (database == null) {
            throw failure("NotFound", "The data provider does not exist.");
        }
        Optional<String> problem = dms.problemOfRole(descriptor.text("SecretsManagerAccessRoleArn"));
        if (problem.isPresent()) {
            throw failure("AccessDenied", problem.get());
        }
        return new MigrationProject.Side(database, descriptor.text("SecretsManagerSecretId"));
    }

    void deleteProject(String arn) throws ResourceFailure {
        if (!dms.removeProject(arn)) {
            throw failure(
                    "ResourceConflict",
                    "The migration project " + arn + " has data migrations. Delete them first.");
        }
    }

    private static ResourceFailure failure(String code, String message) {
        return ResourceFailure.ofService("DatabaseMigration", 400, code, message);
    }
}
