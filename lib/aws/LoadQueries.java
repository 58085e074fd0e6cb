package lib.aws;

/** Every statement about rows that another service copies. */
public enum LoadQueries {
    /** At most one row: the load. */
    TABLE(
            """
            CREATE TABLE IF NOT EXISTS bedrock_chat_restore.load (
                complete boolean NOT NULL DEFAULT false,
                one boolean NOT NULL DEFAULT true UNIQUE CHECK (one))"""),

    /**
     * Notes which rows of a bot came from the snapshot. The lock waits for the transactions that were under way when
     * the rows were copied: an embedding task whose DELETE did not see them has ended then.
     */
    ADOPT_FUNCTION(
            RestoreSchema.call(
                    "adopt",
                    "run text, bot text, ids text",
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
            IF adopted > 0 THEN
                DELETE FROM bedrock_chat_restore.indexed;
            END IF;
            INSERT INTO bedrock_chat_restore.results (call, rows) VALUES (call_id, adopted);
            """)),

    EXISTS("SELECT to_regclass('bedrock_chat_restore.load') IS NOT NULL"),

    LOAD("SELECT complete FROM bedrock_chat_restore.load"),

    BEGIN("INSERT INTO bedrock_chat_restore.load DEFAULT VALUES ON CONFLICT DO NOTHING"),

    COMPLETE("UPDATE bedrock_chat_restore.load SET complete = true"),

    UNDO("DELETE FROM bedrock_chat_restore.load"),

    IS_EMPTY("SELECT NOT EXISTS (SELECT FROM items)"),

    /** One page of the ids of a bot's rows; the page after {@code :after}. */
    IDS(
            """
            SELECT CAST(id AS text) FROM items
            WHERE botid = CAST(:bot AS bpchar) AND id > CAST(:after AS bpchar) ORDER BY id LIMIT :limit"""),

    ADOPT("SELECT CAST(bedrock_chat_restore.adopt(:call, :run, :bot, :ids) AS text)");

    private final String text;

    LoadQueries(String text) {
        this.text = text;
    }

    /** The statement as it is sent. */
    public String text() {
        return text;
    }
}
