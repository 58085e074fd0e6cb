package lib.embed;

import java.time.ZoneOffset;
import java.util.List;
import lib.aws.RdsClusters;
import lib.aws.RdsClusters.Snapshot;
import lib.common.Console;
import lib.model.DatabaseLocation;
import lib.retry.ServiceException;

/** Whether restore is another way: whether there is a snapshot of the old database. It is looked for at most once. */
final class OtherWay {
    private static final String SNAPSHOT_UNKNOWN = "Not known: whether there is a snapshot of the old database, from"
            + " which restore brings the old vectors back";

    private final Setup setup;
    private String sentence;
    private boolean isPossible;

    OtherWay(Setup setup) {
        this.setup = setup;
    }

    /** What restore would bring, in one sentence. */
    synchronized String sentence() {
        if (sentence == null) {
            DatabaseLocation database = setup.settings().database();
            try {
                List<Snapshot> snapshots = new RdsClusters(setup.session().aws().rds(), setup.session().retrier())
                        .earlierSnapshots(
                                setup.options().where.stack, database.isKnown() ? database.clusterName() : "");
                isPossible = !snapshots.isEmpty();
                sentence = of(snapshots);
            } catch (ServiceException e) {
                sentence = SNAPSHOT_UNKNOWN + " (" + e.error().text() + ").";
            }
        }
        return sentence;
    }

    /** Shows it, and the command for its plan. */
    void show() {
        Console console = setup.session().console();
        console.say(sentence() + (isPossible() ? " Its plan:" : ""));
        if (isPossible()) {
            console.sayVerbatim("  " + setup.session().invocation().command("restore", "--dry-run"));
        }
    }

    /** Whether there is a snapshot, as far as it was looked for. */
    synchronized boolean isPossible() {
        return isPossible;
    }

    private String of(List<Snapshot> snapshots) {
        if (snapshots.isEmpty()) {
            return "Restore is not possible: there is no snapshot of an earlier database cluster.";
        }
        Snapshot newest = snapshots.get(0);
        String taken = newest.created()
                .map(at -> "of " + at.atZone(ZoneOffset.UTC).toLocalDate())
                .orElse("being created");
        return "The other way: restore brings the old vectors back from snapshot " + newest.name() + " (" + taken
                + (snapshots.size() == 1 ? "" : ", the newest of " + snapshots.size())
                + "), in 20 to 40 minutes for all bots.";
    }
}
