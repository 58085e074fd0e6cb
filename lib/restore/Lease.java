package lib.restore;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import lib.aws.RestoreDatabase;
import lib.cli.Session;
import lib.common.DaemonThreads;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.common.Wait;
import lib.retry.ServiceException;

/**
 * Keeps two runs apart, on whatever machines they are. A run raises a number in the new database again and again; a
 * number that stays the same shows that its run has ended, so no two clocks are compared (compare the record version
 * numbers of <a href="https://github.com/awslabs/amazon-dynamodb-lock-client">Amazon's lock client</a>).
 */
final class Lease implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    /** Six heartbeats. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Longer than any statement of a run takes. */
    private static final Duration STATEMENT_LIMIT = Duration.ofHours(2);

    private final RestoreDatabase database;
    private final String run;
    private final Leftovers leftovers;
    private final Session session;
    private Thread heartbeat;

    private Lease(RestoreDatabase database, Leftovers leftovers, Session session) {
        this.database = database;
        this.leftovers = leftovers;
        this.session = session;
        this.run = host() + ", process " + ProcessHandle.current().pid() + ", "
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    private static String host() {
        try {
            return Text.oneLine(InetAddress.getLocalHost().getHostName(), 60);
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    /**
     * Creates the schema if necessary and takes the lease; fails if another run is alive.
     */
    static Lease acquire(Restore restore) throws InterruptedException {
        Leftovers leftovers = restore.leftovers();
        leftovers.schema(true); // whatever interrupts the wait, it is named
        try {
            restore.target().createLease();
        } catch (ServiceException e) {
            leftovers.schema(e.error().isRetryable()); // one that was rejected has created nothing
            throw e;
        }
        Lease lease = new Lease(restore.target(), leftovers, restore.session());
        lease.take();
        lease.heartbeat = DaemonThreads.start(restore.session().clock(), "heartbeat", lease::beat);
        return lease;
    }

    private void take() throws InterruptedException {
        boolean taken = Wait.until(session.clock(), STATEMENT_LIMIT, Duration.ZERO, this::tryToTake, done -> done);
        if (!taken) {
            throw new UserException(
                    ExitCode.AWS_ERROR,
                    "A statement of an earlier run has been running in the new database for "
                            + Text.span(STATEMENT_LIMIT) + ". End it (pg_terminate_backend).",
                    null);
        }
    }

    private boolean tryToTake() throws InterruptedException {
        if (database.acquire(run)) {
            return true;
        }
        Optional<RestoreDatabase.Lease> previous = database.lease();
        if (previous.isEmpty()) {
            return false;
        }
        checkEnded(previous.get());
        return takeOver(previous.get());
    }

    /** Fails if the beat changes within a minute. */
    private void checkEnded(RestoreDatabase.Lease previous) throws InterruptedException {
        session.events()
                .say("an earlier run has not ended properly (" + previous.holder() + "); checking for "
                        + PATIENCE.toSeconds() + " s that it has ended");
        Optional<RestoreDatabase.Lease> now = Wait.until(
                session.clock(),
                PATIENCE,
                HEARTBEAT,
                database::lease,
                seen -> !seen.equals(Optional.of(previous)));
        if (now.filter(lease -> lease.holder().equals(previous.holder()) && lease.beat() != previous.beat())
                .isPresent()) {
            leftovers.ofAnotherRun();
            throw UserException.badSettings(
                    "Another run of restore is working (%s). Wait until it has ended, or stop it. Nothing was"
                            + " started.",
                    previous.holder());
        }
    }

    private boolean takeOver(RestoreDatabase.Lease previous) {
        try {
            return database.takeOver(run, previous);
        } catch (ServiceException e) {
            if (!RestoreDatabase.isLocked(e)) {
                throw e;
            }
            session.events().say("waiting for a statement of the earlier run, which still runs in the new database");
            return false;
        }
    }

    private void beat() throws InterruptedException {
        boolean held = true;
        while (held) {
            session.clock().sleep(HEARTBEAT);
            try {
                held = database.beat(run);
            } catch (ServiceException e) {
                session.events().say("heartbeat failed: " + e.error().text());
            }
        }
    }

    /** Identifies this run in the database. */
    String run() {
        return run;
    }

    /** Drops the schema in the new database; the lease in it goes with it. */
    void dropSchema() {
        heartbeat.interrupt();
        database.drop();
        leftovers.schema(false);
        session.events().say("dropped the schema bedrock_chat_restore in the new database");
    }

    /** Gives the lease back, if that is possible at once; otherwise the next run waits a minute. */
    @Override
    public void close() {
        heartbeat.interrupt();
        boolean isInterrupted = Thread.interrupted(); // it would end these requests too
        try {
            if (database.schema().exists()) {
                database.release(run);
            }
        } catch (RuntimeException e) {
            session.events().say("the lease in the new database was not given back: the next run waits a minute");
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
