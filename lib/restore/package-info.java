//SOURCES AppStack.java AuroraPrice.java BotCalls.java BotCopies.java BotCopy.java CleanUp.java CopyProof.java
//SOURCES DatabaseLink.java DmsConditions.java EngineVersion.java Lease.java Leftovers.java LinkError.java
//SOURCES LinkedCopy.java LoadedBot.java LoadedCopy.java NewDatabase.java RestoreCommand.java RestoreJson.java
//SOURCES RestoreOptions.java RestoreOutcome.java RestorePlan.java RestoreProcedure.java RestoreReport.java
//SOURCES RestoreRun.java RestoreServices.java RestoreSettings.java RestoreStatus.java RestoreVerdict.java
//SOURCES RestoredBot.java RowCopy.java SnapshotFinder.java TemporaryDatabase.java TemporaryDatabaseAccess.java
//SOURCES TemporaryStack.java
//FILES restore/=temporary-database.yaml
/**
 * The {@code restore} command: snapshot, temporary database, copy, proof and clean-up. The state of the cloud is its
 * journal, and no statement is written here. It imports report, cli, proof, aws and below; only the script imports it.
 */
package lib.restore;
