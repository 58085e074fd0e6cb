package lib.restore;

import lib.aws.LoadedRows;
import lib.aws.RdsClusters.Snapshot;
import lib.common.Text;
import lib.common.UserException;
import lib.model.EngineVersion;
import lib.restore.RestoreOptions.Via;

/** What DMS is in the way of, and what is in its way. Nothing has been created when it is checked. */
final class DmsConditions {
    private final RestoreServices services;
    private final RestorePlan plan;

    DmsConditions(RestoreServices services, RestorePlan plan) {
        this.services = services;
        this.plan = plan;
    }

    /** Fails if rows have to be copied and that is not possible now. */
    void check() {
        if (!plan.needsDatabase()) {
            return;
        }
        checkOtherStacks();
        if (plan.options().usesDms()) {
            checkVersion();
            checkTable();
        } else {
            checkLoad();
        }
    }

    private void checkOtherStacks() {
        plan.otherStacks().stream()
                .filter(other -> TemporaryStack.viaOf(other) == Via.dms)
                .findFirst()
                .ifPresent(other -> {
                    throw UserException.badSettings(
                                    "Stack %s of restore --via dms, from %s, still exists, and DMS may still be"
                                            + " copying. Nothing was created.%nEnd that restore, or remove what it has"
                                            + " left.",
                                    other.name(), TemporaryStack.snapshotOf(other))
                            .next("to remove it", "restore", "--clean-up");
                });
    }

    /** The version of the target must be equal or higher (user guide: dm-data-providers-target). */
    private void checkVersion() {
        EngineVersion newVersion = EngineVersion.of(plan.target().cluster().engineVersion());
        if (newVersion.isBelow(plan.version())) {
            throw UserException.badSettings(
                    "The temporary database would have version %s, the new one has %s, and DMS does not copy to a lower"
                            + " version. Nothing was created.%nrestore without --via dms does.",
                    plan.version().text(), newVersion.text());
        }
    }

    private void checkTable() {
        LoadedRows rows = services.target().loadedRows();
        boolean isContinued = rows.load()
                .filter(load -> load.snapshot().equals(plan.snapshot().arn()))
                .isPresent();
        if (!isContinued && !rows.isTableEmpty()) {
            throw UserException.badSettings(
                    "The table items of the new database has rows (of %s), and DMS can only fill an empty one."
                            + " Nothing was created.%n"
                            + "restore without --via dms adds the rows of the bots that have none.",
                    Text.count(plan.target().withRows().size(), "bot"));
        }
    }

    private void checkLoad() {
        if (plan.load() != null && !plan.load().proved()) {
            throw UserException.badSettings(
                            "DMS has copied rows from snapshot %s that are not proved yet. Nothing was created.%n"
                                    + "Prove them, or let them stay as they are.",
                            Snapshot.nameOf(plan.load().snapshot()))
                    .next("to prove them", "restore", "--via", "dms")
                    .next("to let them stay", "restore", "--clean-up");
        }
    }
}
