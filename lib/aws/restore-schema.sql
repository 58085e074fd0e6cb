-- The tables and functions of restore besides those of the lease, in the order of their creation. No text has a colon
-- before a letter, because that would be a parameter of the Data API.

-- name: results
-- The result of each call; sqlstate is empty unless it failed.
CREATE TABLE IF NOT EXISTS bedrock_chat_restore.results (
    call text PRIMARY KEY,
    sqlstate text NOT NULL DEFAULT '',
    message text NOT NULL DEFAULT '',
    rows bigint NOT NULL DEFAULT 0,
    copied bigint NOT NULL DEFAULT 0,
    checksum text NOT NULL DEFAULT '');

-- name: copied
-- The ids of the rows that were copied.
CREATE TABLE IF NOT EXISTS bedrock_chat_restore.copied (
    id char(26) PRIMARY KEY,
    botid char(26) NOT NULL);

-- name: copies
-- The bots with copied rows: the ARN of the snapshot that they came from, and whether they were proved.
CREATE TABLE IF NOT EXISTS bedrock_chat_restore.copies (
    botid char(26) PRIMARY KEY,
    snapshot text NOT NULL,
    proved boolean NOT NULL DEFAULT false);

-- name: indexed
-- Whether the index was rebuilt after the last row was copied.
CREATE TABLE IF NOT EXISTS bedrock_chat_restore.indexed (at timestamptz NOT NULL DEFAULT now());

-- name: loaded
-- At most one row: the copy of the whole table by another service.
CREATE TABLE IF NOT EXISTS bedrock_chat_restore.loaded (
    snapshot text NOT NULL,
    complete boolean NOT NULL DEFAULT false,
    proved boolean NOT NULL DEFAULT false,
    one boolean NOT NULL DEFAULT true UNIQUE CHECK (one));

-- name: hold
-- Fails unless the run holds the lease. Its lock lasts until the end of the transaction: heartbeats go on beside it,
-- and another run waits for it before it takes over.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.hold(run text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM bedrock_chat_restore.lease WHERE holder = run FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'another run has taken over' USING ERRCODE = 'BR001';
    END IF;
END $$;

-- name: call
-- Runs a step, which can take longer than the Data API's 45 s, and writes its result, or its error, into the table
-- results. A call that is running, or has a result, does nothing: the result is looked for in a statement of its own,
-- which sees what was committed before the lock was free. A step that changes items needs the run that holds the lease.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.call(id text, run text, step text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    result bedrock_chat_restore.results;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended(id, 0)) THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM bedrock_chat_restore.results WHERE call = id) THEN
        RETURN;
    END IF;
    BEGIN
        IF run <> '' THEN
            PERFORM bedrock_chat_restore.hold(run);
        END IF;
        EXECUTE 'SELECT * FROM bedrock_chat_restore.' || step INTO result;
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        result.sqlstate = SQLSTATE;
        result.message = SQLERRM;
    END;
    INSERT INTO bedrock_chat_restore.results (call, sqlstate, message, rows, copied, checksum)
    VALUES (id, coalesce(result.sqlstate, ''), coalesce(result.message, ''), coalesce(result.rows, 0),
        coalesce(result.copied, 0), coalesce(result.checksum, ''));
END $$;

-- name: lock_items
-- Lets writers of items wait until the end of the transaction. A queue of writers forms behind a lock that is waited
-- for, so it waits 5 s at most.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.lock_items() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('lock_timeout', '5s', true);
    LOCK TABLE items IN SHARE ROW EXCLUSIVE MODE;
END $$;

