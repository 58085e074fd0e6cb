package lib.rehearsal.dms;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import lib.rehearsal.database.FullLoad;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;

/**
 * The operations on homogeneous data migrations, with the errors that the API's model names for each. What a role that
 * cannot be assumed causes at CreateDataMigration is an assumption. Guarded by the account's clock.
 */
public final class DmsApi {
    private static final int MIN_PAGE = 20, MAX_PAGE = 100, MAX_JOBS = 50;
    private static final Set<String> CREATE_PARAMETERS = Set.of(
            "DataMigrationName",
            "DataMigrationType",
            "EnableCloudwatchLogs",
            "MigrationProjectIdentifier",
            "NumberOfJobs",
            "SelectionRules",
            "ServiceAccessRoleArn",
            "Tags",
            "TargetDataSettings");
    private static final Set<String> DESCRIBE_PARAMETERS =
            Set.of("MaxRecords", "Marker", "WithoutSettings", "WithoutStatistics");

    private final Dms dms;
    private final List<DataMigration> migrations;
    private int pageSize = MAX_PAGE;
    private int quota = 600, projectQuota = 10, runningQuota = 100; // CHAP_Limits
    private DataMigrationStatus.Style style = DataMigrationStatus.Style.LOWER;

    DmsApi(Dms dms, List<DataMigration> migrations) {
        this.dms = dms;
        this.migrations = migrations;
    }

    /** Sets how the API writes a status: lower, upper or console. */
    public void setStatusStyle(String name) {
        style = Json.as(StyleSetting.class, Json.object("style", name)).style();
    }

    private record StyleSetting(DataMigrationStatus.Style style) {
        StyleSetting {
            if (style == null) {
                throw new IllegalArgumentException("a status is written as lower, upper or console");
            }
        }
    }

    /** Sets the maximum number of data migrations in a page. */
    public void setPageSize(int size) {
        pageSize = size;
    }

    /** Sets the maximum number of data migrations in the account. */
    public void setQuota(int quota) {
        this.quota = quota;
    }

    /** @throws AwsError if DMS would return an error, or if the operation is not implemented */
    public AwsResponse handle(String operation, JsonObject parameters, Instant now) {
        JsonObject result =
                switch (operation) {
                    case "CreateDataMigration" -> answer(create(parameters, now), now);
                    case "StartDataMigration" -> answer(start(parameters, now), now);
                    case "StopDataMigration" -> answer(stop(parameters, now), now);
                    case "DeleteDataMigration" -> answer(delete(parameters, now), now);
                    case "DescribeDataMigrations" -> describe(parameters, now);
                    default ->
                        throw new AwsError(
                                400,
                                "UnknownOperationException",
                                "The embedded AWS does not implement DMS " + operation + ".");
                };
        return AwsResponse.json(200, AwsService.DMS.contentType(), result);
    }

    private JsonObject answer(DataMigration migration, Instant now) {
        return Json.object("DataMigration", migration.json(style, true, true, now));
    }

    private DataMigration create(JsonObject parameters, Instant now) {
        rejectOthers(parameters, CREATE_PARAMETERS);
        String project = dms.resources()
                .project(required(parameters, "MigrationProjectIdentifier"))
                .arn();
        String type = required(parameters, "DataMigrationType");
        if (!type.equals("full-load")) {
            throw DmsResources.invalid("The embedded AWS implements the type full-load only, not " + type + ".");
        }
        String name = Json.string(parameters, "DataMigrationName").orElse("data-migration-" + UUID.randomUUID());
        if (!DmsResources.isName(name)) {
            throw DmsResources.invalid("The parameter DataMigrationName is not a valid identifier: " + name);
        }
        if (migrations.stream().anyMatch(each -> each.request.name().equals(name))) {
            throw DmsResources.alreadyExists("A data migration with the name " + name + " already exists.");
        }
        checkQuota("data migrations", migrations.size(), quota);
        checkQuota(
                "data migrations in a migration project",
                migrations.stream()
                        .filter(each -> each.request.project().equals(project))
                        .count(),
                projectQuota);
        String role = required(parameters, "ServiceAccessRoleArn");
        dms.checkTrust(role);
        String rules = Json.string(parameters, "SelectionRules").orElse(null);
        DataMigration migration = new DataMigration(
                dms.resources().newArn("data-migration", now),
                new DataMigration.Request(
                        name,
                        project,
                        role,
                        type,
                        jobs(parameters),
                        isTrue(parameters, "EnableCloudwatchLogs"),
                        rules,
                        SelectionRules.parse(rules),
                        preparation(parameters),
                        parameters.has("TargetDataSettings")),
                now);
        migrations.add(migration);
        dms.create(migration, now);
        return migration;
    }

    private static int jobs(JsonObject parameters) {
        int jobs = Json.member(parameters, "NumberOfJobs")
                .map(JsonElement::getAsInt)
                .orElse(1);
        if (jobs < 1 || jobs > MAX_JOBS) {
            throw DmsResources.invalid("The number of jobs must be between 1 and " + MAX_JOBS + ".");
        }
        return jobs;
    }

