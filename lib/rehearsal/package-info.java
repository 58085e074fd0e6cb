//FILES rehearsal/EmbeddedAws.java=EmbeddedAws.java rehearsal/RequestHistory.java=RequestHistory.java
//FILES rehearsal/RequestRouter.java=RequestRouter.java rehearsal/SimulatedAccount.java=SimulatedAccount.java
//FILES rehearsal/SimulatedAccounts.java=SimulatedAccounts.java rehearsal/TestControlApi.java=TestControlApi.java
//FILES rehearsal/scenario/package-info.java=scenario/package-info.java
//FILES rehearsal/scenario/BotItem.java=scenario/BotItem.java
//FILES rehearsal/scenario/FailureScenario.java=scenario/FailureScenario.java
//FILES rehearsal/scenario/Fault.java=scenario/Fault.java
//FILES rehearsal/scenario/FaultInjector.java=scenario/FaultInjector.java
//FILES rehearsal/scenario/SampleBots.java=scenario/SampleBots.java
//FILES rehearsal/scenario/SampleConversation.java=scenario/SampleConversation.java
//FILES rehearsal/scenario/Scenario.java=scenario/Scenario.java
//FILES rehearsal/ecs/package-info.java=ecs/package-info.java rehearsal/ecs/EcsApi.java=ecs/EcsApi.java
//FILES rehearsal/ecs/EcsCluster.java=ecs/EcsCluster.java
//FILES rehearsal/ecs/EmbeddingContainer.java=ecs/EmbeddingContainer.java
//FILES rehearsal/ecs/EventBridgePipe.java=ecs/EventBridgePipe.java
//FILES rehearsal/ecs/FargateScheduler.java=ecs/FargateScheduler.java
//FILES rehearsal/ecs/IdempotencyTokens.java=ecs/IdempotencyTokens.java
//FILES rehearsal/ecs/RowSources.java=ecs/RowSources.java
//FILES rehearsal/ecs/RunTaskValidator.java=ecs/RunTaskValidator.java
//FILES rehearsal/ecs/SourceCounts.java=ecs/SourceCounts.java rehearsal/ecs/Task.java=ecs/Task.java
//FILES rehearsal/ecs/TaskBehavior.java=ecs/TaskBehavior.java rehearsal/ecs/TaskBehaviors.java=ecs/TaskBehaviors.java
//FILES rehearsal/ecs/TaskDefinition.java=ecs/TaskDefinition.java
//FILES rehearsal/ecs/TaskDurations.java=ecs/TaskDurations.java rehearsal/ecs/TaskJson.java=ecs/TaskJson.java
//FILES rehearsal/database/package-info.java=database/package-info.java
//FILES rehearsal/database/AuroraClusters.java=database/AuroraClusters.java
//FILES rehearsal/database/ChunkRows.java=database/ChunkRows.java
//FILES rehearsal/database/ConnectionPool.java=database/ConnectionPool.java
//FILES rehearsal/database/DataApiParameters.java=database/DataApiParameters.java
//FILES rehearsal/database/DataApiResult.java=database/DataApiResult.java
//FILES rehearsal/database/DirectSql.java=database/DirectSql.java
//FILES rehearsal/database/NamedParameterSql.java=database/NamedParameterSql.java
//FILES rehearsal/database/PgvectorSubstitute.java=database/PgvectorSubstitute.java
//FILES rehearsal/database/PostgresBinaries.java=database/PostgresBinaries.java
//FILES rehearsal/database/PostgresServer.java=database/PostgresServer.java
//FILES rehearsal/database/RdsDataApi.java=database/RdsDataApi.java
//FILES rehearsal/database/SharedPostgres.java=database/SharedPostgres.java
//FILES rehearsal/database/Ulid.java=database/Ulid.java
//FILES rehearsal/dynamodb/package-info.java=dynamodb/package-info.java
//FILES rehearsal/dynamodb/BotKeys.java=dynamodb/BotKeys.java
//FILES rehearsal/dynamodb/ConversationTable.java=dynamodb/ConversationTable.java
//FILES rehearsal/dynamodb/DynamoDbLocal.java=dynamodb/DynamoDbLocal.java
//FILES rehearsal/stack/package-info.java=stack/package-info.java
//FILES rehearsal/stack/BedrockChatStack.java=stack/BedrockChatStack.java
//FILES rehearsal/stack/CloudFormation.java=stack/CloudFormation.java rehearsal/stack/Sts.java=stack/Sts.java
//FILES rehearsal/clock/package-info.java=clock/package-info.java
//FILES rehearsal/clock/SimulatedClock.java=clock/SimulatedClock.java
//FILES rehearsal/clock/TokenBucket.java=clock/TokenBucket.java
//FILES rehearsal/wire/package-info.java=wire/package-info.java rehearsal/wire/AwsError.java=wire/AwsError.java
//FILES rehearsal/wire/AwsRequest.java=wire/AwsRequest.java rehearsal/wire/AwsResponse.java=wire/AwsResponse.java
//FILES rehearsal/wire/AwsService.java=wire/AwsService.java rehearsal/wire/Json.java=wire/Json.java
//FILES rehearsal/wire/QueryXml.java=wire/QueryXml.java

/**
 * The embedded AWS, a program of its own: {@link lib.rehearsal.EmbeddedAws} starts it, and this room routes each request to the
 * simulated account of its caller. What the services do lives in the rooms below; their arrows run one way, from the root to
 * scenario, ecs, then database and dynamodb, then stack, and last to clock and wire. Nothing outside imports any of it: the tool
 * lists this file as a source, and so carries the {@code //FILES} as resources without compiling them.
 */
package lib.rehearsal;
