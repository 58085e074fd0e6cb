//SOURCES AuroraClusters.java AuroraServer.java ChunkRows.java ClusterDatabase.java ClusterSnapshot.java
//SOURCES ClusterSnapshots.java ConnectionPool.java DataApiResult.java DbCluster.java DirectSql.java
//SOURCES NamedParameterSql.java PostgresBinaries.java
//SOURCES PostgresServer.java RdsApi.java RdsDataApi.java SharedPostgres.java SnapshotContent.java
//SOURCES TableCopy.java TlsCertificate.java
//FILES data/=aurora.conf data/=aurora.sql data/=items.sql data/=postgres.sh data/=postgresql.conf data/=vector.sql

/**
 * The Aurora clusters, their snapshots, RDS and the Data API: real PostgreSQL servers and their binaries, pgvector or a
 * substitute for it, and the rows of embedded bots. When a bot's rows are written is decided in {@code ecs}, and when a
 * cluster is created in {@code cloudformation}. It imports {@code stack}, {@code clock} and
 * {@code wire}; ecs, dms, cloudformation, scenario and the root may import it.
 */
package lib.rehearsal.database;
