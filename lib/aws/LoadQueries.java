package lib.aws;

/** Every statement about rows that another service copies. */
public enum LoadQueries {
    /** At most one row: the load. */
    TABLE(
            """
            CREATE TABLE IF NOT EXISTS bedrock_chat_restore.loaded (
                snapshot text NOT NULL,
                complete boolean NOT NULL DEFAULT false,
                proved boolean NOT NULL DEFAULT false,
                one boolean NOT NULL DEFAULT true UNIQUE CHECK (one))"""),

    /**
     * Notes which rows of a bot came from the snapshot, and lets the sources of files name that bucket. The lock waits
     * for the transactions that were under way when the rows were copied: an embedding task whose DELETE did not see
     * them has ended then.
     */
    ADOPT_FUNCTION(
            RestoreSchema.call(
                    "adopt",
                    "run text, bot text, ids text, origin text, bucket text",
                    "adopted bigint;",
                    """
            PERFORM bedrock_chat_restore.hold(run);
            PERFORM set_config('lock_timeout', '5s', true);
            LOCK TABLE items IN SHARE ROW EXCLUSIVE MODE;
            INSERT INTO bedrock_chat_restore.copied (id, botid)
            SELECT items.id, items.botid FROM items
            WHERE items.botid = CAST(bot AS bpchar)
                AND items.id = ANY (CAST(string_to_array(ids, ',') AS bpchar[]))
            ON CONFLICT DO NOTHING;
            GET DIAGNOSTICS adopted = ROW_COUNT;
            UPDATE items SET source = bedrock_chat_restore.in_bucket(source, bucket)
            WHERE items.botid = CAST(bot AS bpchar)
                AND items.id = ANY (CAST(string_to_array(ids, ',') AS bpchar[]))
                AND source <> bedrock_chat_restore.in_bucket(source, bucket);
            IF adopted > 0 THEN
                INSERT INTO bedrock_chat_restore.copies (botid, snapshot) VALUES (bot, origin)
                ON CONFLICT (botid) DO UPDATE SET snapshot = EXCLUDED.snapshot, proved = false;
                DELETE FROM bedrock_chat_restore.indexed;
            END IF;
            INSERT INTO bedrock_chat_restore.results (call, rows) VALUES (call_id, adopted);
            """)),

    EXISTS("SELECT to_regclass('bedrock_chat_restore.loaded') IS NOT NULL"),

    LOAD("SELECT snapshot, complete, proved FROM bedrock_chat_restore.loaded"),

    BEGIN("INSERT INTO bedrock_chat_restore.loaded (snapshot) VALUES (:snapshot) ON CONFLICT DO NOTHING"),

    COMPLETE("UPDATE bedrock_chat_restore.loaded SET complete = true"),

    SET_PROVED("UPDATE bedrock_chat_restore.loaded SET proved = true"),

    UNDO("DELETE FROM bedrock_chat_restore.loaded"),

    IS_EMPTY("SELECT NOT EXISTS (SELECT FROM items)"),

    /** One page of the ids of a bot's rows; the page after {@code :after}. */
    IDS(
            """
            SELECT CAST(id AS text) FROM items
            WHERE botid = CAST(:bot AS bpchar) AND id > CAST(:after AS bpchar) ORDER BY id LIMIT :limit"""),

    ADOPT("SELECT CAST(bedrock_chat_restore.adopt(:call, :run, :bot, :ids, :origin, :bucket) AS text)");

    private final String text;

    LoadQueries(String text) {
        this.text = text;
    }

    /** The statement as it is sent. */
    public String text() {
        return text;
    }
}
