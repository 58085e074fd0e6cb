-- A substitute for pgvector's type, on PostgreSQL's own functions for text: it counts dimensions, and reads the numbers
-- only when a distance is computed.
CREATE TYPE vector;
CREATE FUNCTION vector_in(cstring) RETURNS vector
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textin';
CREATE FUNCTION vector_out(vector) RETURNS cstring
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textout';
CREATE FUNCTION vector_send(vector) RETURNS bytea
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textsend';
CREATE FUNCTION vector_recv(internal) RETURNS vector
    LANGUAGE internal STABLE STRICT PARALLEL SAFE AS 'textrecv';
CREATE FUNCTION vector_typmod_in(cstring[]) RETURNS integer
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varchartypmodin';
CREATE FUNCTION vector_typmod_out(integer) RETURNS cstring
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varchartypmodout';
CREATE TYPE vector (INPUT = vector_in, OUTPUT = vector_out, SEND = vector_send, RECEIVE = vector_recv,
    TYPMOD_IN = vector_typmod_in, TYPMOD_OUT = vector_typmod_out,
    INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = external);
CREATE FUNCTION vector_to_numbers(vector) RETURNS float8[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT translate($1::text, '[]', '{}')::float8[] $$;
CREATE FUNCTION vector_dims(vector) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT length($1::text) - length(replace($1::text, ',', '')) + 1 $$;
CREATE FUNCTION l2_distance(vector, vector) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
    $$ SELECT sqrt(sum((a - b) ^ 2))
    FROM unnest(vector_to_numbers($1), vector_to_numbers($2)) AS numbers(a, b) $$;
CREATE OPERATOR <-> (LEFTARG = vector, RIGHTARG = vector, FUNCTION = l2_distance, COMMUTATOR = '<->');
CREATE FUNCTION vector(vector, integer, boolean) RETURNS vector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE dimensions integer := vector_dims($1);
    BEGIN
        IF $1::text NOT LIKE '[_%]' THEN
            RAISE EXCEPTION 'invalid input syntax for type vector: "%"', $1
                USING ERRCODE = 'invalid_text_representation';
        END IF;
        -- the type modifier is that of varchar: the length and four
        IF $2 >= 0 AND dimensions <> $2 - 4 THEN
            RAISE EXCEPTION 'expected % dimensions, not %', $2 - 4, dimensions
                USING ERRCODE = 'data_exception';
        END IF;
        RETURN $1;
    END $$;
CREATE CAST (vector AS vector) WITH FUNCTION vector(vector, integer, boolean) AS IMPLICIT;
