//SOURCES AwsClients.java BotTable.java CredentialAdvice.java DataApi.java EmbeddingTasks.java ErrorClassifier.java
//SOURCES PlainErrors.java RdsClusters.java RestoreDatabase.java RestoreQueries.java RestoreSchema.java
//SOURCES StackOutputs.java Stacks.java StartDeclinedException.java VectorQueries.java VectorStore.java
/**
 * One class for each AWS service that the tool uses, and the classification of their errors.
 * No SDK exception leaves this package: callers see a ServiceException or a UserException.
 * It imports common, retry and model; journal may not import it; the packages above may.
 */
package lib.aws;
