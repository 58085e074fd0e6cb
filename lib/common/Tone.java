package lib.common;

/**
 * What a part of the output means. {@link Console#paint} shows it with a colour; the sign, or words, say the same, so
 * nothing depends on colours. Bluish green, blue, yellow and vermilion are told apart with every kind of colour
 * blindness (Okabe and Ito, Color Universal Design).
 */
public enum Tone {
    PLAIN(""),
    GOOD("✔"),
    WARNING("▲"),
    BAD("✘"),
    RUNNING("▸"),
    /** Of less interest: skipped, waiting, a detail. */
    DIM("·"),
    STRONG("");

    private final String sign;

    Tone(String sign) {
        this.sign = sign;
    }

    /** One column wide; empty for {@link #PLAIN} and {@link #STRONG}. */
    public String sign() {
        return sign;
    }
}
