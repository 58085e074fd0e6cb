package lib.rehearsal.database;

import java.time.Instant;
import java.util.random.RandomGenerator;

/** Row ids as upstream's container creates them: ten characters of time, sixteen random ones. */
final class Ulid {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_CHARACTERS = 10, RANDOM_CHARACTERS = 16;

    private Ulid() {}

    static String at(Instant time, RandomGenerator random) {
        StringBuilder ulid = new StringBuilder();
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            ulid.append(CROCKFORD.charAt((int) (time.toEpochMilli() >>> 5 * i & 31)));
        }
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            ulid.append(CROCKFORD.charAt(random.nextInt(CROCKFORD.length())));
        }
        return ulid.toString();
    }
}
