package lib.aws;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import lib.retry.Retrier;
import lib.retry.ServiceException;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.DataMigration;
import software.amazon.awssdk.services.databasemigration.model.DataMigrationStatistics;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationMigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TablePreparationMode;
import software.amazon.awssdk.services.databasemigration.model.TargetDataSetting;

/** Homogeneous data migrations of AWS DMS, each a full load of one table. */
public final class DataMigrations {
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(15);
    /** The user guide's name of the log group begins like this. */
    public static final String LOG_GROUP = "dms-data-migration-";

    /** What can be done with a data migration; the user guide lists the statuses (dm-migrating-data-statuses). */
    public enum Phase {
        /** It changes by itself. */
        CHANGING,
        /** It can be started. */
        READY,
        /** DMS creates its environment. */
        STARTING,
        /** It copies. */
        RUNNING,
        /** It has copied the table. */
        LOADED,
        /** It has ended without having copied the table. */
        ENDED,
        DELETING
    }

    /**
     * A data migration.
     *
     * @param status in the words of DMS
     * @param failure the last error, in the words of DMS; may be empty
     * @param percentage of the load
     */
    public record State(String name, String arn, String status, Phase phase, String failure, int percentage) {}

    /**
     * A new data migration.
     *
     * @param project the ARN of its migration project
     * @param role the ARN of the role with which DMS works
     * @param schema of the table
     */
    public record Definition(String name, String project, String role, String schema, String table) {
        /** The selection rules, in JSON: this table alone. */
        String rules() {
            return """
                    {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",\
                     "object-locator": {"schema-name": "%s", "table-name": "%s"}, "filters": []}]}"""
                    .formatted(schema, table);
        }
    }

    private final DatabaseMigrationClient client;
    private final Retrier retrier;

    public DataMigrations(DatabaseMigrationClient client, Retrier retrier) {
        this.client = client;
        this.retrier = retrier;
    }

    private <T> T call(Supplier<T> request) {
        return retrier.call(RETRY_LIMIT, () -> ErrorClassifier.classified(request));
    }

    /** The data migration with this name; empty if it does not exist. */
    public Optional<State> find(String name) {
        return call(() -> client.describeDataMigrationsPaginator(r -> {}).dataMigrations().stream()
                .filter(migration -> name.equals(migration.dataMigrationName()))
                .findFirst()
                .map(DataMigrations::state));
    }

    private static State state(DataMigration migration) {
        DataMigrationStatistics statistics = migration.dataMigrationStatistics() == null
                ? DataMigrationStatistics.builder().build()
                : migration.dataMigrationStatistics();
        String failure = migration.lastFailureMessage() == null ? "" : migration.lastFailureMessage();
        return new State(
                migration.dataMigrationName(),
                migration.dataMigrationArn(),
                migration.dataMigrationStatus(),
                phase(migration.dataMigrationStatus(), statistics),
                failure,
                orZero(statistics.fullLoadPercentage()));
    }

    /** The API documents no constants for statuses, so their spelling is not relied on. */
    private static Phase phase(String status, DataMigrationStatistics statistics) {
        String words = status.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", " ");
        return switch (words) {
            case "ready" -> Phase.READY;
            case "starting" -> Phase.STARTING;
            case "load running", "running", "reloading target" -> Phase.RUNNING;
            case "failed" -> Phase.ENDED;
            case "deleting" -> Phase.DELETING;
            default ->
                words.startsWith("load complete") || words.equals("stopped") ? endOf(statistics) : Phase.CHANGING;
        };
    }

    private static Phase endOf(DataMigrationStatistics statistics) {
        boolean loaded = orZero(statistics.tablesLoaded()) > 0 && orZero(statistics.tablesErrored()) == 0;
        return loaded ? Phase.LOADED : Phase.ENDED;
    }

    private static int orZero(Integer value) {
        return value == null ? 0 : value;
    }

    /** Creates a data migration; one that exists already is no error. Rows in the target table stay as they are. */
    public void create(Definition migration) {
        try {
            call(() -> client.createDataMigration(r -> r.dataMigrationName(migration.name())
                    .migrationProjectIdentifier(migration.project())
                    .serviceAccessRoleArn(migration.role())
                    .dataMigrationType(MigrationTypeValue.FULL_LOAD)
                    .enableCloudwatchLogs(true)
                    .selectionRules(migration.rules())
                    .targetDataSettings(TargetDataSetting.builder()
                            .tablePreparationMode(TablePreparationMode.DO_NOTHING)
                            .build())
                    .numberOfJobs(1)));
        } catch (ServiceException e) {
            if (!(e.getCause() instanceof ResourceAlreadyExistsException)) {
                throw e;
            }
        }
    }

    /** Starts a data migration; one that has started already is no error. */
    public void start(State migration) {
        unlessInOtherState(() -> client.startDataMigration(r -> r.dataMigrationIdentifier(migration.arn())
                .startType(StartReplicationMigrationTypeValue.START_REPLICATION)));
    }

    /** Begins to stop a data migration; one that does not run is no error. */
    public void stop(State migration) {
        unlessInOtherState(() -> client.stopDataMigration(r -> r.dataMigrationIdentifier(migration.arn())));
    }

    /** Begins to delete a data migration; one that does not exist is no error. */
    public void delete(State migration) {
        unlessInOtherState(() -> client.deleteDataMigration(r -> r.dataMigrationIdentifier(migration.arn())));
    }

    /** An earlier request whose response was lost may have changed the state, which is looked at again anyway. */
    private <T> void unlessInOtherState(Supplier<T> request) {
        try {
            call(request);
        } catch (ServiceException e) {
            if (!(e.getCause() instanceof InvalidResourceStateException)
                    && !(e.getCause() instanceof ResourceNotFoundException)) {
                throw e;
            }
        }
    }
}
