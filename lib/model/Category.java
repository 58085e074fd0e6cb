package lib.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import lib.common.Tone;

/** An outcome or a verdict by which bots are counted. The order of the constants is that of reports. */
public interface Category {
    /** It gives the category a sign and a colour. */
    Tone tone();

    /** The label on the screen. */
    String label();

    /** Counts how many of these are in each category. */
    static <C extends Enum<C> & Category> Map<C, Long> counts(Class<C> categories, Stream<C> all) {
        Map<C, Long> counts = new EnumMap<>(categories);
        for (C category : categories.getEnumConstants()) {
            counts.put(category, 0L);
        }
        all.forEach(category -> counts.merge(category, 1L, Long::sum));
        return counts;
    }
}