-- name: hmac
-- HMAC-SHA-256 with a key of at most 64 bytes (RFC 2104).
CREATE OR REPLACE FUNCTION bedrock_chat_restore.hmac(secret bytea, message bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    inner_pad bytea = decode(repeat('36', 64), 'hex');
    outer_pad bytea = decode(repeat('5c', 64), 'hex');
BEGIN
    FOR i IN 0 .. length(secret) - 1 LOOP
        inner_pad = set_byte(inner_pad, i, get_byte(secret, i) # 54);
        outer_pad = set_byte(outer_pad, i, get_byte(secret, i) # 92);
    END LOOP;
    RETURN sha256(outer_pad || sha256(inner_pad || message));
END $$;

-- name: scram_verifier
-- What PostgreSQL stores for a password (RFC 5802, RFC 7677). One iteration: the password is random, with 244 bits,
-- so that more of them would protect nothing.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.scram_verifier(password text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    salt bytea = decode(replace(CAST(gen_random_uuid() AS text), '-', ''), 'hex');
    salted bytea = bedrock_chat_restore.hmac(convert_to(password, 'UTF8'), salt || '\x00000001');
BEGIN
    RETURN format('SCRAM-SHA-256$1:%s$%s:%s', encode(salt, 'base64'),
        encode(sha256(bedrock_chat_restore.hmac(salted, 'Client Key')), 'base64'),
        encode(bedrock_chat_restore.hmac(salted, 'Server Key'), 'base64'));
END $$;

-- name: link
-- On the new database: makes the foreign table anew, with a new random password, and returns its verifier, or an
-- error. The password is no parameter, so that no log shows it, and an error is caught, so that no context does. It
-- is kept in the user mapping, and in pg_stat_statements where that tracks nested statements (track = all). It is of
-- no use after the temporary database is deleted.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.link(
    run text, host text, port text, database text, namespace text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    password text = replace(CAST(gen_random_uuid() AS text) || gen_random_uuid(), '-', '');
BEGIN
    PERFORM bedrock_chat_restore.hold(run);
    PERFORM set_config('lock_timeout', '30s', true);
    DROP SERVER IF EXISTS bedrock_chat_restore CASCADE;
    EXECUTE format('CREATE SERVER bedrock_chat_restore FOREIGN DATA WRAPPER postgres_fdw
        OPTIONS (host %L, port %L, dbname %L, sslmode ''require'', connect_timeout ''5'',
            fetch_size ''200'', keep_connections ''off'')', host, port, database);
    EXECUTE format('CREATE USER MAPPING FOR CURRENT_USER SERVER bedrock_chat_restore
        OPTIONS (user ''bedrock_chat_restore'', password %L)', password);
    EXECUTE format('CREATE FOREIGN TABLE bedrock_chat_restore.snapshot
        (id char(26), botid char(26), content text, source text, embedding vector(1024))
        SERVER bedrock_chat_restore OPTIONS (schema_name %L, table_name ''items'')', namespace);
    RETURN bedrock_chat_restore.scram_verifier(password);
EXCEPTION WHEN query_canceled OR OTHERS THEN
    RETURN 'error ' || SQLSTATE || ' ' || replace(SQLERRM, password, '…');
END $$;

-- name: reader
-- On the temporary database: lets the new one log in for a day and read items, and returns the table's schema.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.reader(verifier text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bedrock_chat_restore') THEN
        CREATE ROLE bedrock_chat_restore;
    END IF;
    EXECUTE format('ALTER ROLE bedrock_chat_restore LOGIN PASSWORD %L VALID UNTIL %L',
        verifier, now() + interval '1 day');
    GRANT SELECT ON items TO bedrock_chat_restore;
    RETURN '';
END $$;

-- name: in_bucket
-- The source of a row as it is in another bucket: the app makes the link to a file from it (upstream
-- backend/app/vector_search.py, get_source_link). An empty bucket changes nothing, and nor does a URL.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.in_bucket(source text, bucket text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN bucket = '' THEN source
        ELSE regexp_replace(source, '^s3://[^/]+/', 's3://' || bucket || '/') END $$;

-- name: fetch
-- A step: fetches a bot's rows into a table of their own, without a lock on items. The bot's id is a literal, so that
-- the index on the other side is used.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.fetch(
    bot text, bucket text, OUT result bedrock_chat_restore.results)
LANGUAGE plpgsql AS $$
BEGIN
    IF bot !~ '^[0-9A-Za-z]{26}$' THEN
        RAISE EXCEPTION 'not a bot id';
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS bedrock_chat_restore.%I', 'rows_' || bot);
    EXECUTE format('CREATE UNLOGGED TABLE bedrock_chat_restore.%I AS
        SELECT id, botid, content, bedrock_chat_restore.in_bucket(source, %L) AS source, embedding
        FROM bedrock_chat_restore.snapshot WHERE botid = %L', 'rows_' || bot, bucket, bot);
    GET DIAGNOSTICS result.rows = ROW_COUNT;
END $$;

-- name: insert_rows
-- A step: inserts the fetched rows, unless the bot has rows by now. Writers of items wait from the check until the
-- commit, so each bot has one set of rows, whatever an embedding task does.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.insert_rows(
    bot text, expected bigint, origin text, OUT result bedrock_chat_restore.results)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bedrock_chat_restore.lock_items();
    SELECT count(*) INTO result.rows FROM items WHERE botid = CAST(bot AS bpchar);
    IF result.rows = 0 THEN
        EXECUTE format('INSERT INTO items (id, botid, content, source, embedding)
            SELECT id, botid, content, source, embedding
            FROM bedrock_chat_restore.%I', 'rows_' || bot);
        GET DIAGNOSTICS result.copied = ROW_COUNT;
        IF result.copied <> expected THEN
            RAISE EXCEPTION 'the fetched rows are incomplete' USING ERRCODE = 'BR002';
        END IF;
        DELETE FROM bedrock_chat_restore.copied WHERE botid = CAST(bot AS bpchar);
        EXECUTE format('INSERT INTO bedrock_chat_restore.copied (id, botid)
            SELECT id, botid FROM bedrock_chat_restore.%I', 'rows_' || bot);
        PERFORM bedrock_chat_restore.note(bot, origin);
    END IF;
    EXECUTE format('DROP TABLE bedrock_chat_restore.%I', 'rows_' || bot);
END $$;

-- name: note
-- Notes that a bot has rows of that snapshot, which are neither proved nor in the index yet.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.note(bot text, origin text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO bedrock_chat_restore.copies (botid, snapshot) VALUES (bot, origin)
    ON CONFLICT (botid) DO UPDATE SET snapshot = EXCLUDED.snapshot, proved = false;
    DELETE FROM bedrock_chat_restore.indexed;
END $$;

-- name: checksum
-- A step: counts a bot's rows, and those that were copied, and computes a checksum that does not depend on their
-- order, of the rows as they are in that bucket.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.checksum(
    bot text, bucket text, OUT result bedrock_chat_restore.results)
LANGUAGE plpgsql AS $$
BEGIN
    SELECT count(*), count(copied.id), CAST(sum(hashtextextended(CAST(
        jsonb_build_array(items.id, items.botid, items.content,
            bedrock_chat_restore.in_bucket(items.source, bucket),
            md5(vector_send(items.embedding))) AS text), 0)) AS text)
    INTO result.rows, result.copied, result.checksum
    FROM items LEFT JOIN bedrock_chat_restore.copied ON copied.id = items.id
    WHERE items.botid = CAST(bot AS bpchar);
END $$;

-- name: remove_rows
-- A step: removes the copied rows of a bot, and no others.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.remove_rows(
    bot text, OUT result bedrock_chat_restore.results)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bedrock_chat_restore.lock_items();
    DELETE FROM items USING bedrock_chat_restore.copied
    WHERE items.id = copied.id AND copied.botid = CAST(bot AS bpchar)
        AND items.botid = CAST(bot AS bpchar);
    GET DIAGNOSTICS result.rows = ROW_COUNT;
    DELETE FROM bedrock_chat_restore.copied WHERE botid = CAST(bot AS bpchar);
    DELETE FROM bedrock_chat_restore.copies WHERE botid = CAST(bot AS bpchar);
END $$;

-- name: adopt
-- A step: notes which rows of a bot came from the snapshot, and lets the sources of files name that bucket. The lock
-- waits for the transactions that were under way when the rows were copied: an embedding task whose DELETE did not see
-- them has ended then.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.adopt(
    bot text, ids text, origin text, bucket text, OUT result bedrock_chat_restore.results)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bedrock_chat_restore.lock_items();
    INSERT INTO bedrock_chat_restore.copied (id, botid)
    SELECT id, botid FROM items
    WHERE botid = CAST(bot AS bpchar) AND id = ANY (CAST(string_to_array(ids, ',') AS bpchar[]))
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS result.rows = ROW_COUNT;
    UPDATE items SET source = bedrock_chat_restore.in_bucket(source, bucket)
    WHERE botid = CAST(bot AS bpchar) AND id = ANY (CAST(string_to_array(ids, ',') AS bpchar[]))
        AND source <> bedrock_chat_restore.in_bucket(source, bucket);
    IF result.rows > 0 THEN
        PERFORM bedrock_chat_restore.note(bot, origin);
    END IF;
END $$;
