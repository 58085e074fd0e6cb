package lib.rehearsal.dms;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import lib.rehearsal.database.FullLoad;
import lib.rehearsal.wire.Json;

/** A homogeneous data migration. Guarded by the account's clock. */
final class DataMigration {
    /**
     * What CreateDataMigration was asked for.
     *
     * @param project ARN
     * @param selectionRules as received; null: none
     * @param tables what to do with the target's tables
     * @param withTargetSettings whether the request said so
     */
    record Request(
            String name,
            String project,
            String role,
            String type,
            int jobs,
            boolean logs,
            String selectionRules,
            SelectionRules rules,
            FullLoad.Preparation tables,
            boolean withTargetSettings) {}

    final String arn;
    final Request request;
    final Instant createdAt;
    DataMigrationStatus status = DataMigrationStatus.CREATING;
    Instant startedAt;
    Instant endedAt;
    String failure;
    String stopReason;
    /** The last load; null: none yet. */
    FullLoad load;
    /** Events of an operation that another has replaced do nothing. */
    int operation;

    DataMigration(String arn, Request request, Instant createdAt) {
        this.arn = arn;
        this.request = request;
        this.createdAt = createdAt;
    }

    /** Returns it as the API does. Times are ISO 8601, unlike those of other services. */
    JsonObject json(DataMigrationStatus.Style style, boolean withSettings, boolean withStatistics, Instant now) {
        return Json.object(
                "DataMigrationName",
                request.name,
                "DataMigrationArn",
                arn,
                "DataMigrationCreateTime",
                time(createdAt),
                "DataMigrationStartTime",
                time(startedAt),
                "DataMigrationEndTime",
                time(endedAt),
                "ServiceAccessRoleArn",
                request.role,
                "MigrationProjectArn",
                request.project,
                "DataMigrationType",
                request.type,
                "DataMigrationSettings",
                withSettings ? settings() : null,
                "SourceDataSettings",
                List.of(),
                "TargetDataSettings",
                request.withTargetSettings
                        ? List.of(Json.object("TablePreparationMode", request.tables.text()))
                        : List.of(),
                "DataMigrationStatistics",
                withStatistics && startedAt != null ? statistics(now) : null,
                "DataMigrationStatus",
                status.text(style),
                "DataMigrationCidrBlocks",
                List.of(),
                "PublicIpAddresses",
                List.of(),
                "LastFailureMessage",
                failure,
                "StopReason",
                stopReason);
    }

    private JsonObject settings() {
        return Json.object(
                "NumberOfJobs",
                request.jobs,
                "CloudwatchLogsEnabled",
                request.logs,
                "SelectionRules",
                request.selectionRules);
    }

    private JsonObject statistics(Instant now) {
        FullLoad.Progress progress = load == null ? FullLoad.Progress.NONE : load.progress();
        Instant end = endedAt == null ? now : endedAt;
        return Json.object(
                "TablesLoaded",
                progress.loaded(),
                "TablesLoading",
                progress.loading(),
                "TablesQueued",
                progress.queued(),
                "TablesErrored",
                progress.errored(),
                "FullLoadPercentage",
                progress.percentage(),
                "ElapsedTimeMillis",
                Duration.between(startedAt, end).toMillis(),
                "StartTime",
                time(startedAt),
                "StopTime",
                time(endedAt));
    }

    private static String time(Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
