//SOURCES AwsClients.java BotTable.java ConfiguredEndpoint.java CredentialAdvice.java
//SOURCES DataApi.java DataMigrations.java DocumentBucket.java EmbeddingTasks.java ErrorClassifier.java
//SOURCES LoadQueries.java LoadedRows.java PlainErrors.java ProfileEndpoints.java RdsClusters.java
//SOURCES RenewableCredentials.java RestoreDatabase.java RestoreQueries.java RestoreSchema.java StackOutputs.java Stacks.java
//SOURCES StartDeclinedException.java VectorQueries.java VectorStore.java
/**
 * One class for each AWS service that the tool uses, and the classification of their errors.
 * No SDK exception leaves this package: callers see a ServiceException or a UserException.
 * It imports common, retry and model; journal may not import it; the packages above may.
 */
package lib.aws;
