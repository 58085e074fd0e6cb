package lib.rehearsal.database;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Ids as upstream's container gives them to rows: ten characters of time, sixteen by chance. */
public final class Ulid {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME = 10, CHANCE = 16;

    private Ulid() {}

    static String at(Instant time) {
        StringBuilder ulid = new StringBuilder();
        for (int i = TIME - 1; i >= 0; i--) {
            ulid.append(CROCKFORD.charAt((int) (time.toEpochMilli() >>> 5 * i & 31)));
        }
        for (int i = 0; i < CHANCE; i++) {
            ulid.append(CROCKFORD.charAt(ThreadLocalRandom.current().nextInt(CROCKFORD.length())));
        }
        return ulid.toString();
    }
}
