package lib.rehearsal.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import lib.rehearsal.clock.OpenWork;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/**
 * A full load of tables from one database server into another, on a thread of its own. Like pg_dump it reads one
 * snapshot of the source, and like pg_restore it writes each table with one COPY, without locks beyond those of its
 * statements: after an error in a table nothing of it is written, and the next table follows. It never runs ahead of
 * the percentage that is allowed.
 */
public final class FullLoad implements Runnable {
    /** What happens to the target's tables first: the modes of the user guide (dm-migrating-data-table-prep). */
    public enum Preparation {
        DO_NOTHING,
        TRUNCATE,
        DROP_TABLES_ON_TARGET,
        /**
         * Without a mode DMS deletes "all data, tables, and other database objects on your target database"
         * (dm-migrating-data-create); here, all tables.
         */
        DROP_ALL;

        /** Returns the mode with that name in the API; null: no mode. */
        public static Optional<Preparation> of(String name) {
            return name == null
                    ? Optional.of(DROP_ALL)
                    : Arrays.stream(values())
                            .filter(mode -> mode != DROP_ALL && mode.text().equals(name))
                            .findFirst();
        }

        /** Returns its name in the API. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How many tables wait, are being loaded, are complete and have failed, and the percentage of the rows. */
    public record Progress(int queued, int loading, int loaded, int errored, int percentage) {
        public static final Progress NONE = new Progress(0, 0, 0, 0, 0);
    }

    /**
     * A failure to be injected.
     *
     * @param keepsRows whether the rows that were written so far stay
     */
    public record Failure(int percent, String message, boolean keepsRows) {}

    /**
     * How it ended.
     *
     * @param failure null: none
     */
    public record Result(boolean cancelled, String failure) {}

    /** Both servers, and the tables that are loaded. */
    public record Plan(DbCluster source, DbCluster target, Predicate<TableName> tables, Preparation preparation) {}

    private record Table(TableName name, String columns, long rows) {}

    private static final long CANCEL_MILLIS = 100;

    private static final class CancelledException extends SQLException {}

    private final AuroraClusters aurora;
    private final Plan plan;
    private final OpenWork openWork;
    private final Failure injected;
    private final Consumer<Result> whenEnded;
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
     */
    public FullLoad(
            AuroraClusters aurora, Plan plan, OpenWork openWork, Failure injected, Consumer<Result> whenEnded) {
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
        return cancelled || allowed >= 100 || percentage() < allowed;
    }

    /** Stops it, even if its statement waits for a lock; it then ends as cancelled. */
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
        try {
            String failure = load();
            whenEnded.accept(new Result(markEnded(), failure));
        } finally {
            openWork.end();
        }
    }

    /** Returns why it failed; null if it did not. */
    private String load() {
        try {
            return aurora.use(
                    plan.source,
                    Duration.ZERO,
                    source -> aurora.use(plan.target, Duration.ZERO, target -> load(source, target)));
        } catch (SQLException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Returns the message of the first table that failed; null if none did. */
    private String load(Connection source, Connection target) throws SQLException {
        try (Statement statement = source.createStatement()) {
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        }
        List<Table> tables = tables(source);
        if (tables.isEmpty()) {
            throw new SQLException("pg_dump: error: no matching tables were found");
        }
        total = tables.stream().mapToLong(Table::rows).sum();
        setProgress(new Progress(tables.size(), 0, 0, 0, 0));
        awaitPermission();
        prepare(source, target, tables);
        String failure = null;
        for (Table table : tables) {
            count(-1, 1, 0, 0);
            try {
                copy(source, target, table);
                count(0, -1, 1, 0);
            } catch (CancelledException e) {
                throw e;
            } catch (SQLException e) {
                count(0, -1, 0, 1);
                failure = failure == null ? "pg_restore: error: " + e.getMessage() : failure;
            }
        }
        return failure;
    }

    private List<Table> tables(Connection source) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (TableName name : TableDefinition.tables(source)) {
            if (plan.tables.test(name)) {
                try (Statement statement = source.createStatement();
                        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + name.sql())) {
                    count.next();
                    tables.add(new Table(name, TableDefinition.columns(source, name), count.getLong(1)));
                }
            }
        }
        return tables;
    }

    private void prepare(Connection source, Connection target, List<Table> tables) throws SQLException {
        List<String> statements = new ArrayList<>();
        if (plan.preparation == Preparation.DROP_ALL) {
            for (TableName table : TableDefinition.tables(target)) {
                statements.add("DROP TABLE " + table.sql() + " CASCADE");
            }
        }
        List<TableName> existing = TableDefinition.tables(target);
        for (Table table : tables) {
            boolean exists = existing.contains(table.name);
            switch (plan.preparation) {
                case DO_NOTHING -> {}
                case TRUNCATE -> statements.addAll(exists ? List.of("TRUNCATE TABLE " + table.name.sql()) : List.of());
                case DROP_TABLES_ON_TARGET -> {
                    statements.add("DROP TABLE IF EXISTS " + table.name.sql() + " CASCADE");
                    statements.addAll(TableDefinition.statements(source, table.name));
                }
                case DROP_ALL -> statements.addAll(TableDefinition.statements(source, table.name));
            }
        }
        try (Statement statement = target.createStatement()) {
            setWriting(target);
            for (String sql : statements) {
                statement.execute(sql);
            }
        } finally {
            setWriting(null);
        }
    }

    private void copy(Connection source, Connection target, Table table) throws SQLException {
        String columns = table.name.sql() + " (" + table.columns + ")";
        CopyOut out = source.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + columns + " TO STDOUT");
        CopyIn in = null;
        try {
            setWriting(target);
            in = target.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + columns + " FROM STDIN");
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                failIfInjected(in);
                awaitPermission();
                in.writeToCopy(row, 0, row.length);
                written();
            }
            in.endCopy();
        } finally {
            try {
                if (in != null && in.isActive()) {
                    in.cancelCopy(); // waits for the rows that are sent, unless their statement is cancelled
                }
            } finally {
                setWriting(null);
            }
            while (out.isActive() && out.readFromCopy() != null) {
                // to read the rest is the one way that leaves the snapshot usable
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

    private synchronized void awaitPermission() throws CancelledException {
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
            throw new CancelledException();
        }
    }

    private synchronized void written() {
        rows++;
        Progress p = progress;
        progress = new Progress(p.queued, p.loading, p.loaded, p.errored, percentage());
    }

    private int percentage() {
        return total == 0 ? 0 : (int) (rows * 100 / total);
    }

    private synchronized void count(int queued, int loading, int loaded, int errored) {
        Progress p = progress;
        boolean complete = p.queued + queued + p.loading + loading == 0 && p.errored + errored == 0;
        progress = new Progress(
                p.queued + queued,
                p.loading + loading,
                p.loaded + loaded,
                p.errored + errored,
                complete ? 100 : p.percentage);
    }

    private synchronized void setProgress(Progress newProgress) {
        progress = newProgress;
    }

    private synchronized void setWriting(Connection connection) throws SQLException {
        writing = connection == null ? null : connection.unwrap(BaseConnection.class);
    }

    /** Returns whether it was cancelled. */
    private synchronized boolean markEnded() {
        ended = true;
        notifyAll();
        return cancelled;
    }
}
