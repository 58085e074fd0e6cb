//SOURCES AppStack.java AuroraPrice.java BotCalls.java BotCopies.java BotCopy.java CleanUp.java CopyProof.java
//SOURCES DatabaseLink.java DmsConditions.java DmsPlan.java Lease.java Leftovers.java
//SOURCES LinkError.java LinkedCopy.java LoadedBot.java LoadedCopy.java NewDatabase.java RestoreCommand.java
//SOURCES RestoreJson.java RestoreOptions.java RestoreOutcome.java RestorePlan.java RestoreProcedure.java
//SOURCES RestoreReport.java RestoreRun.java RestoreServices.java RestoreSettings.java RestoreStatus.java
//SOURCES RestoreVerdict.java RestoredBot.java RowCopy.java SnapshotFinder.java TemporaryDatabase.java
//SOURCES TemporaryDatabaseAccess.java TemporaryStack.java
//FILES restore/=temporary-database.yaml
/**
 * The {@code restore} command: snapshot, temporary database, copy, proof and clean-up. The state of the cloud is its
 * journal, and no statement is written here. It imports report, cli, proof, aws and below; only the script imports it.
 */
package lib.restore;
