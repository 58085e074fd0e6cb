package lib.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.model.DatabaseLocation;
import lib.retry.Retrier;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import software.amazon.awssdk.services.rdsdata.model.Field;

/**
 * The schema of {@code restore} in one of its two databases, and what its functions do there. Every method can be
 * repeated after an unclear response.
 */
public final class RestoreDatabase {
    /**
     * The run that works in the database.
     *
     * @param beat a number that it raises again and again
     */
    public record Lease(String holder, long beat) {}

    /**
     * How much of the schema exists: a run that was killed at its beginning may have created a part of it.
     *
     * @param exists whether it exists at all
     * @param hasLease whether it has all that the lease needs
     * @param hasTables whether it has all tables
     */
    public record Schema(boolean exists, boolean hasLease, boolean hasTables) {}

    /** The table with the vectors: the schema that it is in, and its columns, each with its type. */
    public record ItemsTable(String namespace, Map<String, String> columns) {}

    /**
     * What a function has reported.
     *
     * @param sqlState PostgreSQL's error code; empty if it succeeded
     * @param message PostgreSQL's message; empty if it succeeded
     * @param rows how many there are, were fetched or were removed
     * @param copied how many of them this command has copied
     * @param checksum of all of them; empty if it was not computed
     */
    public record CallResult(String sqlState, String message, long rows, long copied, String checksum) {}

    /**
     * The rows of a bot that were copied.
     *
     * @param rows how many there were
     * @param snapshot the ARN of the snapshot that they came from
     * @param proved whether both databases had the same rows at some time after the copy
     */
    public record Copy(long rows, String snapshot, boolean proved) {}

    /** The schema's name. */
    static final String SCHEMA_NAME = "bedrock_chat_restore";

    private static final SqlFile SQL = SqlFile.read("restore.sql");
    private static final SqlFile LEASE_SCHEMA = SqlFile.read("lease-schema.sql");
    private static final SqlFile SCHEMA = SqlFile.read("restore-schema.sql");

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    /** How often a statement begins that ends without a result, for example because the instance restarts. */
    private static final int MAX_STARTS = 3;

    /** There is one, or one more for each bucket that the app had before. */
    private static final int MAX_BUCKETS = 10;

    private final DataApi api;
    private final Retrier retrier;

    public RestoreDatabase(AwsClients aws, DatabaseLocation database, Retrier retrier) {
        this.api = new DataApi(aws, database, retrier);
        this.retrier = retrier;
    }

    public DatabaseLocation location() {
        return api.database();
    }

    /** Runs the statement with this name. */
    List<List<Field>> query(String name, Map<String, Object> parameters) {
        return api.query(SQL.get(name), parameters);
    }

    /** How much of the schema exists. */
    public Schema schema() {
        return schema(query("exists", Map.of()));
    }

    /** The same; fails after a minute if the database is stopped or has no instance, and waits for one that resumes. */
    public Schema schemaNow() {
        return schema(api.firstQuery(SQL.get("exists")));
    }

    private static Schema schema(List<List<Field>> answer) {
        List<Field> row = answer.get(0);
        return new Schema(row.get(0).booleanValue(), row.get(1).booleanValue(), row.get(2).booleanValue());
    }

    /** The table with the vectors; without columns if it does not exist. */
    public ItemsTable itemsTable() {
        String namespace = "";
        Map<String, String> columns = new LinkedHashMap<>();
        for (List<Field> row : query("columns", Map.of())) {
            namespace = row.get(0).stringValue();
            columns.put(row.get(1).stringValue(), row.get(2).stringValue());
        }
        return new ItemsTable(namespace, columns);
    }

    /** Creates the schema with the parts that the lease needs, unless they exist. */
    public void createLease() {
        if (!schema().hasLease()) {
            LEASE_SCHEMA.statements().forEach(sql -> api.query(sql, Map.of()));
        }
    }

    /** Creates everything else in the schema. */
    public void createFunctions() {
        SCHEMA.statements().forEach(sql -> api.query(sql, Map.of()));
    }

    /** The run that works in the database, or that worked there until it was killed. */
    public Optional<Lease> lease() {
        return query("lease", Map.of()).stream()
                .findFirst()
                .map(row -> new Lease(row.get(0).stringValue(), row.get(1).longValue()));
    }

    /** Takes the lease if it is free. An unclear response may have been a success, so the lease is read. */
    public boolean acquire(String run) {
        query("acquire", Map.of("run", run));
        return lease().filter(lease -> lease.holder().equals(run)).isPresent();
    }

    /**
     * Takes the lease from a run that has ended; returns false if its beat has changed.
     *
     * @throws ServiceException if a statement of that run still runs, after 5 s; see {@link #isLocked}
     */
    public boolean takeOver(String run, Lease previous) {
        query("take_over", Map.of("run", run, "previous", previous.holder(), "seen", previous.beat()));
        return lease().filter(lease -> lease.holder().equals(run)).isPresent();
    }

    /** Whether the database gave up waiting for a lock. */
    public static boolean isLocked(ServiceException e) {
        return e.error().text().contains("55P03") || e.error().text().contains("lock timeout");
    }

    /** Shows that the run is alive; returns false if it no longer holds the lease. */
    public boolean beat(String run) {
        return !query("beat", Map.of("run", run)).isEmpty();
    }

