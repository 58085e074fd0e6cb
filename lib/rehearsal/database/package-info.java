//SOURCES AuroraClusters.java AuroraServer.java ChunkRows.java ClusterDatabase.java ConnectionPool.java
//SOURCES DataApiParameters.java DataApiResult.java DbCluster.java DirectSql.java NamedParameterSql.java
//SOURCES PgvectorSubstitute.java PostgresBinaries.java PostgresServer.java RdsDataApi.java SharedPostgres.java
//SOURCES SnapshotContent.java TlsCertificate.java Ulid.java

/**
 * The Aurora clusters and their Data API: a real PostgreSQL, its binaries and its server, pgvector or a substitute
 * for it, and the rows of embedded bots. When a bot's rows are written is decided in {@code ecs}. It imports
 * {@code stack} and {@code wire}; ecs and the root may import it.
 */
package lib.rehearsal.database;
