package lib.common;

/**
 * What a part of the output means. {@link Console#paint} shows it with a colour; the sign, or words, say the same, so
 * nothing depends on colours. Bluish green, blue, yellow and vermilion are distinguishable with every kind of colour
 * blindness (Okabe and Ito, Color Universal Design).
 */
public enum Tone {
    PLAIN("", "0", "0"),
    GOOD("✔", "38;5;36", "32"),
    WARNING("▲", "38;5;178", "33"),
    BAD("✘", "38;5;202;1", "31;1"),
    RUNNING("▸", "38;5;33", "34"),
    /** Of less interest: skipped, waiting, a detail. */
    DIM("·", "38;5;245", "2"),
    STRONG("", "1", "1");

    /** The colours of xterm, from which those are chosen that are readable on black and on white. */
    static final int MANY_COLOURS = 256;

    private final String sign;
    private final String ofMany;
    private final String ofFew;

    /** The styles are parameters of Select Graphic Rendition (ECMA-48). */
    Tone(String sign, String ofMany, String ofFew) {
        this.sign = sign;
        this.ofMany = ofMany;
        this.ofFew = ofFew;
    }

    /** One column wide; empty for {@link #PLAIN} and {@link #STRONG}. */
    public String sign() {
        return sign;
    }

    /** Returns the text with the escape sequences of this tone in a terminal with this number of colours. */
    String paint(String text, int colours) {
        return "\033[" + (colours < MANY_COLOURS ? ofFew : ofMany) + "m" + text + "\033[0m";
    }
}
