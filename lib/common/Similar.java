package lib.common;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.utils.Levenshtein;

/** Finds what a misspelt name probably means. */
public final class Similar {
    private static final int MAX_NAMES = 8;

    private Similar() {}

    /** Returns the candidate that differs from the word in at most a third of its characters. */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> Levenshtein.distance(word, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparing(candidate -> Levenshtein.distance(word, candidate)));
    }

    /** Returns a sentence that follows one about a name that does not exist; empty if no name exists. */
    public static String hint(String word, Collection<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > MAX_NAMES ? " …" : "";
        return closest(word, names)
                .map(name -> " Did you mean " + name + "?")
                .orElseGet(() -> " There are: "
                        + names.stream().sorted().limit(MAX_NAMES).collect(Collectors.joining(", ")) + more + ".");
    }
}
