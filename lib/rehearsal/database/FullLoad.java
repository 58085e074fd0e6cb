package lib.rehearsal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import lib.rehearsal.clock.OpenWork;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/**
 * A full load of a table from one database server into an existing table of another, on a thread of its own. Like
 * pg_dump it reads one snapshot of the source, and like pg_restore it writes the table with one COPY: after an error
 * nothing of it is written. It never runs ahead of the percentage that is allowed.
 */
public final class FullLoad implements Runnable {
    /** How many tables are complete and have failed, and the percentage of the rows. */
    public record Progress(int loaded, int errored, int percentage) {
        public static final Progress NONE = new Progress(0, 0, 0);
    }

    /**
     * A failure to be injected.
     *
     * @param keepsRows whether the rows that were written so far stay
     */
    public record Failure(int percent, String message, boolean keepsRows) {}

    /**
     * What is loaded.
     *
     * @param table with its schema, both quoted for SQL
     */
    public record Plan(DbCluster source, DbCluster target, String table) {}

    /** The columns that pg_dump names; null if there is no such table. */
    private static final String COLUMNS =
            """
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
            """;

    private static final long CANCEL_MILLIS = 100;
    private static final int ALL = 100;

    private final AuroraClusters aurora;
    private final Plan plan;
    private final OpenWork openWork;
    private final Failure injected;
    private final Consumer<String> whenEnded;
    private Progress progress = Progress.NONE;
    private int allowed;
    private boolean waits;
    private boolean cancelled;
    private boolean ended;
    private BaseConnection writing;
    private long rows;
    private long total;

    /**
     * @param openWork counts the load while it does not wait to be allowed more
     * @param injected null: none
     * @param whenEnded receives the reason of a failure; null: none
     */
    public FullLoad(
            AuroraClusters aurora, Plan plan, OpenWork openWork, Failure injected, Consumer<String> whenEnded) {
        this.aurora = aurora;
        this.plan = plan;
        this.openWork = openWork;
        this.injected = injected;
        this.whenEnded = whenEnded;
        openWork.begin();
    }

    /** Lets it load up to this percentage of the rows. */
    public synchronized void allow(int percent) {
        allowed = percent;
        continueIfAllowed();
    }

    /** Counts as open from this moment, not only when its thread continues. */
    private void continueIfAllowed() {
        if (waits && mayContinue()) {
            waits = false;
            openWork.begin();
            notifyAll();
        }
    }

    private boolean mayContinue() {
        return cancelled || allowed >= ALL || percentage() < allowed;
    }

    /** Stops it, even if its statement waits for a lock. */
    public synchronized void cancel() {
        cancelled = true;
        continueIfAllowed();
        Thread thread = new Thread(this::cancelStatement, "end of a full load");
        thread.setDaemon(true);
        thread.start();
    }

    /** Repeats the request until the load has ended: a server ignores one that arrives between two statements. */
    private synchronized void cancelStatement() {
        try {
            while (!ended) {
                if (writing != null) {
                    writing.cancelQuery();
                }
                wait(CANCEL_MILLIS);
            }
        } catch (SQLException | InterruptedException e) {
            System.err.println("A full load could not be cancelled: " + e.getMessage());
        }
    }

    public synchronized Progress progress() {
        return progress;
    }

    @Override
    public void run() {
        String failure = null;
        try {
            aurora.use(
                    plan.source,
                    Duration.ZERO,
                    source -> aurora.use(plan.target, Duration.ZERO, target -> load(source, target)));
        } catch (SQLException | RuntimeException e) {
            failure = "pg_restore: error: " + e.getMessage();
        }
        end(failure);
        try {
            whenEnded.accept(failure);
        } finally {
            openWork.end();
        }
    }

    private Void load(Connection source, Connection target) throws SQLException {
        try (Statement statement = source.createStatement()) {
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        }
        String table = plan.table(), columns = columns(source, table);
        try (Statement statement = source.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
            count.next();
            total = count.getLong(1);
        }
        awaitPermission();
        CopyOut out = source.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + columns + " TO STDOUT");
        CopyIn in = null;
        try {
            setWriting(target);
            in = target.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + columns + " FROM STDIN");
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                failIfInjected(in);
                awaitPermission();
                in.writeToCopy(row, 0, row.length);
                written();
            }
            in.endCopy();
            return null;
        } finally {
            try {
                if (in != null && in.isActive()) {
                    in.cancelCopy(); // waits for the rows that are sent, unless their statement is cancelled
                }
            } finally {
                setWriting(null);
            }
            while (out.isActive() && out.readFromCopy() != null) {
                // to read the rest is the one way that leaves the connection usable
            }
        }
    }

    private static String columns(Connection source, String table) throws SQLException {
        try (PreparedStatement statement = source.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                String columns = found.getString(1);
                if (columns == null) {
                    throw new SQLException("no matching tables were found");
                }
                return " (" + columns + ")";
            }
        }
    }

    private void failIfInjected(CopyIn in) throws SQLException {
        if (injected == null || percentage() < injected.percent) {
            return;
        }
        if (injected.keepsRows) {
            in.endCopy();
        }
        throw new SQLException(injected.message);
    }

    private synchronized void awaitPermission() throws SQLException {
        if (!mayContinue()) {
            waits = true;
            openWork.end();
        }
        while (waits) {
            try {
                wait();
            } catch (InterruptedException e) {
                cancelled = true;
                continueIfAllowed();
            }
        }
        if (cancelled) {
            throw new SQLException("it was cancelled");
        }
    }

    private synchronized void written() {
        rows++;
        progress = new Progress(0, 0, percentage());
    }

    private int percentage() {
        return total == 0 ? 0 : (int) (rows * ALL / total);
    }

    private synchronized void setWriting(Connection connection) throws SQLException {
        writing = connection == null ? null : connection.unwrap(BaseConnection.class);
    }

    private synchronized void end(String failure) {
        ended = true;
        progress = failure == null ? new Progress(1, 0, ALL) : new Progress(0, 1, percentage());
        notifyAll();
    }
}
