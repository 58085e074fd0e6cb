//SOURCES AwsClients.java BotTable.java CredentialAdvice.java DataApi.java DataMigrations.java
//SOURCES EmbeddingTasks.java ErrorClassifier.java IamRoles.java LoadQueries.java LoadedRows.java
//SOURCES PlainErrors.java QueryApi.java RdsClusters.java RestoreDatabase.java RestoreQueries.java
//SOURCES RestoreSchema.java StackOutputs.java Stacks.java StartDeclinedException.java VectorQueries.java
//SOURCES VectorStore.java VpcNetwork.java
/**
 * One class for each AWS service that the tool uses, and the classification of their errors.
 * No SDK exception leaves this package: callers see a ServiceException or a UserException.
 * It imports common, retry and model; journal may not import it; the packages above may.
 */
package lib.aws;
