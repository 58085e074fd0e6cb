package lib.rehearsal.dms;

import java.util.Locale;

/**
 * The statuses of a full load in the user guide (dm-migrating-data-statuses). A completed full load is stopped: "Load
 * complete" exists with ongoing replication only. Deleting is not in the list, but the description of
 * DeleteDataMigration returns the migration, which is gone some time later.
 */
public enum DataMigrationStatus {
    CREATING,
    READY,
    STARTING,
    LOAD_RUNNING,
    STOPPING,
    STOPPED,
    FAILED,
    DELETING;

    /** How the API writes a status. The documentation shows the console's names, and the API's type is a string. */
    public enum Style {
        LOWER,
        UPPER,
        CONSOLE
    }

    String text(Style style) {
        return switch (style) {
            case LOWER -> name().toLowerCase(Locale.ROOT).replace('_', '-');
            case UPPER -> name();
            case CONSOLE ->
                name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
