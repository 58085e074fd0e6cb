//SOURCES Journal.java JournalFile.java JournalRecord.java RowId.java
/**
 * The write-ahead journal: what was intended, started and ended, forced to disk before it counts. It does not decide
 * what to do with a bot; that is the task of the package embed. It imports common and model; proof and the packages
 * above may import it.
 */
package lib.journal;
