-- What the lease of restore needs, in a schema of its own in the new database and in the temporary one, in the order of
-- creation. It decides which run creates the rest (restore-schema.sql).

-- name: schema
CREATE SCHEMA IF NOT EXISTS bedrock_chat_restore;

-- name: lease
-- At most one row: the run that works here. A beat that stays the same shows that the run has ended.
CREATE TABLE IF NOT EXISTS bedrock_chat_restore.lease (
    holder text PRIMARY KEY,
    beat bigint NOT NULL DEFAULT 0,
    one boolean NOT NULL DEFAULT true UNIQUE CHECK (one));

-- name: take_over
-- Takes the lease from a run whose beat has stayed the same; waits at most 5 s for that run's statements.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.take_over(run text, previous text, seen bigint)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('lock_timeout', '5s', true);
    UPDATE bedrock_chat_restore.lease SET holder = run, beat = beat + 1
    WHERE holder = previous AND beat = seen;
    RETURN FOUND;
END $$;

-- name: release
-- Gives the lease back, unless a statement of the run continues for more than 2 s.
CREATE OR REPLACE FUNCTION bedrock_chat_restore.release(run text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('lock_timeout', '2s', true);
    DELETE FROM bedrock_chat_restore.lease WHERE holder = run;
    RETURN FOUND;
EXCEPTION WHEN lock_not_available THEN
    RETURN false;
END $$;
