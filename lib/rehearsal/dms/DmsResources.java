package lib.rehearsal.dms;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.iam.IamRole;
import lib.rehearsal.iam.IamRoles;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/**
 * What a data migration refers to: replication subnet groups, instance profiles, data providers and migration projects.
 * They are created from the properties of CloudFormation, which have the names of the API's parameters. Quotas are
 * those of the user guide (CHAP_Limits). Guarded by the account's clock.
 */
public final class DmsResources {
    private static final int ID_LENGTH = 26, MIN_ZONES = 2;
    private static final int MAX_SUBNET_GROUPS = 60, MAX_PROFILES = 60, MAX_PROVIDERS = 1000, MAX_PROJECTS = 10;
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /** The API reference's constraints on names. */
    private static final String NAME = "(?!.*--)[a-zA-Z][a-zA-Z0-9-]{0,254}(?<!-)",
            SUBNET_GROUP = "[a-z0-9._ -]{1,255}";

    private static final String ENGINE = "postgres";

    record SubnetGroup(String id, List<String> subnets) {}

    /** @param subnetGroup null: the default VPC, which is not the app's */
    record InstanceProfile(
            String arn, String name, String subnetGroup, List<String> securityGroups, boolean publiclyAccessible) {}

    /** @param certificateArn null: none */
    record DataProvider(
            String arn, String name, String host, int port, String database, String sslMode, String certificateArn) {}

    /**
     * The source or the target of a project.
     *
     * @param secret ARN; null: none
     * @param role ARN of the role that reads the secret; null: none
     */
    record Descriptor(String provider, String secret, String role) {}

    record MigrationProject(String arn, String name, String profile, Descriptor source, Descriptor target) {}

    private final String region;
    private final IamRoles roles;
    private final VpcNetwork network;
    private final Map<String, SubnetGroup> subnetGroups = new LinkedHashMap<>();
    private final Map<String, InstanceProfile> profiles = new LinkedHashMap<>();
    private final Map<String, DataProvider> providers = new LinkedHashMap<>();
    private final Map<String, MigrationProject> projects = new LinkedHashMap<>();
    private final Map<String, Instant> creationTimes = new LinkedHashMap<>();
    private Predicate<String> hasMigrations = project -> false;

    DmsResources(String region, IamRoles roles, VpcNetwork network) {
        this.region = region;
        this.roles = roles;
        this.network = network;
    }

    /** Sets the test whether a project, named by its ARN, has data migrations. */
    void setHasMigrations(Predicate<String> test) {
        hasMigrations = test;
    }

    /**
     * Creates a replication subnet group.
     *
     * @return its identifier
     */
    public String createSubnetGroup(JsonObject properties, String defaultName) {
        checkVpcRole();
        String id = Json.string(properties, "ReplicationSubnetGroupIdentifier")
                .orElse(defaultName)
                .toLowerCase(Locale.ROOT);
        if (!id.matches(SUBNET_GROUP) || id.equals("default")) {
            throw invalid("The parameter ReplicationSubnetGroupIdentifier is not a valid identifier: " + id);
        }
        if (subnetGroups.containsKey(id)) {
            throw alreadyExists("The replication subnet group " + id + " already exists.");
        }
        checkQuota(subnetGroups, MAX_SUBNET_GROUPS, "replication subnet groups");
        List<String> subnets = Json.strings(properties, "SubnetIds");
        for (String subnet : subnets) {
            if (!BedrockChatStack.SUBNETS.contains(subnet)) {
                throw new AwsError(400, "InvalidSubnet", "The subnet ID " + subnet + " does not exist.");
            }
        }
        if (subnets.stream().distinct().count() < MIN_ZONES) { // each subnet of the app is in a zone of its own
            throw new AwsError(
                    400,
                    "ReplicationSubnetGroupDoesNotCoverEnoughAZs",
                    "The subnet group must contain subnets in at least two Availability Zones.");
        }
        subnetGroups.put(id, new SubnetGroup(id, subnets));
        return id;
    }

    /** What AWS checks before it makes a subnet group; the message is the one that users of CloudFormation report. */
    private void checkVpcRole() {
        Optional<IamRole> role = roles.find(IamRoles.DMS_VPC_ROLE);
        boolean usable = role.filter(each -> each.trusts("dms.amazonaws.com"))
                .filter(each -> each.managedPolicies().contains(IamRoles.DMS_VPC_POLICY))
                .isPresent();
        if (!usable) {
            throw new AwsError(
                    400,
                    "AccessDeniedFault",
                    "The IAM Role arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":role/" + IamRoles.DMS_VPC_ROLE
                            + " is not configured properly.");
        }
    }

