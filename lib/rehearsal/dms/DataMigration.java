package lib.rehearsal.dms;

import com.google.gson.JsonObject;
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
    /** Of the rows; null: no load has begun. */
    Integer percentage;
    /** Events of an operation that another has replaced do nothing. */
    int operation;

    DataMigration(String arn, Request request) {
        this.arn = arn;
        this.request = request;
    }

    void end(String newFailure) {
        operation++;
        status = newFailure == null ? DataMigrationStatus.STOPPED : DataMigrationStatus.FAILED;
        failure = newFailure;
    }

    /** Returns it as the API does, as far as the tool reads it. */
    JsonObject json(DataMigrationStatus.Style style) {
        return Json.object(
                "DataMigrationName", request.name,
                "DataMigrationArn", arn,
                "ServiceAccessRoleArn", request.role,
                "MigrationProjectArn", request.project.arn(),
                "DataMigrationType", "full-load",
                "DataMigrationStatistics", percentage == null ? null : statistics(),
                "DataMigrationStatus", status.text(style),
                "LastFailureMessage", failure);
    }

    private JsonObject statistics() {
        return Json.object(
                "TablesLoaded", status == DataMigrationStatus.STOPPED && percentage == Dms.ALL ? 1 : 0,
                "TablesErrored", failure == null ? 0 : 1,
                "FullLoadPercentage", percentage);
    }
}
