package lib.rehearsal.database;

import java.util.List;

/**
 * The versions of Aurora PostgreSQL with which clusters can be created: of 15, those on offer in July 2026 (Aurora
 * PostgreSQL release calendars). The one of v0.4, 15.3, is none of them.
 */
public final class EngineVersions {
    private volatile List<String> available = List.of(
            "14.19", "14.20", "15.10", "15.12", "15.13", "15.14", "15.15", "15.17", "16.9", "16.10", "17.5", "17.6");

    /** Sets the versions, the oldest first. */
    public void setAvailable(List<String> versions) {
        available = List.copyOf(versions);
    }

    List<String> available() {
        return available;
    }

    /** Returns whether a cluster can be created with that version. */
    public boolean isAvailable(String version) {
        return available.contains(version);
    }
}
