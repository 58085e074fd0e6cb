package lib.rehearsal.cloudformation;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The ids that CloudFormation and the services give to resources without a name. */
final class PhysicalIds {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX = 12, MAX_LENGTH = 63;

    private PhysicalIds() {}

    /** Returns the stack's and the resource's name and a random suffix, in lower case, as RDS requires. */
    static String of(ResourceType.Request request) {
        String prefix = (request.stack() + "-" + request.logicalId()).toLowerCase(Locale.ROOT);
        int length = Math.min(prefix.length(), MAX_LENGTH - 1 - SUFFIX);
        StringBuilder id = new StringBuilder(prefix.substring(0, length)).append('-');
        for (int i = 0; i < SUFFIX; i++) {
            id.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    /** Returns that number of random hex digits. */
    static String hex(int digits) {
        StringBuilder hex = new StringBuilder();
        while (hex.length() < digits) {
            hex.append(Integer.toHexString(ThreadLocalRandom.current().nextInt(16)));
        }
        return hex.toString();
    }
}
