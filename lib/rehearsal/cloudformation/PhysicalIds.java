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
        return prefix.substring(0, length) + "-" + suffix();
    }

    /** Returns the unique id of a role. */
    static String ofRoleId() {
        return "AROA" + suffix().toUpperCase(Locale.ROOT);
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder();
        while (suffix.length() < SUFFIX) {
            suffix.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        return suffix.toString();
    }

    /** Returns a name for a role, which keeps the case. */
    static String ofRole(ResourceType.Request request) {
        String prefix = request.stack() + "-" + request.logicalId();
        int length = Math.min(prefix.length(), MAX_LENGTH - SUFFIX);
        return prefix.substring(0, length) + "-" + suffix();
    }
}
