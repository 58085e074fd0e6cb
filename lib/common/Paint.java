package lib.common;

import java.util.Map;
import org.jline.utils.AttributedCharSequence.ForceMode;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The colours of {@link Tone}s. JLine writes the escape sequences. */
final class Paint {
    /** How many colours a pipe is assumed to show if colours are forced. */
    static final int MANY_COLOURS = 256;

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
        AttributedStyle style = colours < MANY_COLOURS ? ofFew(tone) : ofMany(tone);
        return new AttributedString(text, style).toAnsi(colours, ForceMode.None);
    }

    /** From the 256 colours of xterm: readable on black and on white. */
    private static AttributedStyle ofMany(Tone tone) {
        AttributedStyle style = AttributedStyle.DEFAULT;
        return switch (tone) {
            case PLAIN -> style;
            case GOOD -> style.foreground(36);
            case WARNING -> style.foreground(178);
            case BAD -> style.foreground(202).bold();
            case RUNNING -> style.foreground(33);
            case DIM -> style.foreground(245);
            case STRONG -> style.bold();
        };
    }

    private static AttributedStyle ofFew(Tone tone) {
        AttributedStyle style = AttributedStyle.DEFAULT;
        return switch (tone) {
            case PLAIN -> style;
            case GOOD -> style.foreground(AttributedStyle.GREEN);
            case WARNING -> style.foreground(AttributedStyle.YELLOW);
            case BAD -> style.foreground(AttributedStyle.RED).bold();
            case RUNNING -> style.foreground(AttributedStyle.BLUE);
            case DIM -> style.faint();
            case STRONG -> style.bold();
        };
    }
}
