package lib.rehearsal.database;

import java.util.List;
import java.util.stream.Stream;

/**
 * The versions of Aurora PostgreSQL. Those that a deploy of v0.4 used are deprecated: they still run, and no cluster
 * can be created with them.
 */
public final class EngineVersions {
    /** A version, and whether clusters can be created with it. */
    public record Version(String number, boolean available) {
        String major() {
            return number.split("\\.")[0];
        }
    }

    private static final List<Version> DEFAULT = Stream.concat(
                    Stream.of("15.2", "15.3", "15.4", "15.5").map(number -> new Version(number, false)),
                    Stream.of(
                                    "13.20", "13.21", "14.17", "14.18", "14.19", "15.8", "15.10", "15.12", "15.13",
                                    "15.14", "16.8", "16.9", "16.10", "17.4", "17.5", "17.6")
                            .map(number -> new Version(number, true)))
            .toList();

    private volatile List<Version> versions = DEFAULT;

    /** Sets the versions with which clusters can be created. */
    public void setAvailable(List<String> numbers) {
        versions = numbers.stream().map(number -> new Version(number, true)).toList();
    }

    List<Version> all() {
        return versions;
    }

    /** Returns whether a cluster can be created with that version. */
    public boolean isAvailable(String number) {
        return versions.stream().anyMatch(version -> version.available && version.number.equals(number));
    }

    /** Returns the newest version that can be created with that major version; empty text if there is none. */
    public String newestOf(String major) {
        return versions.stream()
                .filter(version -> version.available && version.major().equals(major))
                .map(Version::number)
                .reduce("", (first, second) -> second);
    }
}
