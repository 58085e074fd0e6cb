//SOURCES BotKnowledge.java ContainerInput.java EcsApi.java EmbeddingContainer.java EventBridgePipe.java
//SOURCES FargateScheduler.java IdempotencyTokens.java RowSource.java RunTaskValidator.java Task.java
//SOURCES TaskBehavior.java TaskBehaviors.java TaskDefinition.java TaskDurations.java

/**
 * ECS and Fargate: the API's operations and their checks, the states of a task, the embedding container in it, and
 * the pipe that starts tasks when a bot is saved. How each bot's tasks behave is assigned from outside, by a scenario
 * or a test. It imports {@code database}, {@code dynamodb}, {@code s3}, {@code stack}, {@code clock} and
 * {@code wire}; scenario and the root may import it.
 */
package lib.rehearsal.ecs;
