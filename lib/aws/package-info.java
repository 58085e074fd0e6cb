//SOURCES AwsClients.java BotTable.java CredentialAdvice.java DataApi.java EmbeddingTasks.java
//SOURCES ErrorClassifier.java PlainErrors.java StackOutputs.java StartDeclinedException.java VectorQueries.java
//SOURCES VectorStore.java
/**
 * One class for each AWS service that the tool uses, and the classification of their errors.
 * No SDK exception leaves this package: callers see a ServiceException or a UserException.
 * It imports common, retry and model; journal may not import it; the packages above may.
 */
package lib.aws;
