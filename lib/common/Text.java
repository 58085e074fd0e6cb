package lib.common;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes external values safe to show: one line, no control characters, a bounded length. Numbers look the same in every
 * locale, like the English text around them.
 */
public final class Text {
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w@%+=:,./-]+");

    private Text() {}

    /**
     * The text on one line of at most {@code limit} code points, without what could control a terminal or change the
     * reading direction.
     */
    public static String oneLine(String text, int limit) {
        StringBuilder line = new StringBuilder();
        int length = 0;
        boolean space = true; // several spaces become one, and leading ones are dropped
        for (int c : text.strip()
                .codePoints()
                .limit(8L * limit)
                .map(Text::harmless)
                .filter(c -> c >= 0)
                .toArray()) {
            if (length == limit) {
                return line.substring(0, line.offsetByCodePoints(line.length(), -1))
                                .strip() + "…";
            }
            if (c != ' ' || !space) {
                line.appendCodePoint(c);
                length++;
            }
            space = c == ' ';
        }
        return line.toString().strip();
    }

    private static int harmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> '\uFFFD';
            // The joiner combines emoji; every other invisible format character can only mislead.
            case Character.FORMAT -> c == 0x200D ? c : -1;
            default -> c;
        };
    }

    /** The word as a POSIX shell reads it: in quotes, unless it consists of characters that mean only themselves. */
    public static String shellWord(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The text with a capital letter at its beginning. */
    public static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** {@code 1 bot}, {@code 2 bots}. */
    public static String count(long n, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
    }

    /** {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
    public static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }

    /** A duration that is an estimate, in whole minutes: {@code 1 min}, {@code 28 min}, {@code 6 h 40 min}. */
    public static String about(Duration duration) {
        long minutes = Math.max(1, Math.round(duration.toSeconds() / 60.0));
        return minutes < 60
                ? minutes + " min"
                : String.format(Locale.ROOT, "%,d h %02d min", minutes / 60, minutes % 60);
    }

    /** A duration so far, in whole minutes: {@code under 1 min}, {@code 12 min}. */
    public static String minutes(Duration duration) {
        return duration.toMinutes() < 1 ? "under 1 min" : about(duration.truncatedTo(ChronoUnit.MINUTES));
    }

    /** The SHA-256 hash of a text in UTF-8. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
