//SOURCES AppStack.java AuroraPrice.java BotCalls.java BotCopies.java BotCopy.java CleanUp.java CopyProof.java
//SOURCES DatabaseLink.java DmsConditions.java DmsPlan.java EarlierCopies.java EmbeddedNow.java FileBucket.java
//SOURCES Lease.java Leftovers.java LinkError.java LinkedCopy.java LoadedBot.java LoadedCopy.java NewDatabase.java
//SOURCES ProvedCopies.java RestoreCommand.java RestoreJson.java RestoreOptions.java RestoreOutcome.java
//SOURCES RestorePlan.java RestoreProcedure.java RestoreReport.java RestoreServices.java RestoreSettings.java
//SOURCES RestoreStatus.java RestoreVerdict.java RestoredBot.java RowCopy.java SchemaState.java SnapshotFinder.java
//SOURCES TemporaryDatabase.java TemporaryDatabaseAccess.java TemporaryStack.java
//FILES restore/=temporary-database.yaml
/**
 * The {@code restore} command: snapshot, temporary database, copy, proof and clean-up. The state of the cloud is its
 * journal, and no statement is written here. It imports report, cli, proof, aws and below; only the script imports it.
 */
package lib.restore;
