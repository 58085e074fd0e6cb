package lib.journal;

import java.time.Instant;

/** The ids of rows, ULIDs: ten characters of time in milliseconds, sixteen random ones (github.com/ulid/spec). */
final class RowId {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME = 10, RANDOM = 16, BITS = 5;

    private RowId() {}

    /** Returns the lowest id of that time: everything that was written before has a lower one. */
    static String lowest(Instant time) {
        StringBuilder id = new StringBuilder();
        for (int shift = (TIME - 1) * BITS; shift >= 0; shift -= BITS) {
            id.append(CROCKFORD.charAt((int) (time.toEpochMilli() >> shift & CROCKFORD.length() - 1)));
        }
        return id + "0".repeat(RANDOM);
    }
}
