//SOURCES AppStack.java AuroraPrice.java BotCopies.java BotCopy.java CleanUp.java CopyProof.java
//SOURCES DatabaseLink.java EngineVersion.java Lease.java Leftovers.java LinkError.java NewDatabase.java
//SOURCES RestoreCommand.java RestoreJson.java RestoreOptions.java RestoreOutcome.java RestorePlan.java
//SOURCES RestoreProcedure.java RestoreReport.java RestoreRun.java RestoreServices.java RestoreSettings.java
//SOURCES RestoreStatus.java RestoreVerdict.java RestoredBot.java SnapshotFinder.java TemporaryDatabase.java
//SOURCES TemporaryDatabaseAccess.java TemporaryStack.java
//FILES restore/=temporary-database.yaml
/**
 * The {@code restore} command: snapshot, temporary database, copy, proof and clean-up. The state of the cloud is its
 * journal, and no statement is written here. It imports report, cli, proof, aws and below; only the script imports it.
 */
package lib.restore;
