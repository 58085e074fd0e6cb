//SOURCES AppStack.java AuroraPrice.java BotRows.java BotWorkers.java CleanUp.java CopyByDms.java CopyByLink.java
//SOURCES CopyProof.java DataLoad.java DmsPlan.java EmbeddedNow.java Lease.java Leftovers.java LinkError.java
//SOURCES NewDatabase.java NextOfRestore.java Restore.java RestoreCommand.java RestoreJson.java RestoreOptions.java
//SOURCES RestoreOutcome.java RestorePlan.java RestoreProgress.java RestoreReport.java RestoreRun.java
//SOURCES RestoreSettings.java RestoreStatus.java RestoredBot.java RowCopy.java SnapshotContents.java
//SOURCES SnapshotFinder.java StackEvents.java TemporaryDatabase.java TemporaryStack.java
//FILES restore/=temporary-database.yaml
/**
 * The {@code restore} command: snapshot, temporary database, copy, proof and clean-up. The state of the cloud is its
 * journal, and no statement is written here. It imports report, cli, proof, aws and below; only the script imports it.
 */
package lib.restore;
