//SOURCES BotReader.java ContainerInput.java EcsApi.java EcsCluster.java EmbeddingContainer.java
//SOURCES EventBridgePipe.java FargateScheduler.java IdempotencyTokens.java RowSources.java RunTaskValidator.java
//SOURCES SourceCounts.java Task.java TaskBehavior.java TaskBehaviors.java TaskDefinition.java TaskDurations.java TaskJson.java

/**
 * ECS and Fargate: the API's operations and their checks, the states of a task, the embedding container in it, and
 * the pipe that starts tasks when a bot is saved. How each bot's tasks behave is assigned from outside, by a scenario
 * or a test. It imports {@code database}, {@code dynamodb}, {@code s3}, {@code stack}, {@code clock} and
 * {@code wire}; scenario and the root may import it.
 */
package lib.rehearsal.ecs;
