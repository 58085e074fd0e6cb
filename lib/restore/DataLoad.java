package lib.restore;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import lib.aws.DataMigrations.Phase;
import lib.aws.DataMigrations.State;
import lib.aws.DataMigrations;
import lib.aws.LoadedRows;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.common.Wait;

/**
 * The copy of the table by one data migration. Its state in DMS, and the note in the new database that it has begun,
 * decide what comes next, so a run can continue wherever an earlier one has ended.
 */
final class DataLoad {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);
    /** DMS takes up to 15 minutes for its environment (user guide). */
    private static final Duration LIMIT_OF_OTHER_STEPS = Duration.ofHours(1);

    private static final Duration LIMIT_OF_LOAD = Duration.ofDays(2);

    private final DataMigrations migrations;
    private final LoadedRows rows;
    private final String name;
    private final String snapshot;
    private final Session session;
    /** The state that was shown last; null if none was. */
    private State shown;

    /**
     * @param name of the data migration, by which a later run finds it
     * @param snapshot the ARN of the snapshot from which it copies
     */
    DataLoad(DataMigrations migrations, LoadedRows rows, String name, String snapshot, Session session) {
        this.migrations = migrations;
        this.rows = rows;
        this.name = name;
        this.snapshot = snapshot;
        this.session = session;
    }

    /** The data migration as it is now; empty if there is none. */
    Optional<State> find() {
        return migrations.find(name);
    }

    /** A data migration in words, for the user. */
    static String describe(State migration) {
        return "data migration " + migration.name() + " (" + migration.status() + ", " + migration.percentage() + " %)";
    }

    /** Whether an earlier run has copied the table from this snapshot. */
    boolean isCopied() {
        return rows.load()
                .filter(load -> load.complete() && load.snapshot().equals(snapshot))
                .isPresent();
    }

    /**
     * Removes the data migration of a load that has ended without success.
     *
     * @return whether that load may have left rows
     */
    boolean removeFailed() throws InterruptedException {
        Optional<State> found = find();
        found.filter(migration -> migration.phase() == Phase.ENDED).ifPresent(migration -> session.console()
                .warn("the data migration of an earlier run has not copied the rows: " + reason(migration)
                        + ". It is deleted, and created again."));
        if (found.filter(migration -> !isOver(migration)).isPresent()) {
            return false;
        }
        remove();
        return rows.load().isPresent();
    }

    private static boolean isOver(State migration) {
        return migration.phase() == Phase.ENDED || migration.phase() == Phase.DELETING;
    }

    /**
     * Copies the table, or waits until the data migration that an earlier run has begun has copied it.
     *
     * @param run which must hold the lease when the data migration is started
     */
    void copy(DataMigrations.Definition definition, String run) throws InterruptedException {
        if (find().isEmpty()) {
            session.events().say("creating data migration " + name);
            migrations.create(definition);
        }
        await(LIMIT_OF_OTHER_STEPS, run, state -> state.phase() == Phase.RUNNING || hasEnded(state));
        State ended = await(LIMIT_OF_LOAD, run, DataLoad::hasEnded);
        if (ended.phase() == Phase.ENDED) {
            throw failed(reason(ended));
        }
        rows.complete();
    }

    private static boolean hasEnded(State migration) {
        return migration.phase() == Phase.LOADED || migration.phase() == Phase.ENDED;
    }

    /** Waits for such a state, and starts the data migration when it can be started. */
    private State await(Duration limit, String run, Predicate<State> condition) throws InterruptedException {
        Optional<State> last = Wait.until(
                session.clock(),
                limit,
                POLL_INTERVAL,
                () -> started(run),
                seen -> seen.filter(condition).isPresent());
        return last.filter(condition)
                .orElseThrow(() -> failed("its data migration is "
                        + last.map(state -> "still " + state.status()).orElse("not there") + " after "
                        + Text.span(limit)));
    }

    /** The data migration as it is now, started if it can be; shows what is new. */
    private Optional<State> started(String run) {
        Optional<State> now = find();
        now.filter(state -> shown == null || isNews(shown, state)).ifPresent(state -> {
            session.events().say(describe(state));
            shown = state;
        });
        if (now.filter(state -> state.phase() == Phase.READY).isPresent()) {
            if (!rows.begin(run, snapshot)) {
                throw failed("another run has taken over");
            }
            migrations.start(now.get());
        }
        return now;
    }

    /** A change of the status, or of ten per cent. */
    private static boolean isNews(State shown, State now) {
        return !shown.status().equals(now.status()) || shown.percentage() / 10 != now.percentage() / 10;
    }

    private static String reason(State migration) {
        String text = migration.failure().isEmpty()
                ? "it is " + migration.status() + ", and has copied no table"
                : Text.oneLine(migration.failure(), 400);
        return text + " (its log: CloudWatch, a log group " + DataMigrations.LOG_GROUP + "…)";
    }

    private static UserException failed(String reason) {
        return new UserException(
                        ExitCode.AWS_ERROR,
                        "DMS has not copied the rows: " + reason + "."
                                + "\nFix the cause; or remove what was created, and restore without --via dms.",
                        null)
                .next("or, to remove what was created", "restore", "--clean-up");
    }

    /** Stops the data migration if it runs, deletes it, and waits until it is gone. */
    void remove() throws InterruptedException {
        Optional<State> first = find();
        if (first.isEmpty()) {
            return;
        }
        session.events().say("deleting " + describe(first.get()));
        Optional<State> last = Wait.until(
                session.clock(), LIMIT_OF_OTHER_STEPS, POLL_INTERVAL, this::removed, Optional::isEmpty);
        if (last.isPresent()) {
            throw new UserException(
                    ExitCode.AWS_ERROR,
                    "DMS has not deleted the " + describe(last.get()) + " within " + Text.span(LIMIT_OF_OTHER_STEPS)
                            + ".\nDelete it in the DMS console, and run restore --clean-up.",
                    null);
        }
        session.events().say("deleted data migration " + name);
    }

    /** The data migration as it is now, after the next step to its deletion. */
    private Optional<State> removed() {
        Optional<State> now = find();
        now.ifPresent(state -> {
            switch (state.phase()) {
                case STARTING, RUNNING -> migrations.stop(state);
                case READY, LOADED, ENDED -> migrations.delete(state);
                case CHANGING, DELETING -> {
                    // It changes by itself.
                }
            }
        });
        return now;
    }
}
