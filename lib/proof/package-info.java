//SOURCES DatabaseAudit.java IndexRebuild.java RowVerifier.java
/**
 * What the rows in the new database say about bots, and the rebuild of the index on their embeddings.
 * It starts no tasks and writes no rows.
 * It imports journal, aws and below; cli and the rooms above may import it.
 */
package lib.proof;