    private static FullLoad.Preparation preparation(JsonObject parameters) {
        List<JsonElement> settings = Json.list(parameters, "TargetDataSettings");
        if (settings.size() > 1) {
            throw DmsResources.invalid("TargetDataSettings must not have more than one element.");
        }
        String mode = settings.isEmpty()
                ? null
                : Json.string(settings.get(0).getAsJsonObject(), "TablePreparationMode")
                        .orElse(null);
        return FullLoad.Preparation.of(mode)
                .orElseThrow(() -> DmsResources.invalid("There is no table preparation mode " + mode + "."));
    }

    /** A new migration is started, an ended one is reloaded; a full load cannot resume. */
    private DataMigration start(JsonObject parameters, Instant now) {
        DataMigration migration = find(parameters);
        String startType = required(parameters, "StartType");
        switch (startType) {
            case "start-replication" -> require(migration, migration.status == DataMigrationStatus.READY, "started");
            case "reload-target" -> require(migration, migration.status.isEnded(), "reloaded");
            case "resume-processing" ->
                throw new AwsError(400, "InvalidOperationFault", "A data migration of type full-load cannot resume.");
            default -> throw DmsResources.invalid("There is no start type " + startType + ".");
        }
        checkQuota(
                "data migrations that run at one time",
                migrations.stream().filter(each -> each.status.isRunning()).count(),
                runningQuota);
        dms.start(migration, startType.equals("reload-target"), now);
        return migration;
    }

    private DataMigration stop(JsonObject parameters, Instant now) {
        DataMigration migration = find(parameters);
        require(migration, migration.status.isRunning(), "stopped");
        dms.stop(migration, now);
        return migration;
    }

    private DataMigration delete(JsonObject parameters, Instant now) {
        DataMigration migration = find(parameters);
        boolean deletable = migration.status == DataMigrationStatus.READY || migration.status.isEnded();
        require(migration, deletable, "deleted");
        dms.delete(migration, now);
        return migration;
    }

    private void require(DataMigration migration, boolean allowed, String participle) {
        if (!allowed) {
            throw new AwsError(
                    400,
                    "InvalidResourceStateFault",
                    "The data migration " + migration.request.name() + " cannot be " + participle
                            + " while its status is " + migration.status.text(style) + ".");
        }
    }

    /** The documentation names no filters. */
    private JsonObject describe(JsonObject parameters, Instant now) {
        rejectOthers(parameters, DESCRIBE_PARAMETERS);
        int requested =
                Json.member(parameters, "MaxRecords").map(JsonElement::getAsInt).orElse(MAX_PAGE);
        if (requested < MIN_PAGE || requested > MAX_PAGE) {
            throw DmsResources.invalid("MaxRecords must be between " + MIN_PAGE + " and " + MAX_PAGE + ".");
        }
        String marker = Json.string(parameters, "Marker").orElse("from-0");
        if (!marker.matches("from-\\d{1,9}")) {
            throw DmsResources.invalid("Invalid Marker.");
        }
        int from = Integer.parseInt(marker.substring("from-".length()));
        List<JsonObject> page = new ArrayList<>();
        migrations.stream()
                .skip(from)
                .limit(Math.min(requested, pageSize))
                .forEach(each -> page.add(each.json(
                        style, !isTrue(parameters, "WithoutSettings"), !isTrue(parameters, "WithoutStatistics"), now)));
        int next = from + page.size();
        return Json.object("DataMigrations", page, "Marker", next < migrations.size() ? "from-" + next : null);
    }

    private DataMigration find(JsonObject parameters) {
        String identifier = required(parameters, "DataMigrationIdentifier");
        return migrations.stream()
                .filter(each ->
                        each.arn.equals(identifier) || each.request.name().equals(identifier))
                .findFirst()
                .orElseThrow(() -> DmsResources.notFound("The data migration " + identifier + " does not exist."));
    }

    private static void checkQuota(String resources, long existing, int max) {
        if (existing >= max) {
            throw new AwsError(
                    400, "ResourceQuotaExceededFault", "The quota of " + max + " " + resources + " is exceeded.");
        }
    }

    private static String required(JsonObject parameters, String name) {
        return Json.string(parameters, name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new AwsError(
                        400,
                        "ValidationException",
                        "1 validation error detected: Value null at '" + name
                                + "' failed to satisfy constraint: Member must not be null"));
    }

    /** What is ignored would be done by AWS. */
    private static void rejectOthers(JsonObject parameters, Set<String> implemented) {
        for (String name : parameters.keySet()) {
            if (!implemented.contains(name)) {
                throw DmsResources.invalid("The embedded AWS does not implement " + name + " here.");
            }
        }
    }

    private static boolean isTrue(JsonObject parameters, String name) {
        return Json.member(parameters, name).map(JsonElement::getAsBoolean).orElse(false);
    }
}
