package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import lib.rehearsal.dms.DmsResources;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/** The resource types of DMS that a homogeneous data migration needs. */
final class DmsType implements ResourceType {
    private static final String PREFIX = "AWS::DMS::", SUBNET_GROUP = PREFIX + "ReplicationSubnetGroup";
    private static final Set<String> POSTGRES_SETTINGS =
            Set.of("ServerName", "Port", "DatabaseName", "SslMode", "CertificateArn");
    /** The enums of the schemas: the API's spelling of an engine, aurora-postgresql, is none of them. */
    private static final Set<String>
            ENGINES =
                    Set.of(
                            "aurora",
                            "aurora_postgresql",
                            "mysql",
                            "oracle",
                            "postgres",
                            "sqlserver",
                            "redshift",
                            "mariadb",
                            "mongodb",
                            "docdb",
                            "db2",
                            "db2_zos",
                            "sybase"),
            SSL_MODES = Set.of("none", "require", "verify-ca", "verify-full");

    private static final Set<String> DESCRIPTOR = Set.of(
            "DataProviderIdentifier",
            "DataProviderName",
            "DataProviderArn",
            "SecretsManagerSecretId",
            "SecretsManagerAccessRoleArn");

    /** Creates the resource, and returns its physical id. */
    @FunctionalInterface
    private interface Creation {
        String create(JsonObject properties, String defaultName, Instant now);
    }

    private final String type;
    private final Set<String> properties;
    private final Set<String> required;
    private final Set<String> attributes;
    private final DmsResources resources;
    private final Creation creation;
    private final Consumer<String> deletion;

    private DmsType(
            String type,
            Set<String> properties,
            Set<String> required,
            Set<String> attributes,
            DmsResources resources,
            Creation creation,
            Consumer<String> deletion) {
        this.type = type;
        this.properties = properties;
        this.required = required;
        this.attributes = attributes;
        this.resources = resources;
        this.creation = creation;
        this.deletion = deletion;
    }

    /** Returns the types by name, with the properties and attributes of their schemas. */
    static Map<String, ResourceType> all(DmsResources dms) {
        return Map.of(
                SUBNET_GROUP,
                new DmsType(
                        SUBNET_GROUP,
                        Set.of(
                                "ReplicationSubnetGroupDescription",
                                "ReplicationSubnetGroupIdentifier",
                                "SubnetIds",
                                "Tags"),
                        Set.of("ReplicationSubnetGroupDescription", "SubnetIds"),
                        Set.of(),
                        dms,
                        (properties, name, now) -> dms.createSubnetGroup(properties, name),
                        dms::deleteSubnetGroup),
                PREFIX + "InstanceProfile",
                new DmsType(
                        PREFIX + "InstanceProfile",
                        Set.of(
                                "AvailabilityZone",
                                "Description",
                                "InstanceProfileIdentifier",
                                "InstanceProfileName",
                                "KmsKeyArn",
                                "NetworkType",
                                "PubliclyAccessible",
                                "SubnetGroupIdentifier",
                                "Tags",
                                "VpcSecurityGroups"),
                        Set.of(),
                        Set.of("InstanceProfileArn", "InstanceProfileCreationTime"),
                        dms,
                        dms::createProfile,
                        dms::deleteProfile),
                PREFIX + "DataProvider",
                new DmsType(
                        PREFIX + "DataProvider",
                        Set.of(
                                "DataProviderIdentifier",
                                "DataProviderName",
                                "Description",
                                "Engine",
                                "ExactSettings",
                                "Settings",
                                "Tags"),
                        Set.of("Engine"),
                        Set.of("DataProviderArn", "DataProviderCreationTime"),
                        dms,
                        dms::createProvider,
                        dms::deleteProvider),
                PREFIX + "MigrationProject",
                new DmsType(
                        PREFIX + "MigrationProject",
                        Set.of(
                                "Description",
                                "InstanceProfileArn",
                                "InstanceProfileIdentifier",
                                "InstanceProfileName",
                                "MigrationProjectCreationTime",
                                "MigrationProjectIdentifier",
                                "MigrationProjectName",
                                "SchemaConversionApplicationAttributes",
                                "SourceDataProviderDescriptors",
                                "Tags",
                                "TargetDataProviderDescriptors",
                                "TransformationRules"),
                        Set.of(),
                        Set.of("MigrationProjectArn"),
                        dms,
                        dms::createProject,
                        dms::deleteProject));
    }