    /**
     * Creates an instance profile.
     *
     * @return its ARN
     */
    public String createProfile(JsonObject properties, String defaultName, Instant now) {
        String name = name(properties, "InstanceProfile", defaultName);
        if (profiles.values().stream().anyMatch(each -> each.name.equals(name))) {
            throw alreadyExists("An instance profile with the name " + name + " already exists.");
        }
        checkQuota(profiles, MAX_PROFILES, "instance profiles");
        String subnetGroup = Json.string(properties, "SubnetGroupIdentifier").orElse(null);
        if (subnetGroup != null && !subnetGroups.containsKey(subnetGroup)) {
            throw notFound("The replication subnet group " + subnetGroup + " does not exist.");
        }
        List<String> groups = Json.strings(properties, "VpcSecurityGroups");
        groups.stream().filter(group -> !network.hasGroup(group)).findFirst().ifPresent(group -> {
            throw notFound("The security group " + group + " does not exist.");
        });
        String networkType = Json.string(properties, "NetworkType").orElse("IPV4");
        if (!networkType.equals("IPV4")) {
            throw invalid("The embedded AWS implements the network type IPV4 only, not " + networkType + ".");
        }
        boolean isPublic = Json.member(properties, "PubliclyAccessible")
                .map(JsonElement::getAsBoolean)
                .orElse(true); // CreateInstanceProfile's default
        String arn = newArn("instance-profile", now);
        profiles.put(arn, new InstanceProfile(arn, name, subnetGroup, groups, isPublic));
        return arn;
    }

    /**
     * Creates a data provider.
     *
     * @return its ARN
     */
    public String createProvider(JsonObject properties, String defaultName, Instant now) {
        String name = name(properties, "DataProvider", defaultName);
        String engine = Json.string(properties, "Engine").orElse("");
        if (!engine.equals(ENGINE)) { // the message that users of CloudFormation report for aurora_postgresql
            throw invalid("DMS doesn't support " + engine
                    + " database engine. Choose another database engine and try again.");
        }
        JsonObject settings = Json.child(Json.child(properties, "Settings"), "PostgreSqlSettings");
        if (settings.isEmpty()) {
            throw invalid("The settings of a data provider of the engine " + engine + " are PostgreSqlSettings.");
        }
        DataProvider provider = new DataProvider(
                newArn("data-provider", now),
                name,
                settings.get("ServerName").getAsString(),
                settings.get("Port").getAsInt(),
                settings.get("DatabaseName").getAsString(),
                settings.get("SslMode").getAsString(),
                Json.string(settings, "CertificateArn").orElse(null));
        boolean taken = providers.values().stream()
                .anyMatch(each -> each.name.equals(name)
                        || each.host.equals(provider.host) && each.database.equals(provider.database));
        if (taken) { // "only one data provider for a single database": DMS step-by-step guide
            throw alreadyExists("A data provider with the name " + name + " or for the same database already exists.");
        }
        checkQuota(providers, MAX_PROVIDERS, "data providers");
        providers.put(provider.arn, provider);
        return provider.arn;
    }

    /**
     * Creates a migration project.
     *
     * @return its ARN
     */
    public String createProject(JsonObject properties, String defaultName, Instant now) {
        String name = name(properties, "MigrationProject", defaultName);
        if (projects.values().stream().anyMatch(each -> each.name.equals(name))) {
            throw alreadyExists("A migration project with the name " + name + " already exists.");
        }
        checkQuota(projects, MAX_PROJECTS, "migration projects");
        String profile = identifier(properties, "InstanceProfile")
                .orElseThrow(() -> invalid("A migration project needs an instance profile."));
        InstanceProfile found = profiles.values().stream()
                .filter(each -> each.arn.equals(profile) || each.name.equals(profile))
                .findFirst()
                .orElseThrow(() -> notFound("The instance profile " + profile + " does not exist."));
        String arn = newArn("migration-project", now);
        projects.put(
                arn,
                new MigrationProject(
                        arn,
                        name,
                        found.arn,
                        descriptor(properties, "SourceDataProviderDescriptors"),
                        descriptor(properties, "TargetDataProviderDescriptors")));
        return arn;
    }

