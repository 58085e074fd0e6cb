-- The statements of restore besides those that create its schema.

-- name: exists
-- Whether the schema exists, all of its parts for the lease, and all of its tables.
SELECT to_regnamespace('bedrock_chat_restore') IS NOT NULL,
       to_regprocedure('bedrock_chat_restore.release(text)') IS NOT NULL,
       to_regclass('bedrock_chat_restore.loaded') IS NOT NULL;

-- name: columns
-- The schema and the columns of the table with the vectors.
SELECT CAST(n.nspname AS text), CAST(a.attname AS text), format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.attrelid = to_regclass('items') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum;

-- name: lease
SELECT holder, beat FROM bedrock_chat_restore.lease;

-- name: acquire
-- Returns a row if the lease was free.
INSERT INTO bedrock_chat_restore.lease (holder) VALUES (:run) ON CONFLICT DO NOTHING RETURNING holder;

-- name: take_over
SELECT bedrock_chat_restore.take_over(:run, :previous, :seen);

-- name: beat
-- Returns a row while the run still holds the lease.
UPDATE bedrock_chat_restore.lease SET beat = beat + 1 WHERE holder = :run RETURNING holder;

-- name: release
SELECT bedrock_chat_restore.release(:run);

-- name: extension
-- In our own schema, so that it is dropped with it; an extension that exists already is left alone.
CREATE EXTENSION IF NOT EXISTS postgres_fdw SCHEMA bedrock_chat_restore;

-- name: link
SELECT bedrock_chat_restore.link(:run, :host, :port, :database, :namespace);

-- name: reader
SELECT bedrock_chat_restore.reader(:verifier);

-- name: reaches
-- Whether the temporary database can be read from the new one.
SELECT count(*) FROM (SELECT id FROM bedrock_chat_restore.snapshot LIMIT 1) AS one;

-- name: fetch
SELECT CAST(bedrock_chat_restore.call(:call, :run, format('fetch(%L, %L)',
    CAST(:bot AS text), CAST(:bucket AS text))) AS text);

-- name: insert_rows
SELECT CAST(bedrock_chat_restore.call(:call, :run, format('insert_rows(%L, %L, %L)',
    CAST(:bot AS text), CAST(:expected AS text), CAST(:origin AS text))) AS text);

-- name: checksum
SELECT CAST(bedrock_chat_restore.call(:call, '', format('checksum(%L, %L)',
    CAST(:bot AS text), CAST(:bucket AS text))) AS text);

-- name: remove_rows
SELECT CAST(bedrock_chat_restore.call(:call, :run, format('remove_rows(%L)',
    CAST(:bot AS text))) AS text);

-- name: buckets
-- The buckets that the rows name, at most this many.
SELECT DISTINCT substring(source FROM '^s3://([^/]+)/') FROM items
WHERE source LIKE 's3://%/%' ORDER BY 1 LIMIT :limit;

-- name: result
SELECT sqlstate, message, rows, copied, checksum
FROM bedrock_chat_restore.results WHERE call = :call;

-- name: copied
-- One page of the bots with copied rows; the page after :bot.
SELECT CAST(botid AS text), count(id), snapshot, proved
FROM bedrock_chat_restore.copies JOIN bedrock_chat_restore.copied USING (botid)
WHERE botid > CAST(:bot AS bpchar)
GROUP BY botid, snapshot, proved ORDER BY botid LIMIT :limit;

-- name: set_proved
-- Notes that the copied rows of a bot are those of their snapshot, while the run holds the lease.
UPDATE bedrock_chat_restore.copies SET proved = true
WHERE botid = CAST(:bot AS bpchar)
    AND EXISTS (SELECT FROM bedrock_chat_restore.lease WHERE holder = :run);

-- name: is_indexed
-- Whether the index was rebuilt after the last row was copied.
SELECT count(*) > 0 FROM bedrock_chat_restore.indexed;

-- name: set_indexed
INSERT INTO bedrock_chat_restore.indexed DEFAULT VALUES;

-- name: drop_server
-- Drops the foreign server, if the extension stays.
DROP SERVER IF EXISTS bedrock_chat_restore CASCADE;

-- name: drop_schema
DROP SCHEMA IF EXISTS bedrock_chat_restore CASCADE;

-- name: load
SELECT snapshot, complete, proved FROM bedrock_chat_restore.loaded;

-- name: load_begin
INSERT INTO bedrock_chat_restore.loaded (snapshot) VALUES (:snapshot) ON CONFLICT DO NOTHING;

-- name: load_complete
UPDATE bedrock_chat_restore.loaded SET complete = true;

-- name: load_set_proved
UPDATE bedrock_chat_restore.loaded SET proved = true;

-- name: load_undo
DELETE FROM bedrock_chat_restore.loaded;

-- name: ids
-- One page of the ids of a bot's rows; the page after :after.
SELECT CAST(id AS text) FROM items
WHERE botid = CAST(:bot AS bpchar) AND id > CAST(:after AS bpchar) ORDER BY id LIMIT :limit;

-- name: adopt
SELECT CAST(bedrock_chat_restore.call(:call, :run, format('adopt(%L, %L, %L, %L)',
    CAST(:bot AS text), CAST(:ids AS text), CAST(:origin AS text), CAST(:bucket AS text))) AS text);
