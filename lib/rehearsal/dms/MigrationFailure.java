package lib.rehearsal.dms;

/** The failure of a data migration, whose message becomes LastFailureMessage. */
final class MigrationFailure extends Exception {
    MigrationFailure(String message) {
        super(message);
    }
}
