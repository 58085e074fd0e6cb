//SOURCES AuroraClusters.java AuroraServer.java AuroraServers.java ChunkRows.java ClusterDatabase.java
//SOURCES ClusterSnapshot.java ClusterSnapshots.java ConnectionPool.java
//SOURCES DataApiResult.java DbCluster.java DirectSql.java EngineVersions.java FullLoad.java
//SOURCES NamedParameterSql.java PgvectorSubstitute.java PostgresBinaries.java PostgresServer.java RdsApi.java
//SOURCES RdsDataApi.java SharedPostgres.java SnapshotContent.java StackClusters.java
//SOURCES TlsCertificate.java Ulid.java

/**
 * The Aurora clusters, their snapshots, RDS and the Data API: real PostgreSQL servers and their binaries, pgvector or a
 * substitute for it, and the rows of embedded bots. When a bot's rows are written is decided in {@code ecs}, and when a
 * cluster is created in {@code cloudformation}. It imports {@code stack}, {@code clock} and
 * {@code wire}; ecs, dms, cloudformation, scenario and the root may import it.
 */
package lib.rehearsal.database;