    private Descriptor descriptor(JsonObject properties, String name) {
        List<JsonElement> descriptors = Json.list(properties, name);
        if (descriptors.size() != 1) {
            throw invalid(name + " must name one data provider, not " + descriptors.size() + ".");
        }
        JsonObject descriptor = descriptors.get(0).getAsJsonObject();
        String provider = identifier(descriptor, "DataProvider")
                .orElseThrow(() -> invalid("A descriptor of " + name + " must name a data provider."));
        DataProvider found = providers.values().stream()
                .filter(each -> each.arn.equals(provider) || each.name.equals(provider))
                .findFirst()
                .orElseThrow(() -> notFound("The data provider " + provider + " does not exist."));
        return new Descriptor(
                found.arn,
                Json.string(descriptor, "SecretsManagerSecretId").orElse(null),
                Json.string(descriptor, "SecretsManagerAccessRoleArn").orElse(null));
    }

    /** Returns the identifier, name or ARN by which the properties refer to a resource. */
    private static Optional<String> identifier(JsonObject properties, String resource) {
        return Json.string(properties, resource + "Identifier")
                .or(() -> Json.string(properties, resource + "Arn"))
                .or(() -> Json.string(properties, resource + "Name"));
    }

    private static String name(JsonObject properties, String resource, String defaultName) {
        String name = Json.string(properties, resource + "Name")
                .or(() -> Json.string(properties, resource + "Identifier"))
                .orElse(defaultName);
        if (!name.matches(NAME)) {
            throw invalid("The parameter " + resource + "Name is not a valid identifier: " + name);
        }
        return name;
    }

    /** Deletes a replication subnet group. */
    public void deleteSubnetGroup(String id) {
        if (profiles.values().stream().anyMatch(profile -> id.equals(profile.subnetGroup))) {
            throw inUse("The replication subnet group " + id + " is used by an instance profile.");
        }
        subnetGroups.remove(id);
    }

    /** Deletes an instance profile. */
    public void deleteProfile(String arn) {
        if (projects.values().stream().anyMatch(project -> arn.equals(project.profile))) {
            throw inUse("The instance profile " + arn + " is used by a migration project.");
        }
        profiles.remove(arn);
    }

    /** Deletes a data provider. */
    public void deleteProvider(String arn) {
        if (projects.values().stream()
                .anyMatch(project -> arn.equals(project.source.provider) || arn.equals(project.target.provider))) {
            throw inUse("The data provider " + arn + " is used by a migration project.");
        }
        providers.remove(arn);
    }

    /** Deletes a migration project. */
    public void deleteProject(String arn) {
        if (hasMigrations.test(arn)) {
            throw inUse("The migration project " + arn + " has data migrations. Delete them first.");
        }
        projects.remove(arn);
    }

    /** Returns when the resource with that ARN was created. */
    public Instant creationTime(String arn) {
        return creationTimes.get(arn);
    }

    /** Returns whether an instance profile has the security group. */
    public boolean usesGroup(String group) {
        return profiles.values().stream().anyMatch(profile -> profile.securityGroups.contains(group));
    }

    /** @throws AwsError if there is no project with that name or ARN */
    MigrationProject project(String nameOrArn) {
        return projects.values().stream()
                .filter(each -> each.arn.equals(nameOrArn) || each.name.equals(nameOrArn))
                .findFirst()
                .orElseThrow(() -> notFound("The migration project " + nameOrArn + " does not exist."));
    }

    InstanceProfile profile(String arn) {
        return profiles.get(arn);
    }

    DataProvider provider(String arn) {
        return providers.get(arn);
    }

    /** Returns a new ARN of that type of resource, with the form of ARNs in the API reference. */
    String newArn(String type, Instant now) {
        StringBuilder id = new StringBuilder();
        while (id.length() < ID_LENGTH) {
            id.append(ID_ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ID_ALPHABET.length())));
        }
        String arn = BedrockChatStack.arn("dms", region, type + ":" + id);
        creationTimes.put(arn, now);
        return arn;
    }

    static boolean isName(String text) {
        return text.matches(NAME);
    }

    private static void checkQuota(Map<String, ?> existing, int max, String resources) {
        if (existing.size() >= max) {
            throw new AwsError(
                    400, "ResourceQuotaExceededFault", "The quota of " + max + " " + resources + " is exceeded.");
        }
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }

    static AwsError notFound(String message) {
        return new AwsError(400, "ResourceNotFoundFault", message);
    }

    static AwsError alreadyExists(String message) {
        return new AwsError(400, "ResourceAlreadyExistsFault", message);
    }

    private static AwsError inUse(String message) {
        return new AwsError(400, "InvalidResourceStateFault", message);
    }
}
