//FILES rehearsal/=EmbeddedAws.java rehearsal/=RequestHistory.java rehearsal/=RequestRouter.java
//FILES rehearsal/=SimulatedAccount.java rehearsal/=SimulatedAccounts.java rehearsal/=TestControlApi.java
//FILES rehearsal/scenario/=scenario/package-info.java rehearsal/scenario/=scenario/BotItem.java
//FILES rehearsal/scenario/=scenario/FailureScenario.java rehearsal/scenario/=scenario/Fault.java
//FILES rehearsal/scenario/=scenario/FaultInjector.java rehearsal/scenario/=scenario/SampleBots.java
//FILES rehearsal/scenario/=scenario/SampleConversation.java rehearsal/scenario/=scenario/Scenario.java
//FILES rehearsal/ecs/=ecs/package-info.java rehearsal/ecs/=ecs/EcsApi.java rehearsal/ecs/=ecs/EcsCluster.java
//FILES rehearsal/ecs/=ecs/EmbeddingContainer.java rehearsal/ecs/=ecs/EventBridgePipe.java
//FILES rehearsal/ecs/=ecs/FargateScheduler.java rehearsal/ecs/=ecs/IdempotencyTokens.java
//FILES rehearsal/ecs/=ecs/RowSources.java rehearsal/ecs/=ecs/RunTaskValidator.java
//FILES rehearsal/ecs/=ecs/SourceCounts.java rehearsal/ecs/=ecs/Task.java rehearsal/ecs/=ecs/TaskBehavior.java
//FILES rehearsal/ecs/=ecs/TaskBehaviors.java rehearsal/ecs/=ecs/TaskDefinition.java
//FILES rehearsal/ecs/=ecs/TaskDurations.java rehearsal/ecs/=ecs/TaskJson.java
//FILES rehearsal/database/=database/package-info.java rehearsal/database/=database/AuroraClusters.java
//FILES rehearsal/database/=database/ChunkRows.java rehearsal/database/=database/ConnectionPool.java
//FILES rehearsal/database/=database/DataApiParameters.java rehearsal/database/=database/DataApiResult.java
//FILES rehearsal/database/=database/DirectSql.java rehearsal/database/=database/NamedParameterSql.java
//FILES rehearsal/database/=database/PgvectorSubstitute.java rehearsal/database/=database/PostgresBinaries.java
//FILES rehearsal/database/=database/PostgresServer.java rehearsal/database/=database/RdsDataApi.java
//FILES rehearsal/database/=database/SharedPostgres.java rehearsal/database/=database/Ulid.java
//FILES rehearsal/dynamodb/=dynamodb/package-info.java rehearsal/dynamodb/=dynamodb/BotKeys.java
//FILES rehearsal/dynamodb/=dynamodb/ConversationTable.java rehearsal/dynamodb/=dynamodb/DynamoDbLocal.java
//FILES rehearsal/stack/=stack/package-info.java rehearsal/stack/=stack/BedrockChatStack.java
//FILES rehearsal/stack/=stack/CloudFormation.java rehearsal/stack/=stack/Sts.java
//FILES rehearsal/clock/=clock/package-info.java rehearsal/clock/=clock/SimulatedClock.java
//FILES rehearsal/clock/=clock/TokenBucket.java
//FILES rehearsal/wire/=wire/package-info.java rehearsal/wire/=wire/AwsError.java rehearsal/wire/=wire/AwsRequest.java
//FILES rehearsal/wire/=wire/AwsResponse.java rehearsal/wire/=wire/AwsService.java rehearsal/wire/=wire/Json.java
//FILES rehearsal/wire/=wire/QueryXml.java

/**
 * The embedded AWS, a program of its own: {@code EmbeddedAws} starts it, and the classes here route each
 * request to the simulated account of its caller. What the services do is in the packages below; the root imports all
 * of them, and further imports run down only: scenario, ecs, database and dynamodb, stack, clock and wire. Nothing else
 * in the project imports any of it: the tool lists this file as a source, whose {@code //FILES} become resources of the
 * tool, and starts them as a process of its own.
 */
package lib.rehearsal;
