package lib.rehearsal.ec2;

import java.util.concurrent.ThreadLocalRandom;

/** Ids of EC2: a prefix and 17 hex digits. */
public final class Ec2Ids {
    private static final int DIGITS = 17;

    private Ec2Ids() {}

    /** @param prefix such as sg or pcx */
    public static String create(String prefix) {
        StringBuilder id = new StringBuilder(prefix).append('-').append('0');
        while (id.length() < prefix.length() + 1 + DIGITS) {
            id.append(Integer.toHexString(ThreadLocalRandom.current().nextInt(16)));
        }
        return id.toString();
    }
}
