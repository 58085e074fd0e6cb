package lib.rehearsal.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.stack.BedrockChatStack;

/** The snapshots of an account's database clusters, and the automated backups of clusters that are gone. */
public final class ClusterSnapshots {
    private final String region;
    private final Map<String, ClusterSnapshot> snapshots = new LinkedHashMap<>();
    private final Map<String, ClusterSnapshot> backups = new LinkedHashMap<>();

    public ClusterSnapshots(String region) {
        this.region = region;
    }

    /** Adds a snapshot, or replaces the one with its id. */
    public synchronized void put(ClusterSnapshot snapshot) {
        snapshots.put(snapshot.id(), snapshot);
    }

    /** Adds an automated backup, which a deleted cluster has left. */
    public synchronized void putBackup(ClusterSnapshot backup) {
        backups.put(backup.id(), backup);
    }

    synchronized List<ClusterSnapshot> all() {
        return List.copyOf(snapshots.values());
    }

    synchronized List<ClusterSnapshot> backups() {
        return List.copyOf(backups.values());
    }

    /** Returns the snapshot with that id or ARN. */
    public synchronized Optional<ClusterSnapshot> find(String idOrArn) {
        return snapshots.values().stream()
                .filter(snapshot -> idOrArn.equals(snapshot.id()) || idOrArn.equals(arn(snapshot)))
                .findFirst();
    }

    String arn(ClusterSnapshot snapshot) {
        String separator = snapshot.type().equals("automated") ? "rds:" : "";
        return BedrockChatStack.arn("rds", region, "cluster-snapshot:" + separator + snapshot.id());
    }
}
