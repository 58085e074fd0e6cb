package lib.rehearsal.dms;

/**
 * A failure that a test injects into the next load of a data migration.
 *
 * @param percent after how many percent of the rows; null: 50
 * @param message becomes LastFailureMessage
 * @param keepsRows whether the rows that were written so far stay, which pg_restore's COPY does not do
 */
public record DataMigrationFault(Integer percent, String message, boolean keepsRows) {
    private static final int HALF = 50;

    public DataMigrationFault {
        if (message == null) {
            throw new IllegalArgumentException("a fault of a data migration needs a message");
        }
        percent = percent == null ? HALF : percent;
    }
}
