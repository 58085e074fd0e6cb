//SOURCES AwsClients.java BotTable.java ConfiguredEndpoint.java CredentialAdvice.java DataApi.java DataMigrations.java
//SOURCES DocumentBucket.java EmbeddingTasks.java ErrorClassifier.java LoadedRows.java PlainErrors.java
//SOURCES RdsClusters.java RenewableCredentials.java RestoreDatabase.java SqlFile.java
//SOURCES StackOutputs.java Stacks.java StartDeclinedException.java VectorStore.java
//FILES sql/=lease-schema.sql sql/=restore-schema.sql sql/=restore.sql sql/=vectors.sql
/**
 * One class for each AWS service that the tool uses, and the classification of their errors.
 * No SDK exception leaves this package: callers see a ServiceException or a UserException.
 * It imports common, retry and model; journal may not import it; the packages above may.
 */
package lib.aws;
