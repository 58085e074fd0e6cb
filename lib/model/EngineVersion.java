package lib.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The version of a database engine, for example 15.3. */
public record EngineVersion(int major, int minor, String text) {
    /** Parses what RDS returns; a part that is not a number counts as 0. */
    public static EngineVersion of(String text) {
        int[] parts = Arrays.stream(text.split("[.-]"))
                .mapToInt(part -> part.matches("\\d{1,6}") ? Integer.parseInt(part) : 0)
                .toArray();
        return new EngineVersion(parts[0], parts.length > 1 ? parts[1] : 0, text);
    }

    /** The newest of these versions; empty if there are none. */
    public static Optional<EngineVersion> newest(Collection<String> available) {
        return available.stream()
                .map(EngineVersion::of)
                .max(Comparator.comparingInt(EngineVersion::major).thenComparingInt(EngineVersion::minor));
    }

    /** Whether this version is older than the other. */
    public boolean isBelow(EngineVersion other) {
        return major < other.major || major == other.major && minor < other.minor;
    }

    /**
     * The version that a cluster from a snapshot can have: the snapshot's own, or the nearest later minor version of
     * the same major version; empty if there is none.
     *
     * @param available those with which a cluster can be created
     */
    public static Optional<EngineVersion> forSnapshot(String snapshot, Collection<String> available) {
        EngineVersion own = of(snapshot);
        return available.stream()
                .map(EngineVersion::of)
                .filter(version -> version.major == own.major && version.minor >= own.minor)
                .min(Comparator.comparingInt(EngineVersion::minor)
                        .thenComparing(version -> !version.text.equals(snapshot)));
    }

    /**
     * The version with which a cluster can be deployed in place of the present one: its own if that is on offer, else
     * the newest of the same major version that is not below it; empty if there is none. RDS rejects a lower one.
     *
     * @param available those with which a cluster can be created
     */
    public static Optional<EngineVersion> forDeploy(EngineVersion present, Collection<String> available) {
        return available.stream()
                .map(EngineVersion::of)
                .filter(version -> version.major == present.major && version.minor >= present.minor)
                .max(Comparator.comparing((EngineVersion version) -> version.minor == present.minor)
                        .thenComparingInt(EngineVersion::minor));
    }
}
