//SOURCES AcceptedGaps.java DatabaseAudit.java IndexRebuild.java RowVerifier.java
/**
 * The verdicts on bots by their rows in the new database, and the rebuild of the index on their embeddings. It starts
 * no tasks and writes no rows. It imports journal, aws and below; cli and the packages above may import it.
 */
package lib.proof;
