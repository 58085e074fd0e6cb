package lib.dms;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import lib.aws.DataMigrations.Phase;
import lib.aws.DataMigrations.State;
import lib.aws.DataMigrations;
import lib.aws.LoadedRows;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Mark;
import lib.common.Text;
import lib.common.UserException;

/**
 * The copy of the table by one data migration. Its state in DMS, and the note in the new database that it has begun,
 * decide what comes next, so a run can continue wherever an earlier one has ended.
 */
public final class DataLoad {
    /** Removes rows that a failed load has left. */
    public interface Undo {
        void run() throws InterruptedException;
    }

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);
    /** DMS takes up to 15 minutes for its environment (user guide); a load takes as long as it takes. */
    private static final Duration LIMIT_OF_OTHER_STEPS = Duration.ofHours(1);

    private final DataMigrations migrations;
    private final LoadedRows rows;
    private final String name;
    private final String snapshot;
    private final Session session;

    /**
     * @param name of the data migration, by which a later run finds it
     * @param snapshot the ARN of the snapshot from which it copies
     */
    public DataLoad(DataMigrations migrations, LoadedRows rows, String name, String snapshot, Session session) {
        this.migrations = migrations;
        this.rows = rows;
        this.name = name;
        this.snapshot = snapshot;
        this.session = session;
    }

    /** The data migration as it is now; empty if there is none. */
    public Optional<State> find() {
        return migrations.find(name);
    }

    /** A data migration in words, for the user. */
    public static String describe(State migration) {
        return "data migration " + migration.name() + " (" + migration.status() + ", " + migration.percentage() + " %)";
    }

    /**
     * Copies the table unless an earlier run has, and deletes the data migration.
     *
     * @param undo removes what an earlier load without success has left
     * @param holdsLease whether this run may still change the new database
     */
    public void run(DataMigrations.Definition definition, Undo undo, BooleanSupplier holdsLease)
            throws InterruptedException {
        if (rows.load().filter(this::isCopied).isPresent()) {
            session.events().say("DMS has copied the rows already");
        } else {
            startAfresh(undo);
            copy(definition, holdsLease);
        }
        remove();
    }

    private boolean isCopied(LoadedRows.Load load) {
        return load.complete() && load.snapshot().equals(snapshot);
    }

    /** Removes what a load that has ended without success has left. */
    private void startAfresh(Undo undo) throws InterruptedException {
        Optional<State> found = find();
        found.filter(migration -> migration.phase() == Phase.ENDED).ifPresent(migration -> session.console()
                .warn("the data migration of an earlier run has not copied the rows: " + reason(migration)
                        + ". It is deleted, and created again."));
        if (found.filter(migration -> !isOver(migration)).isEmpty()) {
            remove();
            if (rows.load().isPresent()) {
                undo.run();
                rows.undo();
            }
        }
    }

    private static boolean isOver(State migration) {
        return migration.phase() == Phase.ENDED || migration.phase() == Phase.DELETING;
    }

    private void copy(DataMigrations.Definition definition, BooleanSupplier holdsLease) throws InterruptedException {
        if (find().isEmpty()) {
            session.events().say("creating data migration " + name);
            migrations.create(definition);
        }
        Optional<State> shown = Optional.empty();
        Mark deadline = session.clock().now().plus(LIMIT_OF_OTHER_STEPS);
        for (; ; session.clock().sleep(POLL_INTERVAL)) {
            Optional<State> now = find();
            if (now.isPresent() && (shown.isEmpty() || isNews(shown.get(), now.get()))) {
                session.events().say(describe(now.get()));
                shown = now;
            }
            if (now.isPresent() && step(now.get(), holdsLease)) {
                return;
            }
            if (now.filter(migration -> migration.phase() == Phase.RUNNING).isPresent()) {
                deadline = session.clock().now().plus(LIMIT_OF_OTHER_STEPS);
            } else if (session.clock().now().isAfter(deadline)) {
                throw failed("its data migration is "
                        + now.map(migration -> "still " + migration.status()).orElse("not there") + " after "
                        + Text.span(LIMIT_OF_OTHER_STEPS));
            }
        }
    }

    /** A change of the status, or of ten per cent. */
    private static boolean isNews(State shown, State now) {
        return !shown.status().equals(now.status()) || shown.percentage() / 10 != now.percentage() / 10;
    }

    /** Does what the state of the data migration demands; returns whether it has copied the rows. */
    private boolean step(State migration, BooleanSupplier holdsLease) {
        switch (migration.phase()) {
            case READY -> {
                rows.begin(snapshot);
                if (!holdsLease.getAsBoolean()) {
                    throw failed("another run has taken over");
                }
                migrations.start(migration);
            }
            case LOADED -> rows.complete();
            case ENDED -> throw failed(reason(migration));
            case CHANGING, STARTING, RUNNING, DELETING -> {
                // It changes by itself.
            }
        }
        return migration.phase() == Phase.LOADED;
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
                        + "\nFix the cause and run the same command again; or, after restore --clean-up, run restore"
                        + " without --via dms.",
                null);
    }

    /** Stops the data migration if it runs, deletes it, and waits until it is gone. */
    public void remove() throws InterruptedException {
        Mark deadline = session.clock().now().plus(LIMIT_OF_OTHER_STEPS);
        Optional<State> first = find();
        if (first.isEmpty()) {
            return;
        }
        session.events().say("deleting " + describe(first.get()));
        for (Optional<State> now = first; now.isPresent(); now = find()) {
            switch (now.get().phase()) {
                case STARTING, RUNNING -> migrations.stop(now.get());
                case READY, LOADED, ENDED -> migrations.delete(now.get());
                case CHANGING, DELETING -> {
                    // It changes by itself.
                }
            }
            if (session.clock().now().isAfter(deadline)) {
                throw new UserException(
                        ExitCode.AWS_ERROR,
                        "DMS has not deleted the " + describe(now.get()) + " within " + Text.span(LIMIT_OF_OTHER_STEPS)
                                + ".\nDelete it in the DMS console, and run restore --clean-up.",
                        null);
            }
            session.clock().sleep(POLL_INTERVAL);
        }
        session.events().say("deleted data migration " + name);
    }
}