    @Override
    public Set<String> properties() {
        return properties;
    }

    @Override
    public Set<String> required() {
        return required;
    }

    @Override
    public Set<String> attributes() {
        return attributes;
    }

    @Override
    public Duration creationTime() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration deletionTime() {
        return Duration.ofSeconds(10);
    }

    @Override
    public String create(Request request, Instant now) throws ResourceFailure {
        JsonObject given = request.properties();
        checkNested(given);
        try {
            return creation.create(given, PhysicalIds.of(request), now);
        } catch (AwsError e) {
            throw failure(e);
        } catch (NumberFormatException e) {
            throw ResourceFailure.of("Properties validation failed for resource with message: "
                    + "[#/Settings/PostgreSqlSettings/Port: expected type: Integer, found: String]");
        }
    }

    private static void checkNested(JsonObject given) throws ResourceFailure {
        checkEnum(given, "Engine", ENGINES, "");
        JsonObject settings = Json.child(given, "Settings");
        checkKeys(settings, Set.of("PostgreSqlSettings"), "/Settings");
        if (settings.has("PostgreSqlSettings")) {
            JsonObject postgres = settings.getAsJsonObject("PostgreSqlSettings");
            checkKeys(postgres, POSTGRES_SETTINGS, "/Settings/PostgreSqlSettings");
            for (String name : POSTGRES_SETTINGS) {
                if (!name.equals("CertificateArn") && !postgres.has(name)) {
                    throw ResourceFailure.of("Properties validation failed for resource with message: "
                            + "[#/Settings/PostgreSqlSettings: required key [" + name + "] not found]");
                }
            }
            checkEnum(postgres, "SslMode", SSL_MODES, "/Settings/PostgreSqlSettings");
        }
        for (String list : Set.of("SourceDataProviderDescriptors", "TargetDataProviderDescriptors")) {
            for (JsonElement descriptor : Json.list(given, list)) {
                checkKeys(descriptor.getAsJsonObject(), DESCRIPTOR, "/" + list + "/0");
            }
        }
    }

    private static void checkEnum(JsonObject given, String name, Set<String> allowed, String path)
            throws ResourceFailure {
        if (given.has(name) && !allowed.contains(given.get(name).getAsString())) {
            throw ResourceFailure.of("Properties validation failed for resource with message: #" + path + "/" + name
                    + ": failed validation constraint for keyword [enum]");
        }
    }

    private static void checkKeys(JsonObject given, Set<String> known, String path) throws ResourceFailure {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw ResourceFailure.of("Properties validation failed for resource with message: [#" + path
                        + ": extraneous key [" + name + "] is not permitted]");
            }
        }
    }

    @Override
    public Optional<JsonElement> attribute(String physicalId, String name) {
        String value = name.endsWith("Arn")
                ? physicalId
                : resources.creationTime(physicalId).toString();
        return Optional.of(new JsonPrimitive(value));
    }

    @Override
    public void delete(String physicalId, boolean withSnapshot, Instant now) throws ResourceFailure {
        try {
            deletion.accept(physicalId);
        } catch (AwsError e) {
            throw failure(e);
        }
    }

    /** The subnet group is older than resource handlers, and its failures have another form. */
    private ResourceFailure failure(AwsError error) {
        if (type.equals(SUBNET_GROUP)) {
            return ResourceFailure.of(error.getMessage()
                    + " (Service: AWSDatabaseMigrationService; Status Code: 400; Error Code: " + error.code()
                    + "; Request ID: " + UUID.randomUUID() + "; Proxy: null)");
        }
        String code =
                switch (error.code()) {
                    case "AccessDeniedFault" -> "AccessDenied";
                    case "ResourceAlreadyExistsFault" -> "AlreadyExists";
                    case "ResourceNotFoundFault" -> "NotFound";
                    case "ResourceQuotaExceededFault" -> "ServiceLimitExceeded";
                    case "InvalidResourceStateFault" -> "ResourceConflict";
                    default -> "InvalidRequest";
                };
        return ResourceFailure.ofService("DatabaseMigration", 400, code, error.getMessage());
    }
}
