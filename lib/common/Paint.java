package lib.common;

import java.util.Map;

/** The colours of {@link Tone}s, as escape sequences (ECMA-48, Select Graphic Rendition). */
final class Paint {
    /** How many colours a pipe is assumed to show if colours are forced. */
    static final int MANY_COLOURS = 256;

    private static final String BEGIN = "\033[";

    private Paint() {}

    /**
     * Whether colours are wanted, by the usual environment variables (no-color.org, bixense.com/clicolors).
     *
     * @param terminal whether the output is a terminal that can show them
     */
    static boolean isWanted(Map<String, String> environment, boolean terminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (!environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
            return true;
        }
        return terminal && !environment.getOrDefault("CLICOLOR", "1").equals("0");
    }

    /**
     * Returns the text with the escape sequences for its colour.
     *
     * @param colours how many colours the terminal has
     */
    static String paint(Tone tone, String text, int colours) {
        String style = colours < MANY_COLOURS ? ofFew(tone) : ofMany(tone);
        return BEGIN + style + "m" + text + BEGIN + "0m";
    }

    /** From the 256 colours of xterm: readable on black and on white. */
    private static String ofMany(Tone tone) {
        return switch (tone) {
            case PLAIN -> "0";
            case GOOD -> "38;5;36";
            case WARNING -> "38;5;178";
            case BAD -> "38;5;202;1";
            case RUNNING -> "38;5;33";
            case DIM -> "38;5;245";
            case STRONG -> "1";
        };
    }

    private static String ofFew(Tone tone) {
        return switch (tone) {
            case PLAIN -> "0";
            case GOOD -> "32";
            case WARNING -> "33";
            case BAD -> "31;1";
            case RUNNING -> "34";
            case DIM -> "2";
            case STRONG -> "1";
        };
    }
}
