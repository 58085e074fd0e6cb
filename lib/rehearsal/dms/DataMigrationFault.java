package lib.rehearsal.dms;

import com.google.gson.annotations.SerializedName;

/**
 * A failure that a test injects into data migrations.
 *
 * @param stage what fails: the start or the load
 * @param percent for the load: after how many percent of the rows; null: 50
 * @param message becomes LastFailureMessage
 * @param keepsRows for the load: whether the rows that were written so far stay, which pg_restore's COPY does not do
 * @param times how often; null: once; -1: always
 */
public record DataMigrationFault(Stage stage, Integer percent, String message, boolean keepsRows, Integer times) {
    private static final int HALF = 50;

    /** What fails. */
    public enum Stage {
        @SerializedName("start")
        START,
        @SerializedName("load")
        LOAD
    }

    public DataMigrationFault {
        if (stage == null || message == null) {
            throw new IllegalArgumentException("a fault of a data migration needs a stage and a message");
        }
        percent = percent == null ? HALF : percent;
        times = times == null ? 1 : times;
    }

    DataMigrationFault used() {
        return new DataMigrationFault(stage, percent, message, keepsRows, times < 0 ? times : times - 1);
    }
}
