package lib.restore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.aws.RdsClusters;
import lib.aws.RdsClusters.Snapshot;
import lib.cli.Session;
import lib.common.Console;
import lib.common.UserException;
import lib.common.Wait;
import lib.model.EngineVersion;

/** Finds the snapshot of the old database cluster, and lets the user choose if there are several. */
final class SnapshotFinder {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    /** Of a database that the app has filled, a snapshot takes minutes. */
    private static final Duration CREATION_LIMIT = Duration.ofHours(6);

    private final RdsClusters clusters;
    private final RestoreSettings settings;
    private final Session session;
    private final Console console;

    SnapshotFinder(Restore restore) {
        this.clusters = restore.clusters();
        this.settings = restore.settings();
        this.session = restore.session();
        this.console = session.console();
    }

    /** The snapshots of the app's earlier clusters, the newest first. */
    List<Snapshot> candidates() {
        return clusters.earlierSnapshots(settings.stack(), settings.database().clusterName());
    }

    /**
     * The snapshot to restore.
     *
     * @param requested its name or ARN, or null to find it
     * @param newest true to take the newest of several without asking
     * @param yes true if no question may be asked
     */
    Snapshot choose(String requested, boolean newest, boolean yes) {
        if (requested != null) {
            return named(requested);
        }
        List<Snapshot> candidates = candidates();
        if (candidates.isEmpty()) {
            throw none();
        }
        if (candidates.size() == 1 || newest) {
            return candidates.get(0);
        }
        show(candidates);
        if (yes) {
            throw UserException.badSettings(
                    "There are %d snapshots. Choose one with --snapshot ID: the newest is not always the best,"
                            + " because after a second replacement it may be empty. Nothing was created.",
                    candidates.size());
        }
        return ask(candidates);
    }

    private Snapshot named(String requested) {
        Snapshot snapshot = clusters.snapshot(requested)
                .orElseThrow(() -> UserException.badSettings(
                        "There is no cluster snapshot %s in this account and region."
                                + " restore without --snapshot lists those of the app. Nothing was created.",
                        requested));
        if (!snapshot.engine().equals("aurora-postgresql")) {
            throw UserException.badSettings(
                    "Snapshot %s is of the engine %s, not of aurora-postgresql. Nothing was created.",
                    requested, snapshot.engine());
        }
        List<String> place = place(snapshot.arn());
        if (!place.equals(place(settings.database().cluster().value()))) {
            throw UserException.badSettings(
                    "Snapshot %s is not in the region and account of the new database (%s). Copy it there, or choose"
                            + " another. Nothing was created.",
                    requested, String.join(", ", place));
        }
        if (snapshot.cluster().equals(settings.database().clusterName())) {
            console.warn(
                    "snapshot " + snapshot.name() + " is of the new database cluster itself, not of an earlier one.");
        }
        return snapshot;
    }

    /** The region and the account in an ARN. */
    private static List<String> place(String arn) {
        return Stream.of(arn.split(":")).skip(3).limit(2).toList();
    }

    private UserException none() {
        String prefix = RdsClusters.prefixOfClusters(settings.stack());
        List<String> backups = clusters.automatedBackups(prefix);
        String others = backups.isEmpty()
                ? ""
                : " There are automated backups of deleted clusters, from which RDS can make a snapshot: "
                        + String.join(", ", backups) + ".";
        return UserException.badSettings(
                        "There is no snapshot of an earlier database cluster (%s…) in this account and region.%s%n"
                                + "Name another with --snapshot, or embed the bots again.",
                        prefix, others)
                .next("to embed the bots again");
    }

    /** The version that a cluster from the snapshot can have; fails if there is none any more. */
    EngineVersion version(Snapshot snapshot) {
        List<String> available = clusters.engineVersions();
        return EngineVersion.forSnapshot(snapshot.engineVersion(), available)
                .orElseThrow(() -> UserException.badSettings(
                                "Snapshot %s is of version %s, and %s.",
                                snapshot.name(),
                                snapshot.engineVersion(),
                                EngineVersion.newest(available)
                                        .filter(newest -> newest.isBelow(EngineVersion.of(snapshot.engineVersion())))
                                        .map(newest -> "the newest version on offer in this region, " + newest.text()
                                                + ", is older")
                                        .orElse("no cluster with its major version can be created any more"))
                        .next("to embed the bots again instead"));
    }

    private void show(List<Snapshot> candidates) {
        console.say("Snapshots of earlier database clusters:");
        IntStream.range(0, candidates.size())
                .forEach(i -> console.say("  " + (i + 1) + "  " + describe(candidates.get(i))));
    }

    /** One line about a snapshot. */
    static String describe(Snapshot snapshot) {
        return snapshot.name() + "  (" + snapshot.age() + ", version " + snapshot.engineVersion() + ", "
                + snapshot.gigabytes() + " GB, " + (snapshot.encrypted() ? "encrypted" : "not encrypted")
                + (snapshot.isAvailable() ? ")" : ", " + snapshot.status() + ")");
    }

    private Snapshot ask(List<Snapshot> candidates) {
        Optional<String> answer = console.askFor("Restore which one? [1-" + candidates.size() + "]");
        return answer.filter(number -> number.matches("[1-9][0-9]{0,3}"))
                .map(Integer::parseInt)
                .filter(number -> number <= candidates.size())
                .map(number -> candidates.get(number - 1))
                .orElseThrow(() -> UserException.badSettings(
                        "No snapshot was chosen. Answer with a number, or give --snapshot ID. Nothing was created."));
    }

    /** Waits until the snapshot can be restored. */
    void await(Snapshot chosen) throws InterruptedException {
        Snapshot now = chosen.isAvailable()
                ? chosen
                : Wait.until(
                        session.clock(),
                        CREATION_LIMIT,
                        POLL_INTERVAL,
                        () -> shown(chosen),
                        seen -> !seen.status().equals("creating"));
        if (!now.isAvailable()) {
            throw UserException.badSettings(
                    "Snapshot %s is in state %s, and cannot be restored. Nothing was created.",
                    now.name(), now.status());
        }
    }

    private Snapshot shown(Snapshot chosen) {
        Snapshot now = clusters.snapshot(chosen.arn())
                .orElseThrow(() -> UserException.badSettings("Snapshot %s was deleted meanwhile.", chosen.name()));
        if (!now.isAvailable()) {
            session.events().say("waiting for snapshot " + now.name() + ": " + now.progress() + " %");
        }
        return now;
    }

    /** Warns that the snapshot has no rows of the bots, and names the other snapshots. */
    void warnOfNoRows(Snapshot chosen) {
        String others = candidates().stream()
                .map(Snapshot::name)
                .filter(name -> !name.equals(chosen.name()))
                .collect(Collectors.joining(", "));
        console.warn("snapshot " + chosen.name() + " has no rows of the bots to restore."
                + (others.isEmpty() ? "" : " Others: " + others + " (--snapshot ID)."));
    }
}
