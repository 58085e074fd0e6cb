package lib.restore;

import lib.aws.LoadedRows;
import lib.cli.Session;
import lib.common.Text;
import lib.common.UserException;
import lib.model.EngineVersion;

/** What has to be the case before anything is created for a copy by DMS. */
final class DmsConditions {
    private final RestoreServices services;
    private final RestorePlan plan;
    private final Session session;

    DmsConditions(RestoreServices services, RestorePlan plan, Session session) {
        this.services = services;
        this.plan = plan;
        this.session = session;
    }

    /** Fails if the copy is not possible. */
    void check() {
        checkVersion();
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

    /** A higher version is not copied to a lower one (user guide: data-migrations, limitations). */
    private void checkVersion() {
        EngineVersion newVersion = EngineVersion.of(plan.target().cluster().engineVersion());
        if (plan.version().major() > newVersion.major()) {
            throw UserException.badSettings(
                    "The temporary database has version %s, the new one %s, and DMS does not copy to a lower version."
                            + " Nothing was created.%nrestore without --via dms does.",
                    plan.version().text(), newVersion.text());
        }
        if (plan.version().minor() > newVersion.minor() && plan.version().major() == newVersion.major()) {
            session.console()
                    .warn("the temporary database has version " + plan.version().text() + ", the new one "
                            + newVersion.text() + ": AWS advises against DMS to a lower version.");
        }
    }
}
