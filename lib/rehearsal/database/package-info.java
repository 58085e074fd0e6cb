//SOURCES AuroraClusters.java ChunkRows.java ConnectionPool.java DataApiParameters.java DataApiResult.java
//SOURCES DirectSql.java NamedParameterSql.java PgvectorSubstitute.java PostgresBinaries.java PostgresServer.java
//SOURCES RdsDataApi.java SharedPostgres.java Ulid.java

/**
 * The Aurora clusters and their Data API: a real PostgreSQL, its binaries and its server, pgvector or a substitute
 * for it, and the rows of embedded bots. When a bot's rows are written is decided in {@code ecs}. It imports
 * {@code stack} and {@code wire}; ecs and the root may import it.
 */
package lib.rehearsal.database;
