-- The table and the indexes of upstream's setup-pgvector; without pgvector, an ordinary index takes ivfflat's place.
CREATE TABLE items (id CHAR(26) PRIMARY KEY, botid CHAR(26), content text, source text, embedding vector(1024));
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_am WHERE amname = 'ivfflat') THEN
        CREATE INDEX idx_items_embedding ON items USING ivfflat (embedding vector_l2_ops) WITH (lists = 100);
    ELSE
        CREATE INDEX idx_items_embedding ON items USING hash (md5(embedding::text));
    END IF;
END $$;
CREATE INDEX idx_items_botid ON items (botid);