    /** Gives the lease back; returns false if a statement of the run continues. */
    public boolean release(String run) {
        return query("release", Map.of("run", run)).get(0).get(0).booleanValue();
    }

    /** Creates the extension postgres_fdw unless it exists. */
    public void createExtension() {
        query("extension", Map.of());
    }

    /**
     * Makes the foreign table anew, with a new random password that stays in this database.
     *
     * @param source the temporary database
     * @param port of its cluster
     * @param namespace the schema of its table
     * @return the verifier of the password
     */
    public String link(String run, DatabaseLocation source, String port, String namespace) {
        String answer = query(
                        "link",
                        Map.of(
                                "run", run,
                                "host", source.host(),
                                "port", port,
                                "database", source.name(),
                                "namespace", namespace))
                .get(0)
                .get(0)
                .stringValue();
        if (answer.startsWith("error ")) {
            throw new ServiceException(
                    new ServiceError.BotRejected("the database rejected the link: " + answer.substring(6)), null);
        }
        return answer;
    }

    /** Lets the other database log in with the password of this verifier, and read the table. */
    public void allowReader(String verifier) {
        query("reader", Map.of("verifier", verifier));
    }

    /** Reads a row through the foreign table; fails if that is not possible now. */
    public void checkReach() {
        api.queryOnce(SQL.get("reaches"), Map.of());
    }

    /**
     * Fetches a bot's rows into a table of their own.
     *
     * @param bucket that the sources of files name there; empty to leave them as they are
     */
    public CallResult fetch(String call, String run, String bot, String bucket) {
        return call("fetch", call, Map.of("run", run, "bot", bot, "bucket", bucket));
    }

    /**
     * Inserts a bot's fetched rows unless the bot has rows by now.
     *
     * @param expected how many were fetched
     * @param snapshot the ARN of the snapshot that they come from
     * @return as {@code rows}, how many the bot had; as {@code copied}, how many were inserted
     */
    public CallResult insert(String call, String run, String bot, long expected, String snapshot) {
        return call(
                "insert_rows",
                call,
                Map.of("run", run, "bot", bot, "expected", expected, "origin", snapshot));
    }

    /** Notes that a bot's copied rows are those of their snapshot. */
    public void setProved(String run, String bot) {
        query("set_proved", Map.of("run", run, "bot", bot));
    }

    /**
     * Counts a bot's rows and computes their checksum.
     *
     * @param bucket as if the sources of files named this bucket; empty for the rows as they are
     */
    public CallResult checksum(String call, String bot, String bucket) {
        return call("checksum", call, Map.of("bot", bot, "bucket", bucket));
    }

    /** The buckets whose files the rows name. */
    public List<String> buckets() {
        return query("buckets", Map.of("limit", MAX_BUCKETS)).stream()
                .map(row -> row.get(0).stringValue())
                .toList();
    }

    /** Removes the rows of a bot that were copied. */
    public CallResult remove(String call, String run, String bot) {
        return call("remove_rows", call, Map.of("run", run, "bot", bot));
    }

    /** What this command knows about rows that another service copies; with tables of its own in the schema. */
    public LoadedRows loadedRows() {
        return new LoadedRows(this);
    }

    /**
     * Makes a call, and waits for its result however long it takes. Repeated, it returns the first result again: the
     * database runs no call twice, nor one that it still runs.
     */
    CallResult call(String name, String call, Map<String, Object> parameters) {
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        all.put("call", call);
        for (int starts = 0; starts < MAX_STARTS; ) {
            VectorStore.Begin begin = api.begin(SQL.get(name), all);
            Optional<CallResult> result =
                    query("result", Map.of("call", call)).stream().findFirst().map(RestoreDatabase::result);
            if (result.isPresent()) {
                return result.get();
            }
            // Without a result, a call that has finished has found the same call running.
            starts += begin == VectorStore.Begin.FINISHED ? 0 : 1;
            retrier.sleep(POLL_INTERVAL);
        }
        throw new ServiceException(
                new ServiceError.OutcomeUnknown("the database ended a statement without a result, " + MAX_STARTS
                        + " times; its log contains the reason (RDS console, Logs)"),
                null);
    }

    private static CallResult result(List<Field> row) {
        return new CallResult(
                row.get(0).stringValue(),
                row.get(1).stringValue(),
                row.get(2).longValue(),
                row.get(3).longValue(),
                row.get(4).stringValue());
    }

    /** What was copied, by bot. */
    public Map<String, Copy> copied() {
        Map<String, Copy> copied = new LinkedHashMap<>();
        api.forEachRow(SQL.get("copied"), Map.of("bot", ""), List.of("bot"), true, row -> copied.put(
                row.get(0).stringValue(),
                new Copy(
                        row.get(1).longValue(),
                        row.get(2).stringValue(),
                        row.get(3).booleanValue())));
        return copied;
    }

    /** Whether the index was rebuilt after the last row was copied. */
    public boolean isIndexed() {
        return query("is_indexed", Map.of()).get(0).get(0).booleanValue();
    }

    /** Notes that the index has been rebuilt. */
    public void setIndexed() {
        query("set_indexed", Map.of());
    }

    /** Drops the schema with everything in it, and the foreign server. */
    public void drop() {
        query("drop_server", Map.of());
        query("drop_schema", Map.of());
    }
}
