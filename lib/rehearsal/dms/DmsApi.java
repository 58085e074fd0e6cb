package lib.rehearsal.dms;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/**
 * The operations on homogeneous data migrations, with the errors that the API's model names for each: full loads of one
 * table into an existing one. What a role that cannot be assumed causes at CreateDataMigration, and that wrong
 * selection rules are rejected there, is an assumption. Guarded by the account's clock.
 */
public final class DmsApi {
    private static final List<String> NAMING = List.of(
            "DataMigrationName", "MigrationProjectIdentifier", "SelectionRules", "ServiceAccessRoleArn");
    private static final Pattern NAME = Pattern.compile("(?!.*--)[a-zA-Z][a-zA-Z0-9-]{0,254}(?<!-)");
    /** What every data migration here must be: without TargetDataSettings DMS deletes everything in the target. */
    private static final JsonObject IMPLEMENTED = Json.parse(
            """
            {"DataMigrationType": "full-load", "EnableCloudwatchLogs": true, "NumberOfJobs": 1,
             "TargetDataSettings": [{"TablePreparationMode": "do-nothing"}]}
            """);

    private final Dms dms;
    private DataMigrationStatus.Style style = DataMigrationStatus.Style.LOWER;

    public DmsApi(Dms dms) {
        this.dms = dms;
    }

    /** Sets how the API writes a status, whose spelling is not documented. */
    public void setStatusStyle(DataMigrationStatus.Style style) {
        this.style = style;
    }

    /** @throws AwsError if DMS would return an error, or if the operation is not implemented */
    public JsonObject handle(String operation, JsonObject parameters, Instant now) {
        return switch (operation) {
            case "CreateDataMigration" -> answer(create(parameters, now));
            case "StartDataMigration" -> answer(start(parameters, now));
            case "StopDataMigration" -> answer(stop(parameters, now));
            case "DeleteDataMigration" -> answer(delete(parameters, now));
            case "DescribeDataMigrations" -> describe(parameters);
            default ->
                throw new AwsError(
                        400, "UnknownOperationException", "The embedded AWS does not implement DMS " + operation + ".");
        };
    }

    private JsonObject answer(DataMigration migration) {
        return Json.object("DataMigration", migration.json(style));
    }

    private DataMigration create(JsonObject parameters, Instant now) {
        String arn = required(parameters, "MigrationProjectIdentifier");
        MigrationProject project = dms.project(arn)
                .orElseThrow(() -> notFound("The migration project " + arn + " does not exist."));
        String name = required(parameters, "DataMigrationName");
        if (!NAME.matcher(name).matches()) {
            throw invalid("The parameter DataMigrationName is not a valid identifier: " + name);
        }
        if (dms.migrations().stream().anyMatch(each -> each.request.name().equals(name))) {
            throw new AwsError(
                    400, "ResourceAlreadyExistsFault", "A data migration with the name " + name + " already exists.");
        }
        JsonObject others = parameters.deepCopy();
        NAMING.forEach(others::remove);
        if (!others.equals(IMPLEMENTED)) {
            throw invalid("The embedded AWS implements " + IMPLEMENTED + " only.");
        }
        String role = required(parameters, "ServiceAccessRoleArn");
        dms.problemOfRole(role).ifPresent(problem -> {
            throw new AwsError(400, "FailedDependencyFault", problem);
        });
        JsonObject table = selectedTable(required(parameters, "SelectionRules"));
        return dms.create(
                new DataMigration.Request(
                        name,
                        project,
                        role,
                        required(table, "schema-name"),
                        required(table, "table-name")),
                now);
    }

    /** Returns the object locator of the one selection rule (dm-migrating-data-selectionrules). */
    private static JsonObject selectedTable(String rules) {
        try {
            List<JsonElement> list = Json.list(Json.parse(rules), "rules");
            if (list.size() != 1) {
                throw invalid("The embedded AWS implements a single selection rule.");
            }
            JsonObject rule = list.get(0).getAsJsonObject();
            expect(rule, "rule-type", "selection");
            expect(rule, "rule-action", "include"); // the only one
            required(rule, "rule-id");
            required(rule, "rule-name");
            return Json.child(rule, "object-locator");
        } catch (JsonParseException | AwsError e) {
            throw new AwsError(400, "InvalidOperationFault", "Invalid selection rules: " + e.getMessage());
        }
    }

    private DataMigration start(JsonObject parameters, Instant now) {
        DataMigration migration = find(parameters);
        expect(parameters, "StartType", "start-replication");
        require(migration, "started", DataMigrationStatus.READY);
        dms.start(migration, now);
        return migration;
    }

    private DataMigration stop(JsonObject parameters, Instant now) {
        DataMigration migration = find(parameters);
        require(migration, "stopped", DataMigrationStatus.STARTING, DataMigrationStatus.LOAD_RUNNING);
        dms.stop(migration, now);
        return migration;
    }

    private DataMigration delete(JsonObject parameters, Instant now) {
        DataMigration migration = find(parameters);
        require(
                migration,
                "deleted",
                DataMigrationStatus.READY,
                DataMigrationStatus.STOPPED,
                DataMigrationStatus.FAILED);
        dms.delete(migration, now);
        return migration;
    }

    private void require(DataMigration migration, String participle, DataMigrationStatus... allowed) {
        if (!List.of(allowed).contains(migration.status)) {
            throw new AwsError(
                    400,
                    "InvalidResourceStateFault",
                    "The data migration " + migration.request.name() + " cannot be " + participle
                            + " while its status is " + migration.status.text(style) + ".");
        }
    }

    /** The documentation names no filters. */
    private JsonObject describe(JsonObject parameters) {
        if (parameters.size() > 0) {
            throw invalid("The embedded AWS lists all data migrations, without " + parameters + ".");
        }
        return Json.object(
                "DataMigrations", dms.migrations().stream().map(each -> each.json(style)).toList());
    }

    private DataMigration find(JsonObject parameters) {
        String identifier = required(parameters, "DataMigrationIdentifier");
        return dms.migrations().stream()
                .filter(each ->
                        each.arn.equals(identifier) || each.request.name().equals(identifier))
                .findFirst()
                .orElseThrow(() -> notFound("The data migration " + identifier + " does not exist."));
    }

    private static String required(JsonObject parameters, String name) {
        return Json.string(parameters, name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> AwsError.validation("1 validation error detected: Value null at '" + name
                        + "' failed to satisfy constraint: Member must not be null"));
    }

    /** Checks a parameter of which only one value is implemented. */
    private static void expect(JsonObject parameters, String name, String value) {
        if (!required(parameters, name).equals(value)) {
            throw invalid("The embedded AWS implements " + name + " " + value + " only.");
        }
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }

    private static AwsError notFound(String message) {
        return new AwsError(400, "ResourceNotFoundFault", message);
    }
}
