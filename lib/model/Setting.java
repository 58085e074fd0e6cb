package lib.model;

/**
 * One value of the settings.
 *
 * @param source for example {@code option --table}, {@code constant TABLE_NAME}, {@code output X of stack Y}
 */
public record Setting(String value, String source) {
    @Override
    public String toString() {
        return value + " (" + source + ")";
    }
}
