//SOURCES AppStack.java AuroraPrice.java BotCopies.java BotCopy.java CleanUp.java CopyProof.java DatabaseLink.java
//SOURCES EngineVersion.java Lease.java Leftovers.java LinkError.java NewDatabase.java RestoreCommand.java
//SOURCES RestoreJson.java RestoreOptions.java RestoreOutcome.java RestorePlan.java RestoreProcedure.java
//SOURCES RestoreReport.java RestoreRun.java RestoreServices.java RestoreSettings.java RestoreStatus.java
//SOURCES RestoredBot.java SnapshotFinder.java TemporaryDatabase.java TemporaryDatabaseAccess.java TemporaryStack.java
//FILES restore/=temporary-database.yaml
/**
 * The {@code restore} command: snapshot, temporary database, copy, proof and clean-up. The state of the cloud is its
 * journal, and no statement is written here. It imports report, cli, proof, aws and below; only the script imports it.
 */
package lib.restore;
