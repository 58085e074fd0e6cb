package lib.restore;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import lib.aws.RestoreDatabase;
import lib.aws.RestoreDatabase.Copy;

/**
 * What earlier runs have copied, as far as the bots still have rows and the schema is still there.
 *
 * @param copies by bot
 */
record EarlierCopies(Map<String, Copy> copies) {
    /** @param withRows ids of the bots that have rows in that database */
    static EarlierCopies read(RestoreDatabase target, Set<String> withRows) {
        Map<String, Copy> copies = target.hasTables() ? new TreeMap<>(target.copied()) : new TreeMap<>();
        copies.keySet().retainAll(withRows);
        return new EarlierCopies(copies);
    }

    /** The bots whose rows were proved to be those of this snapshot. */
    Set<String> proved(String snapshot) {
        return bots(copy -> copy.proved() && copy.snapshot().equals(snapshot));
    }

    /** The bots whose rows were copied from this snapshot and not proved yet. */
    Set<String> unproved(String snapshot) {
        return bots(copy -> !copy.proved() && copy.snapshot().equals(snapshot));
    }

    private Set<String> bots(Predicate<Copy> which) {
        return copies.entrySet().stream()
                .filter(copy -> which.test(copy.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** How many bots are not proved yet, by the ARN of their snapshot. */
    Map<String, Long> unproved() {
        return copies.values().stream()
                .filter(copy -> !copy.proved())
                .collect(Collectors.groupingBy(Copy::snapshot, TreeMap::new, Collectors.counting()));
    }
}
