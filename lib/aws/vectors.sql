-- The statements about the vectors. Upstream's table is items(id, botid, content, source, embedding)
-- (cdk/custom-resources/setup-pgvector). Ids are CHAR(26): they are compared as such, so that their index is used.

-- name: reachable
-- Whether the table can be read.
SELECT count(*) FROM (SELECT 1 FROM items LIMIT 1) AS one;

-- name: sources
-- One page of the rows of some bots by source: chunks, how often they exist, the lowest and the highest id; the page
-- after :bot and :source. A source exists as often as the rarest of its contents; a document that repeats a page has
-- that content only more often. :bots is a list of as many parameters as there are bots.
SELECT CAST(botid AS text), source, CAST(sum(chunks) AS bigint),
       CAST(min(copies) AS bigint), CAST(min(lowest) AS text), CAST(max(highest) AS text)
FROM (SELECT botid, coalesce(source, '') AS source, count(embedding) AS chunks, count(*) AS copies,
             min(id COLLATE "C") AS lowest, max(id COLLATE "C") AS highest
      FROM items
      WHERE botid IN (:bots) AND (botid, coalesce(source, '')) > (CAST(:bot AS bpchar), CAST(:source AS text))
      GROUP BY botid, coalesce(source, ''), md5(coalesce(content, ''))) AS contents
GROUP BY botid, source ORDER BY botid, source LIMIT :limit;

-- name: bots
-- One page of all bots that have rows: rows, those without embedding, those with another dimension; the page after
-- :bot.
SELECT CAST(botid AS text), count(*), count(*) - count(embedding),
       count(*) FILTER (WHERE vector_dims(embedding) <> 1024)
FROM items WHERE botid > CAST(:bot AS bpchar) GROUP BY botid ORDER BY botid LIMIT :limit;

-- name: random_rows
SELECT CAST(id AS text), CAST(botid AS text) FROM items
WHERE embedding IS NOT NULL ORDER BY random() LIMIT :limit;

-- name: embedding
SELECT CAST(embedding AS text) FROM items WHERE id = CAST(:id AS bpchar);

-- name: nearest
-- The app's own query (upstream backend/app/vector_search.py), with the distance added.
SELECT CAST(id AS text), embedding <-> CAST(:embedding AS vector) FROM items
WHERE botid = CAST(:bot AS bpchar) ORDER BY embedding <-> CAST(:embedding AS vector) LIMIT 20;

-- name: indexes
-- The index on the embeddings, and the leftovers of interrupted rebuilds: name, validity, and the file that a
-- rebuild changes.
SELECT CAST(c.relname AS text), i.indisvalid, CAST(pg_relation_filenode(c.oid) AS bigint)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = CAST('items' AS regclass) AND c.relname LIKE 'idx\_items\_embedding%'
ORDER BY c.relname;

-- name: progress
SELECT phase, coalesce(tuples_done, 0), coalesce(tuples_total, 0),
       coalesce(blocks_done, 0), coalesce(blocks_total, 0)
FROM pg_stat_progress_create_index WHERE relid = CAST('items' AS regclass);

-- name: reindex_concurrently
REINDEX INDEX CONCURRENTLY idx_items_embedding;

-- name: reindex
REINDEX INDEX idx_items_embedding;
