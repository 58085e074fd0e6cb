package lib.rehearsal.dms;

import com.google.gson.JsonObject;
import lib.rehearsal.database.FullLoad;
import lib.rehearsal.wire.Json;

/** A homogeneous data migration. Guarded by the account's clock. */
final class DataMigration {
    /**
     * What CreateDataMigration was asked for.
     *
     * @param role ARN of the service role
     * @param schema of the one table
     */
    record Request(String name, MigrationProject project, String role, String schema, String table) {}

    final String arn;
    final Request request;
    DataMigrationStatus status = DataMigrationStatus.CREATING;
    /** Null: none. */
    String failure;
    /** Null: none yet. */
    FullLoad load;
    /** Events of an operation that another has replaced do nothing. */
    int operation;

    DataMigration(String arn, Request request) {
        this.arn = arn;
        this.request = request;
    }

    /** Returns it as the API does, as far as the tool reads it. */
    JsonObject json(DataMigrationStatus.Style style) {
        FullLoad.Progress progress = load == null ? FullLoad.Progress.NONE : load.progress();
        return Json.object(
                "DataMigrationName", request.name,
                "DataMigrationArn", arn,
                "ServiceAccessRoleArn", request.role,
                "MigrationProjectArn", request.project.arn(),
                "DataMigrationType", "full-load",
                "DataMigrationStatistics", load == null ? null : statistics(progress),
                "DataMigrationStatus", status.text(style),
                "LastFailureMessage", failure);
    }

    private static JsonObject statistics(FullLoad.Progress progress) {
        return Json.object(
                "TablesLoaded", progress.loaded(),
                "TablesErrored", progress.errored(),
                "FullLoadPercentage", progress.percentage());
    }
}
