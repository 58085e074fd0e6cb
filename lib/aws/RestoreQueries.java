package lib.aws;

/** Every statement of {@code restore} besides those that create its schema. */
public enum RestoreQueries {
    /** Whether the schema exists, all of its parts for the lease, and the tables that note what was copied. */
    EXISTS(
            """
            SELECT to_regnamespace('bedrock_chat_restore') IS NOT NULL,
                   to_regprocedure('bedrock_chat_restore.release(text)') IS NOT NULL,
                   to_regclass('bedrock_chat_restore.copies') IS NOT NULL"""),

    /** The schema and the columns of the table with the vectors. */
    COLUMNS(
            """
            SELECT CAST(n.nspname AS text), CAST(a.attname AS text), format_type(a.atttypid, a.atttypmod)
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE a.attrelid = to_regclass('items') AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum"""),

    LEASE("SELECT holder, beat FROM bedrock_chat_restore.lease"),

    /** Returns a row if the lease was free. */
    ACQUIRE("INSERT INTO bedrock_chat_restore.lease (holder) VALUES (:run) ON CONFLICT DO NOTHING RETURNING holder"),

    TAKE_OVER("SELECT bedrock_chat_restore.take_over(:run, :previous, :seen)"),

    /** Returns a row while the run still holds the lease. */
    BEAT("UPDATE bedrock_chat_restore.lease SET beat = beat + 1 WHERE holder = :run RETURNING holder"),

    RELEASE("SELECT bedrock_chat_restore.release(:run)"),

    /** In our own schema, so that it is dropped with it; an extension that exists already is left alone. */
    EXTENSION("CREATE EXTENSION IF NOT EXISTS postgres_fdw SCHEMA bedrock_chat_restore"),

    LINK("SELECT bedrock_chat_restore.link(:run, :host, :port, :database, :namespace)"),

    READER("SELECT bedrock_chat_restore.reader(:verifier)"),

    /** Whether the temporary database can be read from the new one. */
    REACHES("SELECT count(*) FROM (SELECT id FROM bedrock_chat_restore.snapshot LIMIT 1) AS one"),

    FETCH("SELECT CAST(bedrock_chat_restore.fetch(:call, :run, :bot, :bucket) AS text)"),

    INSERT_ROWS("SELECT CAST(bedrock_chat_restore.insert_rows(:call, :run, :bot, :expected, :origin) AS text)"),

    CHECKSUM("SELECT CAST(bedrock_chat_restore.checksum(:call, :bot, :bucket) AS text)"),

    REMOVE_ROWS("SELECT CAST(bedrock_chat_restore.remove_rows(:call, :run, :bot) AS text)"),

    /** The buckets that the rows name, at most this many. */
    BUCKETS(
            """
            SELECT DISTINCT substring(source FROM '^s3://([^/]+)/') FROM items
            WHERE source LIKE 's3://%/%' ORDER BY 1 LIMIT :limit"""),

    /** The result of a call, and whether it is still running. */
    RESULT(
            """
            SELECT sqlstate, message, rows, copied, checksum
            FROM bedrock_chat_restore.results WHERE call = :call"""),

    RUNNING("SELECT bedrock_chat_restore.running(:call)"),

    /** One page of the bots with copied rows; the page after {@code :bot}. */
    COPIED(
            """
            SELECT CAST(botid AS text), count(id), snapshot, proved
            FROM bedrock_chat_restore.copies JOIN bedrock_chat_restore.copied USING (botid)
            WHERE botid > CAST(:bot AS bpchar)
            GROUP BY botid, snapshot, proved ORDER BY botid LIMIT :limit"""),

    /** Notes that the copied rows of a bot are those of their snapshot, while the run holds the lease. */
    SET_PROVED(
            """
            UPDATE bedrock_chat_restore.copies SET proved = true
            WHERE botid = CAST(:bot AS bpchar)
                AND EXISTS (SELECT FROM bedrock_chat_restore.lease WHERE holder = :run)"""),

    /** Whether the index was rebuilt after the last row was copied. */
    IS_INDEXED("SELECT count(*) > 0 FROM bedrock_chat_restore.indexed"),

    SET_INDEXED("INSERT INTO bedrock_chat_restore.indexed DEFAULT VALUES"),

    /** Drops the foreign server, if the extension stays. */
    DROP_SERVER("DROP SERVER IF EXISTS bedrock_chat_restore CASCADE"),

    DROP_SCHEMA("DROP SCHEMA IF EXISTS bedrock_chat_restore CASCADE");

    private final String text;

    RestoreQueries(String text) {
        this.text = text;
    }

    /** The statement as it is sent. */
    public String text() {
        return text;
    }
}
